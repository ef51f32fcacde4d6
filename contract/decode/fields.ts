import { z } from 'zod'
import { BOOT_PATTERN } from '../boot.ts'
import { isSafeTagValue } from '../tags.ts'
import { STATION_PATTERN } from '../topic.ts'
import { LIMITS } from './limits.ts'

/** Fields of wire messages; each says in words what it expects, for the detail of a reject. */

export function integer(min: number, max: number) {
  const error = `an integer from ${min} to ${max}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

export function real(min: number, max: number) {
  const error = `a number from ${min} to ${max}`
  return z.number({ error }).min(min, { error }).max(max, { error })
}

export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` })
}

export function matching(pattern: RegExp, error: string) {
  return z.string({ error }).regex(pattern, { error })
}

/** Free text for people: no control characters or line separators, so that it stands on one line wherever it is shown. */
export function text(longest: number = LIMITS.text) {
  return matching(
    new RegExp(`^[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,${longest}}$`, 'u'),
    `text of 1 to ${longest} characters on one line`,
  )
}

/** May become a tag value of a KPI row: refused rather than escaped. */
export function tagText() {
  const error = 'text of 1 to 64 characters without backslash, comma, equals, quote, white space or control characters'
  // half a surrogate pair would become another character in the store
  return z.string({ error }).refine((value) => isSafeTagValue(value) && !/\p{Cs}/u.test(value), { error })
}

export function listOf<Item extends z.ZodType>(item: Item, most: number) {
  const error = `a list of at most ${most}`
  return z.array(item, { error }).max(most, { error })
}

/** An object with any keys, handed on untouched. */
export function record(error: string) {
  return z.custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    { error },
  )
}

/** An object with these keys and no others. */
export function exactly<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `an object of ${keys}`),
  })
}

export const CELL_PATTERN = /^[A-Za-z0-9_.-]{1,32}$/

export const epochMs = () => integer(0, LIMITS.latestMs)
export const bootText = () => matching(BOOT_PATTERN, 'a boot like "1790000000000-7"')
export const cellId = () => matching(CELL_PATTERN, 'a cell: 1 to 32 of A-Z a-z 0-9 _ . -')
export const srcText = () => matching(/^[A-Za-z0-9_.:-]{1,32}$/, 'a src: 1 to 32 of A-Z a-z 0-9 _ . : -')
export const stationText = () => matching(STATION_PATTERN, 'the station of the topic')
export const seqNumber = () => integer(0, Number.MAX_SAFE_INTEGER)
export const plmn = () =>
  matching(/^\d{3}-?\d{2,3}$/, 'a PLMN like "452-04"').transform((id) =>
    id[3] === '-' ? id : `${id.slice(0, 3)}-${id.slice(3)}`,
  )

/** Keys that every numbered message has. */
export const numbered = () => ({
  boot: bootText(),
  seq: seqNumber(),
  src: srcText().optional(),
  id: stationText().optional(),
})
