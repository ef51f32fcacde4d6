import fc from 'fast-check'
import {
  KPIS,
  type KpiDefinition,
  LEVEL_MS,
  type Level,
  observedField,
  ownerOf,
  type PartDefinition,
  partFields,
  type Stage,
  suspectField,
  variantField,
  ZONE_TAGS,
} from '../../contract/mod.ts'
import type { KpiRow, KpiTable } from '../../store/mod.ts'
import { partsOf as fieldsOfRow, parts } from '../support/kpi-parts.ts'
import { kpiRow } from './store-fixtures.ts'

/** Random KPI rows of a small world, so that groups, filters and overwrites meet often. */

const WINDOWS = 5

const part = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 2 ** 40 }))

/** The five times of a cell in one window of `seconds`, and what else the timeline tells. */
const timeline = (seconds: number): fc.Arbitrary<Record<string, number>> =>
  fc
    .tuple(
      fc.array(fc.integer({ min: 0, max: seconds }), { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 1, max: seconds }),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([cuts, exp, outages]) => {
      const [a = 0, b = 0, c = 0, d = 0] = cuts.map((cut) => Math.min(cut, exp)).sort((x, y) => y - x)
      return {
        exp,
        'avail.up': exp - a,
        'avail.down': a - b,
        'avail.planned': b - c,
        'avail.es': c - d,
        'avail.unknown': d,
        'avail.unknown_silent': Math.floor(d / 2),
        'avail.down_external': Math.floor((a - b) / 2),
        'avail.disagreement': outages * 7,
        'outage.started': outages,
        'outage.closed': Math.max(0, outages - 1),
        'outage.closed_s': Math.max(0, outages - 1) * 31,
      }
    })

type Fields = Readonly<Record<string, number>>

/** Values of a part: one, or some of its bins and 0 in the others. */
function fieldsOfPart(kpi: KpiDefinition, each: PartDefinition): fc.Arbitrary<Fields> {
  const names = partFields(kpi, each)
  if (each.bins === undefined) return part.map((value) => ({ [names[0] as string]: value }))
  const some = fc.array(fc.tuple(fc.nat(names.length - 1), fc.integer({ min: 0, max: 1000 })), { maxLength: 4 })
  return some.map((counts) => Object.fromEntries(counts.map(([bin, count]) => [names[bin] as string, count])))
}

/** Of a success ratio, or of samples, the others are at most the first: nine times of ten, where a guard may speak. */
function fitting(kpi: KpiDefinition, stage: Stage, fields: Fields, whim: number): Record<string, number> {
  const isShare = kpi.bounds === 'success-ratio' ? whim > 0 : kpi.basis === 'registry' || kpi.basis === 'test'
  const first = fields[partFields(kpi, stage.parts[0] as PartDefinition)[0] as string] ?? 0
  const counts = new Set(
    stage.parts
      .filter(({ unit }) => unit === 'count' || kpi.basis === 'registry')
      .flatMap((each) => partFields(kpi, each)),
  )
  if (!isShare) return { ...fields }
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, counts.has(name) ? Math.min(value, first) : value]),
  )
}

/** Parts of one stage in one window, now and then all missing, now and then all 0. */
function fieldsOfStage(kpi: KpiDefinition, stage: Stage, seconds: number): fc.Arbitrary<Fields> {
  const parts = fc.tuple(...stage.parts.map((each) => fieldsOfPart(kpi, each)))
  const account = fc
    .integer({ min: 0, max: seconds })
    .chain((obs) => fc.tuple(fc.constant(obs), fc.integer({ min: 0, max: obs }), fc.integer({ min: 0, max: obs })))
  const alternatives = stage.variants.map(({ id }) => id).filter((id) => id !== '')
  const reported = fc
    .tuple(parts, account, fc.integer({ min: 0, max: 9 }))
    .map(([values, [obs, sus, alt], whim]): Fields => {
      const own = fitting(kpi, stage, Object.assign({}, ...values) as Fields, whim)
      if (kpi.basis !== 'report') return own
      // of what nothing was observed every part is 0
      const held = obs === 0 ? Object.fromEntries(Object.keys(own).map((name) => [name, 0])) : own
      return {
        ...held,
        [observedField(kpi, stage.id)]: obs,
        [suspectField(kpi, stage.id)]: sus,
        ...Object.fromEntries(alternatives.map((id, i) => [variantField(kpi, id), i === whim % 3 ? alt : 0])),
      }
    })
  return fc.oneof({ weight: 4, arbitrary: reported }, { weight: 1, arbitrary: fc.constant<Fields>({}) })
}

