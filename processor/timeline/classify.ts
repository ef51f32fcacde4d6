import { CAUSE_OF_BIRTH_REASON, type CellCondition, type FigureSettings } from '../../contract/mod.ts'
import { readCell, tagsAt } from '../cell.ts'
import { readSettings } from '../clock.ts'
import { hasAll, type Stream } from '../identity/stream.ts'
import { type MaintenanceWindow, windowsOf } from '../maintenance.ts'
import { type OwnSide, ownSideDown, readOwnSide } from '../own-side.ts'
import type { StateReader } from '../state/view.ts'
import { inService, lastLife, readStation, type StationState, silenceLimitMs } from '../station.ts'
import { type Evidence, evidenceIn, type StatePoint, statesAround } from './evidence.ts'
import { contains, type Range } from './ranges.ts'

/** What a second of a cell is, before planned work is looked at. `gap`: unknown for no better-known reason. */
export type Finding =
  | 'up'
  | 'inferred'
  | 'fault'
  | 'transport'
  | 'manual'
  | 'energy-saving'
  | 'silent'
  | 'collector'
  | 'gap'
  | 'out'

export interface Segment {
  readonly fromMs: number
  readonly toMs: number
  readonly finding: Finding
  readonly planned: boolean
  /** Lies behind the end of the maintenance window in which its unavailability began. */
  readonly overrun: boolean
  readonly tags: string
}

interface DeadPeriod {
  readonly fromMs: number
  readonly toMs: number
  readonly cause: 'fault' | 'manual'
  /** All messages of the boot before are here, so that its last proof of life really was its last. */
  readonly certain: boolean
}

/** Everything that decides the findings of one cell in [fromMs, toMs). */
interface Sources {
  readonly view: StateReader
  readonly station: StationState
  readonly cell: string
  readonly service: readonly [number, number] | undefined
  readonly firstMs: number
  readonly settings: FigureSettings
  readonly own: OwnSide
  readonly dead: readonly DeadPeriod[]
  readonly evidence: Evidence
  /** States in order, with the nearest one outside on each side. */
  readonly states: readonly StatePoint[]
  readonly silenceFromMs: number
  readonly realmMs: number
  readonly fromMs: number
}

const UNAVAILABLE: ReadonlySet<Finding> = new Set(['fault', 'transport', 'manual', 'silent'])
/** How far at once the start of an unavailability is looked for. */
const LOOK_BACK_MS = 3_600_000

const FINDING_OF_CONDITION: Readonly<Record<CellCondition, Finding>> = {
  up: 'up',
  fault: 'fault',
  transport: 'transport',
  manual: 'manual',
  'energy-saving': 'energy-saving',
  'not-installed': 'out',
}

/**
 * The five times of one cell over [fromMs, toMs) as a row of segments without holes; what is not in service is `out`.
 * A function of the set of messages and the realm clock, never of their order.
 */
export function classify(
  view: StateReader,
  stationId: string,
  cell: string,
  fromMs: number,
  toMs: number,
  realmMs: number,
): Segment[] {
  const findings = find(view, stationId, cell, fromMs, toMs, realmMs)
  const windows = windowsOf(view, stationId, cell, toMs)
  const { periods } = readCell(view, stationId, cell)
  const cuts = windows.flatMap((w) => [w.from, w.to]).concat(periods.map((p) => p[0]))
  const segments: Segment[] = []
  let runFromMs: number | undefined
  for (const [a, b, finding] of findings) {
    if (!UNAVAILABLE.has(finding)) runFromMs = undefined
    else if (runFromMs === undefined) {
      const carriesOn = a === fromMs && windows.length > 0
      runFromMs = carriesOn ? startOfRun(view, stationId, cell, a, (windows[0] as MaintenanceWindow).from, realmMs) : a
    }
    for (const [x, y] of cutAt(a, b, cuts)) {
      const began = runFromMs
      // of several that it began in, the one that lasts longest: it is planned as long as any of them is open
      const window =
        began === undefined
          ? undefined
          : windows
              .filter((w) => w.from <= began && began < w.to)
              .reduce<MaintenanceWindow | undefined>(
                (last, w) => (last === undefined || w.to > last.to ? w : last),
                undefined,
              )
      segments.push({
        fromMs: x,
        toMs: y,
        finding,
        planned: window !== undefined && x < window.to,
        overrun: window !== undefined && x >= window.to && finding !== 'silent',
        tags: tagsAt(periods, x),
      })
    }
  }
  return segments
}

/** Where the unavailability that includes `atMs` began; not looked for before `limitMs`, since earlier is outside any window. */
function startOfRun(
  view: StateReader,
  station: string,
  cell: string,
  atMs: number,
  limitMs: number,
  realmMs: number,
): number {
  let start = atMs
  while (start >= limitMs) {
    const from = Math.max(limitMs - 1000, start - LOOK_BACK_MS)
    if (from >= start) break
    const before = find(view, station, cell, from, start, realmMs).reverse()
    const upto = before.find(([, , finding]) => !UNAVAILABLE.has(finding))
    if (upto !== undefined) return upto[1]
    start = from
  }
  return start
}

function* cutAt(from: number, to: number, cuts: readonly number[]): Iterable<Range> {
  let at = from
  for (const cut of cuts.filter((c) => c > from && c < to).sort((a, b) => a - b)) {
    if (cut > at) yield [at, cut]
    at = cut
  }
  if (at < to) yield [at, to]
}

