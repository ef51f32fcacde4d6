import { type Language, VIETNAM_OFFSET_MS } from '../../contract/mod.ts'
import { parseIsoInstant } from './iso-instant.ts'

/** `2026-11-22 09:15:00` in Việt Nam. */
export function localTime(ms: number): string {
  return new Date(ms + VIETNAM_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')
}

/** With its second, as the language writes it: `22/11/2026 09:15:00`, `2026-11-22 09:15:00`. */
export function instantIn(language: Language, ms: number): string {
  const [date = '', time = ''] = localTime(ms).split(' ')
  return language === 'vi' ? `${date.split('-').reverse().join('/')} ${time}` : `${date} ${time}`
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * An instant as a person writes it: epoch ms, an ISO time (without zone: Việt Nam's), `now`, or a span before now such as `15m`.
 * @throws RangeError that says what is allowed.
 */
export function parseInstant(text: string, nowMs: number): number {
  if (text === 'now') return nowMs
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const span = /^(\d+)([smhd])$/.exec(text)
  if (span !== null) return nowMs - Number(span[1]) * (UNITS[span[2] as string] as number)
  const iso = parseIsoInstant(text)
  if (iso !== undefined) return iso
  throw new RangeError(
    `expected an instant: 2026-11-22T09:00 (Việt Nam), an ISO time with zone, epoch milliseconds, now, or a span before now such as 15m, 6h, 2d; got ${JSON.stringify(text)}`,
  )
}
