import { z } from 'zod'
import { isSafeTagValue, STATION_PATTERN } from '../../contract/mod.ts'
import { isoInstant, parseIsoInstant } from '../output/iso-instant.ts'

/** A text in the two languages of everything that people read. */
export interface Bilingual {
  readonly en: string
  readonly vi: string
}

/** One column of a registry file: what may stand in it, and how it is written back. */
export interface Column {
  readonly schema: z.ZodType
  /** What may stand in it; in an error after "expected". */
  readonly allowed: Bilingual
  readonly about: Bilingual
  /** A value as a person would write it; of nobody. */
  readonly example: string
  readonly isRequired?: boolean
  /** The value as a cell of a CSV. */
  readonly write: (value: unknown) => string
}

/** What kinds of columns share: how a value is read from a cell or from JSON, what is allowed, how it is written. */
export type ColumnKind = Pick<Column, 'schema' | 'allowed' | 'write'>

const plain = (value: unknown): string => String(value)

export const station: ColumnKind = {
  schema: z.string().regex(STATION_PATTERN),
  allowed: { en: '1 to 64 of A-Z a-z 0-9 _ -', vi: '1 đến 64 ký tự A-Z a-z 0-9 _ -' },
  write: plain,
}

/** Becomes a tag of every figure. */
export const tag: ColumnKind = {
  schema: z.string().refine((value) => isSafeTagValue(value)),
  allowed: {
    en: '1 to 64 characters without space, comma, equals, quote or backslash',
    vi: '1 đến 64 ký tự, không có khoảng trắng, dấu phẩy, dấu bằng, dấu nháy kép hoặc dấu \\',
  },
  write: plain,
}

const ONE_LINE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u

/** For people. A number in JSON is taken as it is written. */
export const text: ColumnKind = {
  schema: z
    .union([z.string(), z.number().transform(String)])
    .transform((value) => value.trim())
    .refine((value) => ONE_LINE.test(value)),
  allowed: { en: 'text of 1 to 200 characters on one line', vi: 'văn bản 1 đến 200 ký tự trên một dòng' },
  write: plain,
}

export function oneOf(values: readonly string[]): ColumnKind {
  const list = values.join(', ')
  return {
    schema: z.enum(values),
    allowed: { en: `one of ${list}`, vi: `một trong các giá trị ${list}` },
    write: plain,
  }
}

export function numberWithin(min: number, max: number, isWhole = false): ColumnKind {
  const number = isWhole ? z.number().int() : z.number()
  const form = isWhole ? /^-?\d{1,15}$/ : /^-?\d{1,15}(\.\d{1,15})?$/
  return {
    schema: z.union([z.number(), z.string().regex(form).transform(Number)]).pipe(number.min(min).max(max)),
    allowed: {
      en: `a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}${isWhole ? '' : ', with a decimal point'}`,
      vi: `số${isWhole ? ' nguyên' : ''} từ ${min} đến ${max}${isWhole ? '' : ', dùng dấu chấm thập phân'}`,
    },
    write: plain,
  }
}

export function matching(pattern: RegExp, allowed: Bilingual): ColumnKind {
  return { schema: z.string().regex(pattern), allowed, write: plain }
}

/** Items between semicolons or spaces, or a JSON list. */
export function list(item: RegExp, itemIs: Bilingual): ColumnKind {
  const items = z.array(z.string().regex(item)).max(500)
  return {
    schema: z.union([
      items,
      z
        .string()
        .transform((value) => value.split(/[;\s]+/).filter((x) => x !== ''))
        .pipe(items.min(1)),
    ]),
    allowed: {
      en: `${itemIs.en}, several with semicolons between them`,
      vi: `${itemIs.vi}, nhiều giá trị cách nhau bằng dấu chấm phẩy`,
    },
    write: (value) => (value as readonly string[]).join(';'),
  }
}

/** A registry of a network of 2020 and after: what lies outside is a slip of the keyboard. */
const FIRST_MS = Date.UTC(2000, 0, 1)
const LAST_MS = Date.UTC(2100, 0, 1)

export const instant: ColumnKind = {
  schema: z
    .union([z.number(), z.string().transform((value, context) => fromText(value) ?? refuse(context))])
    .pipe(z.number().int().min(FIRST_MS).lt(LAST_MS)),
  allowed: {
    en: 'a date such as 2026-10-01 (00:00 in Việt Nam), a time such as 2026-10-01T08:00+07:00, or epoch ms; from 2000 to 2099',
    vi: 'ngày dạng 2026-10-01 (00:00 giờ Việt Nam), thời điểm dạng 2026-10-01T08:00+07:00, hoặc mili giây epoch; từ năm 2000 đến 2099',
  },
  write: (value) => isoInstant(value as number),
}

const fromText = (value: string): number | undefined =>
  /^\d{12,13}$/.test(value) ? Number(value) : parseIsoInstant(value)

function refuse(context: z.RefinementCtx): never {
  context.addIssue({ code: 'custom' })
  return z.NEVER
}
