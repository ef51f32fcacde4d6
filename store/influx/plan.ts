import { isSafeTagValue, type Level } from '../../contract/mod.ts'
import type { StoreBatch, WriteReport } from '../port.ts'
import { kpiLine, nameOf } from './kpi-lines.ts'
import type { Line } from './line.ts'
import { encodePoint, type Point, UnsafeRowError } from './line-protocol.ts'
import {
  deadLetterPoint,
  eventPoint,
  historyPoint,
  ledgerPoint,
  ledgerTrendPoint,
  metaPoint,
  registryPoint,
  stationPoint,
  trendTime,
  zonePoint,
} from './side-points.ts'
import type { Target } from './target.ts'

export interface PlanOptions {
  /** Oldest instant kept at this level [epoch ms]. */
  readonly keptSince: (level: Level) => number
  /** Wall clock [epoch ms]. */
  readonly nowMs: number
  /** Greater at every write; orders two points of one event. */
  readonly written: number
}

/** What a batch becomes before anything is sent: lines by where they go, and rows that go nowhere. */
export interface WritePlan {
  readonly lanes: readonly { readonly target: Target; readonly lines: readonly Line[] }[]
  /** Written when all else is: it says how far the rows go. */
  readonly meta: Line | undefined
  readonly expired: number
  readonly refused: WriteReport['refused']
}

const SIDE: Target = { policy: 'autogen', precision: 'ns' }
const TREND: Target = { policy: '15m', precision: 'ms' }

export function planWrite(batch: StoreBatch, options: PlanOptions): WritePlan {
  const lanes = new Map<string, { target: Target; lines: Line[] }>()
  const refused: { row: string; reason: string }[] = []
  let expired = 0

  const add = (target: Target, row: string, line: () => Line) => {
    try {
      const made = line()
      const key = `${target.policy} ${target.precision}`
      const lane = lanes.get(key) ?? { target, lines: [] }
      lanes.set(key, lane)
      lane.lines.push(made)
    } catch (error) {
      if (!(error instanceof UnsafeRowError)) throw error
      refused.push({ row, reason: error.message })
    }
  }
  const side = (row: string, atMs: number, point: () => Point) =>
    add(SIDE, row, () => ({ text: encodePoint(point()), atMs, row }))

  for (const row of batch.kpi) {
    if (row.t < options.keptSince(row.level)) expired++
    else add({ policy: row.level, precision: 'ms' }, nameOf(row), () => kpiLine(row))
  }
  for (const row of batch.stations) side(`stations ${row.station}`, 0, () => stationPoint(named(row)))
  for (const [zone, row] of new Map(batch.stations.map((each) => [each.zone, each]))) {
    // what is no tag is no zone of any KPI row either
    if (row.station === '' || !isSafeTagValue(zone)) continue
    const line = (): Line => ({ text: encodePoint(zonePoint(row)), atMs: 0, row: `zones ${zone}`, extra: true })
    add(SIDE, `zones ${zone}`, line)
  }
  for (const row of batch.registry ?? [])
    side(`registry ${row.station} ${row.from}`, row.from, () => registryPoint(named(row)))
  for (const row of batch.ledger) {
    side(`ledger ${row.station}`, 0, () => ledgerPoint(named(row)))
    const atMs = batch.meta?.realmClock ?? options.nowMs
    if (trendTime(atMs) < options.keptSince('15m') || row.station === '') continue
    const name = `ledger_trend ${row.station}`
    add(TREND, name, () => ({
      text: encodePoint(ledgerTrendPoint(row, atMs)),
      atMs: trendTime(atMs),
      row: name,
      extra: true,
    }))
  }
  for (const row of batch.events) side(`events ${row.id}`, row.from, () => eventPoint(row, options.written))
  for (const row of batch.history) {
    side(`history ${row.level} ${row.t} ${row.station}/${row.cell}`, row.changedAt, () => historyPoint(row))
  }
  for (const row of batch.deadLetters) side(`dead_letters ${row.offset}`, row.receivedAt, () => deadLetterPoint(row))
  const { meta } = batch
  return {
    lanes: [...lanes.values()],
    meta: meta === undefined ? undefined : { text: encodePoint(metaPoint(meta)), atMs: 0, row: 'meta', extra: true },
    expired,
    refused,
  }
}

export const META_TARGET = SIDE

function named<Row extends { readonly station: string }>(row: Row): Row {
  if (row.station === '') throw new UnsafeRowError('the station has no name')
  return row
}
