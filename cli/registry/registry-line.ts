import { z } from 'zod'
import { isSafeTagValue, type RegistryLine, STATION_PATTERN, ZONE_TYPES } from '../../contract/mod.ts'

const tag = z
  .string()
  .refine(isSafeTagValue, { error: '1 to 64 characters without space, comma, equals, quote or backslash' })
const station = z.string().regex(STATION_PATTERN, 'letters, digits, _ and -, at most 64')
const text = z.string().min(1).max(200)
const list = z.union([z.array(text), z.string().transform((s) => s.split(/[;\s]+/).filter((x) => x !== ''))])
/** ISO date or time (without zone: Việt Nam's), or epoch ms. */
const instant = z.union(
  [
    z.number().int(),
    z.string().transform((value, context) => {
      if (/^\d{12,14}$/.test(value)) return Number(value)
      const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(value) && value.length > 10
      const ms = Date.parse(hasZone ? value : `${value.length === 10 ? `${value}T00:00` : value}+07:00`)
      if (Number.isFinite(ms)) return ms
      context.addIssue({ code: 'custom' })
      return z.NEVER
    }),
  ],
  'a date such as 2026-10-01, a time such as 2026-10-01T08:00, or epoch ms',
)

/** One line of a registry file; the columns of the CSV form have the same names. */
export const registryLineSchema = z.strictObject({
  station,
  from: instant,
  publisher: station.optional(),
  type: z.enum(['station', 'probe', 'gateway']).default('station'),
  operator: tag,
  operatorName: text.optional(),
  licence: text.optional(),
  licenceSiteCap: z.coerce.number().int().positive().optional(),
  province: tag,
  provinceCodes: text.optional(),
  zone: tag,
  zoneName: text.optional(),
  zoneType: z.enum(ZONE_TYPES),
  phase: tag,
  vendor: tag,
  vendorName: text.optional(),
  model: text.optional(),
  equipmentOrigin: z.enum(['domestic', 'foreign']).optional(),
  site: text.optional(),
  lat: z.coerce.number().min(-90).max(90).optional(),
  lon: z.coerce.number().min(-180).max(180).optional(),
  vpostcode: z
    .string()
    .regex(/^[A-Za-z0-9]{12}$/, '12 letters or digits')
    .optional(),
  vpostcodeSystem: text.optional(),
  siteOwner: text.optional(),
  sharedWith: list.optional(),
  sharingType: z.enum(['none', 'passive', 'moran', 'roaming']).optional(),
  transportGroup: text.optional(),
  power: text.optional(),
  contact: text.optional(),
  cells: list.optional(),
  inServiceFrom: instant.optional(),
  inServiceTo: instant.optional(),
})

export type ParsedRegistry =
  | { readonly ok: true; readonly lines: RegistryLine[] }
  | { readonly ok: false; readonly problems: string[] }

/** Every line checked; a problem names its row, its column, what came and what is allowed. Nothing is taken where one is wrong. */
export function checkRegistry(rows: readonly { row: number; value: unknown }[]): ParsedRegistry {
  const lines: RegistryLine[] = []
  const problems: string[] = []
  const seen = new Map<string, number>()
  for (const { row, value } of rows) {
    const parsed = registryLineSchema.safeParse(value)
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((issue) => `row ${row}, ${problemOf(issue, value)}`))
      continue
    }
    const key = `${parsed.data.station} ${parsed.data.from}`
    const before = seen.get(key)
    if (before !== undefined) problems.push(`row ${row}: the same station and date as row ${before}`)
    seen.set(key, row)
    lines.push(withoutAbsent(parsed.data))
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lines }
}

function problemOf(issue: z.core.$ZodIssue, value: unknown): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : undefined
  const column = issue.path.join('.') || unknown || 'line'
  const came = issue.path.length > 0 ? (value as Record<string, unknown>)[String(issue.path[0])] : undefined
  return `${column}: ${issue.message}${came === undefined ? '' : ` (got ${JSON.stringify(came)})`}`
}

function withoutAbsent(line: z.infer<typeof registryLineSchema>): RegistryLine {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined)) as unknown as RegistryLine
}
