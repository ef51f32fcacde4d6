import { z } from 'zod'
import { CELL_TAGS, type CellTag, isSafeTagValue, LEVELS, SPLITS, type Split } from '../../../contract/mod.ts'
import { EVENT_TYPES } from '../../../store/mod.ts'

const instant = z.coerce
  .number('expected epoch milliseconds')
  .int('expected whole epoch milliseconds')
  .min(0, 'expected epoch milliseconds')
const limit = (most: number, usual: number) =>
  z.coerce
    .number(`expected a number from 1 to ${most}`)
    .int(`expected a whole number from 1 to ${most}`)
    .min(1, `expected at least 1`)
    .max(most, `expected at most ${most}`)
    .default(usual)
    .describe(`At most so many, newest first (1 to ${most}).`)
const name = z.string('expected one text').min(1, 'expected a name').max(64, 'expected at most 64 characters')

const SPLIT_EXAMPLES: Readonly<Record<Split, string>> = {
  plmn: 'PLMN (452-04)',
  snssai: 'slice, SST or SST-SD (1-000001)',
  fiveqi: '5QI (9)',
}

export const stationFilterSchema = z.strictObject({ station: name.optional() })

export const eventsRangeSchema = z.strictObject({
  from: instant.describe('Events that end after it [epoch ms].'),
  to: instant.describe('Events that begin before it [epoch ms].'),
  type: z.enum(EVENT_TYPES, `expected one of ${EVENT_TYPES.join(', ')}`).optional(),
})

export const historyFilterSchema = z.strictObject({
  station: name.optional(),
  cell: name.optional(),
  level: z.enum(LEVELS, `expected one of ${LEVELS.join(', ')}`).optional(),
  from: instant.optional().describe('Windows from here on (inclusive) [epoch ms].'),
  to: instant.optional().describe('Windows before it (exclusive) [epoch ms].'),
  limit: limit(1000, 100),
})

export const deadLettersFilterSchema = z.strictObject({ limit: limit(1000, 100) })

/** Some tag values of a tag: one text, or several. */
const tagValues = z
  .union([z.string(), z.array(z.string())])
  .transform((values) => [...new Set([values].flat())])
  .refine(
    (values) => values.length <= 1000 && values.every(isSafeTagValue),
    'expected at most 1000 values of 1 to 64 characters without \\ , = " and white space',
  )

export const explainParametersSchema = z.strictObject({
  kpi: z.string('expected the id of one KPI').describe('One id of the catalogue.'),
  level: z
    .enum([...LEVELS, 'all'], `expected one of ${LEVELS.join(', ')}, all`)
    .default('15m')
    .describe('Length of the window; a busy hour needs 1d; `all`: one figure for [at, to).'),
  at: instant.describe('An instant within the window; of `all` its start [epoch ms].'),
  to: instant.optional().describe('Of `all` the end, exclusive [epoch ms].'),
  limit: z.coerce
    .number('expected a number from 1 to 2000')
    .int('expected a whole number from 1 to 2000')
    .min(1, 'expected at least 1')
    .max(2000, 'expected at most 2000')
    .default(100)
    .describe('Messages, members and intervals listed at most; all are counted (1 to 2000).'),
  ...(Object.fromEntries(
    CELL_TAGS.map((tag) => [
      tag,
      tagValues
        .optional()
        .describe(`Only where ${tag} has this value; repeated: one of them. One station with one cell: that cell.`),
    ]),
  ) as Record<CellTag, z.ZodOptional<typeof tagValues>>),
  ...(Object.fromEntries(
    SPLITS.map((split) => [
      split,
      tagValues.optional().describe(`Only of this ${SPLIT_EXAMPLES[split]}; repeated: one of them.`),
    ]),
  ) as Record<Split, z.ZodOptional<typeof tagValues>>),
})

export const noParametersSchema = z.strictObject({})

/** What `/kpi` takes, as the document tells it; the query model of the store parses and judges it. */
export const kpiParametersSchema = z.object({
  kpi: z.string().describe('Ids of the catalogue, comma-separated; may be repeated.'),
  level: z.enum([...LEVELS, 'all']).describe('Length of the windows; `all`: one value for [from, to).'),
  from: z.int().describe('Inclusive, snapped down to the level [epoch ms].'),
  to: z.int().describe('Exclusive, snapped down to the level [epoch ms].'),
  by: z
    .string()
    .optional()
    .describe(
      `Group by these tags, comma-separated: ${CELL_TAGS.join(', ')}; and by one of ${SPLITS.join(', ')}, for KPIs whose counters are split so.`,
    ),
  ...Object.fromEntries(
    CELL_TAGS.map((tag) => [
      tag,
      z.string().optional().describe(`Only where ${tag} has this value; repeated: one of them.`),
    ]),
  ),
  ...Object.fromEntries(
    SPLITS.map((split) => [
      split,
      z.string().optional().describe(`Only of this ${SPLIT_EXAMPLES[split]}; repeated: one of them.`),
    ]),
  ),
})
