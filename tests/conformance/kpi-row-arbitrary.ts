import fc from 'fast-check'
import {
  KPIS,
  type KpiDefinition,
  LEVEL_MS,
  type Level,
  observedField,
  partFields,
  suspectField,
  ZONE_TAGS,
} from '../../contract/mod.ts'
import type { KpiRow } from '../../store/mod.ts'
import { kpiRow } from './store-fixtures.ts'

/** Random KPI rows of a small world, so that groups, filters and overwrites meet often. */

const WINDOWS = 5

const part = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 2 ** 40 }))

/** The five times of a cell in one window of `seconds`. */
const timeline = (seconds: number): fc.Arbitrary<Record<string, number>> =>
  fc.array(fc.integer({ min: 0, max: seconds }), { minLength: 5, maxLength: 5 }).map((cuts) => {
    const [exp = 0, ...inner] = cuts.sort((a, b) => b - a)
    const [a = 0, b = 0, c = 0, d = 0] = inner
    return {
      exp,
      'avail.up': exp - a,
      'avail.down': a - b,
      'avail.planned': b - c,
      'avail.es': c - d,
      'avail.unknown': d,
      'avail.unknown_silent': Math.floor(d / 2),
    }
  })

type Fields = Readonly<Record<string, number>>

/** Parts of one KPI in one window, now and then all missing, now and then success above attempts. */
function fieldsOf(kpi: KpiDefinition, seconds: number): fc.Arbitrary<Fields> {
  const all = kpi.stages.flatMap((stage) => stage.parts)
  const parts = fc.array(part, { minLength: all.length, maxLength: all.length })
  const account = fc
    .integer({ min: 0, max: seconds })
    .chain((obs) => fc.tuple(fc.constant(obs), fc.integer({ min: 0, max: obs })))
  const reported = fc
    .tuple(parts, account, fc.integer({ min: 0, max: 9 }))
    .map(([values, [obs, sus], whim]): Fields => {
      const [first = 0] = values
      // the second part of a success ratio is its success: nine times of ten possible
      const isFitting = kpi.bounds === 'success-ratio' && whim > 0
      const fields: Record<string, number> = { [observedField(kpi)]: obs, [suspectField(kpi)]: sus }
      for (const [i, each] of all.entries()) {
        const value = values[i] ?? 0
        fields[partFields(kpi, each)[0] as string] = isFitting ? Math.min(value, first) : value
      }
      return fields
    })
  return fc.oneof({ weight: 4, arbitrary: reported }, { weight: 1, arbitrary: fc.constant<Fields>({}) })
}

const reportFields = (seconds: number): fc.Arbitrary<Fields> =>
  fc
    .tuple(...KPIS.filter((kpi) => kpi.basis === 'report').map((kpi) => fieldsOf(kpi, seconds)))
    .map((each): Fields => Object.fromEntries(each.flatMap((fields) => Object.entries(fields))))

export interface World {
  readonly cellRows: readonly KpiRow[]
  /** The same parts, summed as a processor sums them. */
  readonly zoneRows: readonly KpiRow[]
}

/** Windows of `level` from `from` on; `operator` marks the rows of one run. */
export function world(from: number, level: Level, operator: string): fc.Arbitrary<World> {
  const seconds = LEVEL_MS[level] / 1000
  const row = fc
    .record({
      window: fc.integer({ min: 0, max: WINDOWS - 1 }),
      station: fc.constantFrom('HN-0001', 'HN-0002'),
      cell: fc.constantFrom('1', '2'),
      zone: fc.constantFrom('hoa-lac', 'cau-giay'),
      band: fc.constantFrom('n41', 'n78'),
      mode: fc.constantFrom('SA', 'NSA', 'SA+NSA', 'unknown'),
      fields: fc.tuple(timeline(seconds), reportFields(seconds)).map(([times, reports]) => ({ ...times, ...reports })),
      rev: fc.integer({ min: 0, max: 3 }),
      gpS: fc.constantFrom(0, 10, 60),
    })
    .map(({ window, station, cell, zone, band, mode, ...rest }) =>
      kpiRow({
        ...rest,
        level,
        t: from + window * LEVEL_MS[level],
        tags: { operator, station, cell, zone, band, mode },
      }),
    )
  return fc.array(row, { maxLength: 40, size: 'max' }).map((rows) => {
    const byIdentity = new Map(rows.map((each) => [JSON.stringify([each.t, each.tags]), each]))
    const cellRows = [...byIdentity.values()]
    return { cellRows, zoneRows: zoneRowsOf(cellRows) }
  })
}

export function zoneRowsOf(cellRows: readonly KpiRow[]): KpiRow[] {
  const zones = new Map<string, KpiRow>()
  for (const row of cellRows) {
    const tags = Object.fromEntries(ZONE_TAGS.map((tag) => [tag, tag === 'partition' ? '0' : row.tags[tag]!]))
    const key = JSON.stringify([row.level, row.t, tags])
    const before = zones.get(key)
    const fields: Record<string, number> = { ...before?.fields }
    for (const [field, value] of Object.entries(row.fields)) fields[field] = (fields[field] ?? 0) + value
    zones.set(key, {
      ...row,
      table: 'zone_kpi',
      tags,
      fields,
      rev: Math.max(row.rev, before?.rev ?? 0),
      gpS: Math.max(row.gpS, before?.gpS ?? 0),
    })
  }
  return [...zones.values()]
}

export const WORLD_WINDOWS = WINDOWS
