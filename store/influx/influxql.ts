import { isSafeTagValue, type Level, VIETNAM_OFFSET_MS } from '../../contract/mod.ts'
import type { Policy } from './target.ts'

/** `"name"` with its own quotes and backslashes escaped. */
export function identifier(name: string): string {
  return `"${name.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}

/** `'text'` with its own quotes and backslashes escaped. */
export function literal(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`
}

/** `"10s"."cell_kpi"`; the database is the one of the request. */
export function source(policy: Policy, measurement: string): string {
  return `${identifier(policy)}.${identifier(measurement)}`
}

/** What the server can say in nanoseconds, in whole ms. */
const EARLIEST_MS = -9_223_372_036_854
const LATEST_MS = 9_223_372_036_854

function clamped(atMs: number): string {
  return String(Math.min(LATEST_MS, Math.max(EARLIEST_MS, Math.ceil(atMs))))
}

/** Points in [fromMs, toMs). */
export function timeWithin(fromMs: number, toMs: number): string {
  return `time >= ${clamped(fromMs)}ms AND time < ${clamped(toMs)}ms`
}

/**
 * Condition that each tag named has one of its values; a value that no tag can have matches nothing.
 * `undefined` where no row at all can match.
 */
export function tagsWithin(where: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const conditions: string[] = []
  for (const [tag, values] of Object.entries(where)) {
    const possible = values.filter(isSafeTagValue)
    if (possible.length === 0) return undefined
    conditions.push(`(${possible.map((value) => `${identifier(tag)} = ${literal(value)}`).join(' OR ')})`)
  }
  return conditions
}

/**
 * `time(…)` of a GROUP BY, with windows as the store has them: days start at 17:00Z, and an offset of −7 h leaves
 * every step that divides an hour where it is. `step` is a level or what Grafana puts in, `$__interval`.
 */
export function timeBucket(step: Level | string): string {
  return `time(${step}, -${VIETNAM_OFFSET_MS / 3_600_000}h)`
}