/** What these KPIs are made of, and is not the timeline's. */
const partsOf = (
  kpis: readonly KpiDefinition[],
  object: KpiDefinition['object'],
  seconds: number,
): fc.Arbitrary<Fields> =>
  fc
    .tuple(
      ...[...new Set(kpis.map(ownerOf))]
        .filter((kpi) => kpi.object === object)
        .flatMap((kpi) => kpi.stages.map((stage) => fieldsOfStage(kpi, stage, seconds))),
    )
    .map((each): Fields => Object.assign({}, ...each) as Fields)

export interface World {
  readonly cellRows: readonly KpiRow[]
  /** The same parts, summed as a processor sums them. */
  readonly zoneRows: readonly KpiRow[]
  readonly stationRows: readonly KpiRow[]
}

export interface WorldFrame {
  /** Start of the first window [epoch ms]. */
  readonly from: number
  readonly level: Level
  /** Marks the rows of one run. */
  readonly operator: string
  /** Whose parts the rows have besides the timeline; absent: of all, which are hundreds of fields. */
  readonly kpis?: readonly KpiDefinition[]
}

/** Rows of one table in windows of `level` from `from` on. */
function rowsOf(table: KpiTable, frame: WorldFrame, most: number): fc.Arbitrary<KpiRow[]> {
  const { from, level, operator, kpis = KPIS } = frame
  const seconds = LEVEL_MS[level] / 1000
  const fields = fc
    .tuple(timeline(seconds), partsOf(kpis, table === 'station_kpi' ? 'station' : 'cell', seconds))
    .map(([times, parts]) => ({ ...times, ...parts }))
  const row = fc
    .record({
      window: fc.integer({ min: 0, max: WINDOWS - 1 }),
      station: fc.constantFrom('HN-0001', 'HN-0002'),
      cell: fc.constantFrom('1', '2'),
      zone: fc.constantFrom('hoa-lac', 'cau-giay'),
      band: fc.constantFrom('n41', 'n78'),
      mode: fc.constantFrom('SA', 'NSA', 'SA+NSA', 'unknown'),
      fields,
      rev: fc.integer({ min: 0, max: 3 }),
      gpS: fc.constantFrom(0, 10, 60),
    })
    .map(({ window, station, cell, zone, band, mode, ...rest }) =>
      kpiRow({
        ...rest,
        table,
        level,
        t: from + window * LEVEL_MS[level],
        tags: { operator, station, cell, zone, band, mode },
      }),
    )
  return fc.array(row, { maxLength: most, size: 'max' }).map((rows) => {
    const byIdentity = new Map(rows.map((each) => [JSON.stringify([each.t, each.tags]), each]))
    return [...byIdentity.values()]
  })
}

export function world(frame: WorldFrame): fc.Arbitrary<World> {
  return fc
    .tuple(rowsOf('cell_kpi', frame, 40), rowsOf('station_kpi', frame, 12))
    .map(([cellRows, stationRows]) => ({ cellRows, zoneRows: zoneRowsOf(cellRows), stationRows }))
}

export function zoneRowsOf(cellRows: readonly KpiRow[]): KpiRow[] {
  const zones = new Map<string, KpiRow>()
  for (const row of cellRows) {
    const tags = Object.fromEntries(ZONE_TAGS.map((tag) => [tag, tag === 'partition' ? '0' : row.tags[tag]!]))
    const key = JSON.stringify([row.level, row.t, tags])
    const before = zones.get(key)
    const fields: Record<string, number> = before === undefined ? {} : fieldsOfRow(before)
    for (const [field, value] of Object.entries(fieldsOfRow(row))) fields[field] = (fields[field] ?? 0) + value
    zones.set(key, {
      ...row,
      table: 'zone_kpi',
      tags,
      ...parts(fields),
      rev: Math.max(row.rev, before?.rev ?? 0),
      gpS: Math.max(row.gpS, before?.gpS ?? 0),
    })
  }
  return [...zones.values()]
}

export const WORLD_WINDOWS = WINDOWS