function find(
  view: StateReader,
  stationId: string,
  cell: string,
  fromMs: number,
  toMs: number,
  realmMs: number,
): [number, number, Finding][] {
  const sources = gather(view, stationId, cell, fromMs, toMs, realmMs)
  const out: [number, number, Finding][] = []
  for (const [a, b] of cutAt(fromMs, toMs, boundaries(sources))) {
    const finding = findingAt(sources, a)
    const last = out.at(-1)
    if (last !== undefined && last[2] === finding && last[1] === a) last[1] = b
    else out.push([a, b, finding])
  }
  return out
}

function gather(
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
  const inside = evidence.states.filter((p) => p.atMs > fromMs && p.atMs < toMs)
  const firstMs = record.firstMs ?? toMs
  let states: StatePoint[] = inside
  if (record.lastStateMs !== undefined) {
    const holdMs = settings.stateHoldS * 1000
    const { before } = statesAround(view, stationId, cell, fromMs, firstMs, fromMs)
    const { after } = statesAround(view, stationId, cell, toMs - 1, toMs, toMs + holdMs)
    states = [...(before === undefined ? [] : [before]), ...inside, ...(after === undefined ? [] : [after])]
  }
  const end = lastLife(station)
  const limit = silenceLimitMs(station, settings.silenceHeartbeats)
  return {
    view,
    station,
    cell,
    service: inService(station, record.firstMs),
    firstMs,
    settings,
    own: readOwnSide(view),
    dead: deadPeriods(view, station, fromMs, toMs),
    evidence,
    states,
    silenceFromMs: end !== undefined && realmMs - end > limit ? end : Number.POSITIVE_INFINITY,
    realmMs,
    fromMs,
  }
}

function deadPeriods(view: StateReader, station: StationState, fromMs: number, toMs: number): DeadPeriod[] {
  const out: DeadPeriod[] = []
  for (let i = 1; i < station.boots.length; i++) {
    const before = station.boots[i - 1]
    const after = station.boots[i]
    if (before === undefined || after?.startedMs === undefined) continue
    if (after.startedMs <= before.lastLifeMs || after.startedMs <= fromMs || before.lastLifeMs >= toMs) continue
    const { prev } = after
    const streams = station.streams.filter((s) => s.boot.n === before.boot.n && s.boot.epochMs === before.boot.epochMs)
    const certain =
      prev !== undefined &&
      prev.boot.n === before.boot.n &&
      streams.some((s) => {
        const { seen } = view.get<Stream>(s.key) ?? { seen: [] }
        return hasAll(seen, Math.min(prev.last, seen[0]?.[0] ?? 0), prev.last)
      })
    out.push({ fromMs: before.lastLifeMs, toMs: after.startedMs, cause: CAUSE_OF_BIRTH_REASON[after.reason], certain })
  }
  return out
}

function boundaries(s: Sources): number[] {
  const out: number[] = s.service === undefined ? [] : [...s.service]
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

function findingAt(s: Sources, atMs: number): Finding {
  if (s.service === undefined || atMs < s.service[0] || atMs >= s.service[1]) return 'out'
  const dead = s.dead.find((d) => d.fromMs <= atMs && atMs < d.toMs)
  if (dead !== undefined) return !dead.certain && ownSideDown(s.own, atMs, s.realmMs) ? 'collector' : dead.cause
  const known = knownCondition(s, atMs)
  if (known !== undefined) return known
  if (ownSideDown(s.own, atMs, s.realmMs)) return 'collector'
  return isSilent(s, atMs) ? 'silent' : 'gap'
}

function knownCondition(s: Sources, atMs: number): Finding | undefined {
  const index = s.states.findLastIndex((p) => p.atMs <= atMs)
  const before = s.states[index]
  const after = s.states[index + 1]
  if (before !== undefined && after !== undefined && holds(s, before, after))
    return FINDING_OF_CONDITION[before.condition]
  const isCovered = contains(s.evidence.cover, atMs)
  if (!isCovered && !contains(s.evidence.suspectCover, atMs)) return undefined
  if (before !== undefined && !restartedBetween(s.station, before.atMs, atMs))
    return FINDING_OF_CONDITION[before.condition]
  // a report of a cell that has not told its state (yet, or since its restart) proves that it was up, if it is not suspect
  return isCovered ? 'inferred' : undefined
}

/** Two states of one stream, near enough, with every message between them received, prove what lies between them. */
function holds(s: Sources, before: StatePoint, after: StatePoint): boolean {
  if (before.stream !== after.stream || after.atMs - before.atMs > s.settings.stateHoldS * 1000) return false
  const stream = s.view.get<Stream>(before.stream)
  return stream !== undefined && hasAll(stream.seen, Math.min(before.seq, after.seq), Math.max(before.seq, after.seq))
}

function restartedBetween(station: StationState, fromMs: number, toMs: number): boolean {
  return station.boots.some((b) => b.startedMs !== undefined && b.startedMs > fromMs && b.startedMs <= toMs)
}

function isSilent(s: Sources, atMs: number): boolean {
  if (atMs >= s.silenceFromMs) return true
  const { life } = s.station
  for (let i = 1; i < life.length; i++) {
    const gapFrom = Math.floor((life[i - 1] as Range)[1] / 1000) * 1000
    const gapTo = Math.floor((life[i] as Range)[0] / 1000) * 1000
    if (atMs >= gapFrom && atMs < gapTo) return true
  }
  return false
}
