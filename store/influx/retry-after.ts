/** Longer waits than this [ms] are cut: a server that names a week may be back in an hour. */
const LONGEST_MS = 3_600_000

/**
 * The header `Retry-After` as milliseconds to wait: it is in **seconds**, or a date (RFC 9110 10.2.3).
 *
 * Example: `30` → 30 000; `Wed, 21 Oct 2026 07:28:00 GMT` → what is left until then; nonsense → undefined.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_MS)
  // every form of HTTP date begins with the name of a day
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - nowMs), LONGEST_MS)
}
