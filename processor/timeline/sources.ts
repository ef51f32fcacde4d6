import { CAUSE_OF_BIRTH_REASON, type FigureSettings } from '../../contract/mod.ts'
import { readCell } from '../cell.ts'
import { readSettings } from '../clock.ts'
import { isClockOff } from '../clock-trust.ts'
import { hasSeq, type Stream } from '../identity/stream.ts'
import { type OwnSide, readOwnSide } from '../own-side.ts'
import { srcOfStream } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { inService, lastLife, readStation, type StationState, silenceLimitMs, startOf } from '../station.ts'
import { type Evidence, evidenceIn, type StatePoint, statesAround } from './evidence.ts'
import type { Range, Ranges } from './ranges.ts'

/** Between the last proof of life of one boot and the start of the next. */
export interface DeadPeriod {
  readonly fromMs: number
  readonly toMs: number
  readonly cause: 'fault' | 'manual'
  /**
   * Whether its last proof of life really was its last, by the highest seq of the boot before that this one names: that message is
   * here, or is not, or this one names none.
   */
  readonly end: 'here' | 'lost' | 'not-told'
}

/** Everything that decides the findings of one cell in [fromMs, toMs). */
export interface Sources {
  readonly view: StateReader
  readonly station: StationState
  readonly cell: string
  /** In service by registry, or since its first evidence. */
  readonly service: Ranges
  readonly firstMs: number
  readonly settings: FigureSettings
  readonly own: OwnSide
  readonly dead: readonly DeadPeriod[]
  readonly evidence: Evidence
  /** States in order, with the nearest one outside on each side. */
  readonly states: readonly StatePoint[]
  readonly silenceFromMs: number
  /** Longer than this without a proof of life is silence [ms]. */
  readonly silenceLimitMs: number
  readonly realmMs: number
  readonly fromMs: number
}

export function gather(
  view: StateReader,
  stationId: string,
  cell: string,
  fromMs: number,
  toMs: number,
  realmMs: number,
): Sources {
  const station = readStation(view, stationId)
  const record = readCell(view, stationId, cell)
  const settings = readSettings(view)
  const evidence = evidenceIn(view, stationId, cell, fromMs, toMs)
  const isBelieved = beliefIn(station)
  const inside = evidence.states.filter((p) => p.atMs > fromMs && p.atMs < toMs && isBelieved(p))
  const firstMs = record.firstMs ?? toMs
  let states: StatePoint[] = inside
  if (record.lastStateMs !== undefined) {
    const holdMs = settings.stateHoldS * 1000
    const { before } = statesAround(view, stationId, cell, fromMs, firstMs, fromMs, isBelieved)
    const { after } = statesAround(view, stationId, cell, toMs - 1, toMs, toMs + holdMs, isBelieved)
    states = [...(before === undefined ? [] : [before]), ...inside, ...(after === undefined ? [] : [after])]
  }
  const end = lastLife(station)
  const limit = silenceLimitMs(station, settings.silenceHeartbeats)
  return {
    view,
    station,
    cell,
    service: inService(station, cell, record.firstMs),
    firstMs,
    settings,
    own: readOwnSide(view),
    dead: deadPeriods(view, station, fromMs, toMs),
    evidence,
    states,
    silenceFromMs: end !== undefined && realmMs - end > limit ? end : Number.POSITIVE_INFINITY,
    silenceLimitMs: limit,
    realmMs,
    fromMs,
  }
}

/** States told while the station's clock was off say nothing of any time. */
export function beliefIn(station: StationState): (state: StatePoint) => boolean {
  if (station.clocks === undefined) return () => true
  return ({ stream, bootN, bootEpochMs, seq, atMs }) =>
    !isClockOff(station, { boot: { n: bootN, epochMs: bootEpochMs }, src: srcOfStream(stream), seq }, atMs)
}

function deadPeriods(view: StateReader, station: StationState, fromMs: number, toMs: number): DeadPeriod[] {
  const out: DeadPeriod[] = []
  for (let i = 1; i < station.boots.length; i++) {
    const before = station.boots[i - 1]
    const after = station.boots[i]
    const start = after && startOf(after)
    if (before === undefined || after === undefined || start === undefined) continue
    if (start <= before.lastLifeMs || start <= fromMs || before.lastLifeMs >= toMs) continue
    const { prev } = after
    const streams = station.streams.filter((s) => s.boot.n === before.boot.n && s.boot.epochMs === before.boot.epochMs)
    const isHere =
      prev !== undefined &&
      prev.boot.n === before.boot.n &&
      streams.some((s) => hasSeq(view.get<Stream>(s.key)?.seen ?? [], prev.last))
    out.push({
      fromMs: before.lastLifeMs,
      toMs: start,
      cause: CAUSE_OF_BIRTH_REASON[after.reason],
      end: isHere ? 'here' : prev === undefined ? 'not-told' : 'lost',
    })
  }
  return out
}

export function boundaries(s: Sources): number[] {
  const out: number[] = s.service.flat()
  for (const p of s.states) out.push(p.atMs)
  for (const list of [s.evidence.cover, s.evidence.suspectCover, s.own.up, s.station.life]) {
    // newest last: what ended before the time asked for needs no look
    for (let i = list.length - 1; i >= 0; i--) {
      const range = list[i] as Range
      out.push(range[0], range[1])
      if (range[1] < s.fromMs) break
    }
  }
  for (const d of s.dead) out.push(d.fromMs, d.toMs)
  if (s.own.lastTick !== undefined) out.push(s.own.lastTick.at)
  // ticks and lives come at milliseconds; seconds are whole
  return out.filter(Number.isFinite).map((ms) => Math.floor(ms / 1000) * 1000)
}
