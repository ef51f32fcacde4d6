import { isSafeTagValue } from '../../contract/mod.ts'

/** A field value on its way into a line: `int` gets the suffix `i`, a plain number is a float, always. */
export type FieldValue = number | boolean | string | { readonly int: number }

/** The row can never be a line: the reason goes into `refused`, everything else is written. */
export class UnsafeRowError extends Error {
  override readonly name = 'UnsafeRowError'
}

export interface Point {
  readonly measurement: string
  /** An empty value is left out: line protocol has no empty tags, and InfluxQL reads an absent one as ''. */
  readonly tags: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, FieldValue>>
  /** Floats that come before them: the many of a KPI row, in its own form. */
  readonly parts?: { readonly names: readonly string[]; readonly values: readonly number[] }
  /** Integer in the precision of its target, as text: nanoseconds since 1970 are beyond 2^53. */
  readonly time: string
}

const SAFE_NAME = /^[A-Za-z0-9_.:/+-]{1,200}$/

/** Names and tag values are few and come in every row: looking one up costs a fifth of looking through it. */
class Checked {
  readonly #seen = new Set<string>()

  has(text: string): boolean {
    return this.#seen.has(text)
  }

  add(text: string): void {
    // a fleet has less; what is more comes from a fault or a stranger
    if (this.#seen.size >= 200_000) this.#seen.clear()
    this.#seen.add(text)
  }
}

const names = new Checked()
const tagValues = new Checked()

function safeName(kind: string, name: string): string {
  if (names.has(name)) return name
  if (!SAFE_NAME.test(name) || name === 'time' || name.startsWith('_')) {
    throw new UnsafeRowError(`${kind} name ${JSON.stringify(name)} is not made of letters, digits and . _ - : / +`)
  }
  names.add(name)
  return name
}

function tagValue(key: string, value: string): string {
  if (tagValues.has(value)) return value
  if (!isSafeTagValue(value)) {
    throw new UnsafeRowError(
      `tag ${key} is ${JSON.stringify(value.slice(0, 80))}: expected 1 to 64 characters, none of \\ , = " or white space`,
    )
  }
  tagValues.add(value)
  return value
}

/** Quote and backslash are the only characters with a meaning inside a string field; a line break stands as it is. */
export function quoteString(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

function fieldValue(key: string, value: FieldValue): string {
  if (typeof value === 'string') return quoteString(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new UnsafeRowError(`field ${key} is ${value}: expected a finite number`)
    return String(value)
  }
  if (!Number.isSafeInteger(value.int)) {
    throw new UnsafeRowError(`field ${key} is ${value.int}: expected an integer below 2^53`)
  }
  return `${value.int}i`
}

/**
 * One line of line protocol; tags sorted, so that the same row is the same bytes.
 *
 * Example: `cell_kpi,cell=1,station=HN-0001 exp=10,rev=0i 1790000000000`.
 *
 * @throws {UnsafeRowError} where a name or tag would need escaping: refused, never escaped, since a trailing backslash
 * or a comma changes which point is meant.
 */
export function encodePoint(point: Point): string {
  let line = safeName('measurement', point.measurement)
  for (const key of Object.keys(point.tags).sort()) {
    const value = point.tags[key] ?? ''
    if (value !== '') line += `,${safeName('tag', key)}=${tagValue(key, value)}`
  }
  const fields = encodeFields(point.fields, encodeParts(point.parts))
  if (fields === '') throw new UnsafeRowError('there are no fields')
  return `${line} ${fields} ${point.time}`
}

function encodeParts(parts: Point['parts']): string {
  let text = ''
  if (parts === undefined) return text
  const { names, values } = parts
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string
    if (text !== '') text += ','
    text += `${safeName('field', name)}=${fieldValue(name, values[i] ?? Number.NaN)}`
  }
  return text
}

/** Behind what is there already. */
function encodeFields(fields: Point['fields'], before: string): string {
  let text = before
  for (const key in fields) {
    if (text !== '') text += ','
    text += `${safeName('field', key)}=${fieldValue(key, fields[key] ?? Number.NaN)}`
  }
  return text
}

/** Whole milliseconds as the time of a point. */
export function msTime(atMs: number): string {
  if (!Number.isSafeInteger(atMs)) throw new UnsafeRowError(`time is ${atMs}: expected whole epoch milliseconds`)
  return String(atMs)
}

/** Milliseconds and nanoseconds above them (0 to 10⁹) as the time of a point in nanoseconds. */
export function nsTime(atMs: number, plusNs: number): string {
  return String(BigInt(msTime(atMs)) * 1_000_000n + BigInt(plusNs))
}
