import { type Boot, compareBoots, LIMITS, type MessageId } from '../contract/mod.ts'
import type { OwnSide } from './own-side.ts'
import { bootRecordOf, type StationState } from './station.ts'

/** What is ahead by as much is refused at the door. */
export const CLOCK_LIMIT_MS = LIMITS.clockMs
/** What waited for us is with us this long after we are back [ms]. */
const DRAINED_MS = 5 * 60_000
/** How far before the first measure of a boot it holds, too [ms]. */
const HOLDS_BACK_MS = 3_600_000
/** Changes kept of one boot: a clock that jumps more often is off all the same. */
const MAX_POINTS = 64
const MAX_BOOTS = 100

/** A heartbeat by which a boot's clock was found right, or off, other than before. */
export interface ClockPoint {
  readonly src: string
  readonly seq: number
  /** By the station's clock [epoch ms]. */
  readonly atMs: number
  readonly isOff: boolean
}

/** What was found of the clock in one boot; only the changes are kept. */
export interface BootClock {
  readonly boot: Boot
  readonly points: readonly ClockPoint[]
}

/**
 * What the heartbeat says of the clock of its station: receivedAt − t [ms], positive where the clock is behind. Undefined where it
 * may have been on its way for longer: something was queued at the station, it came after later messages, or it may have waited
 * for our own side to come back.
 */
export function clockOffsetOf(
  heartbeat: { readonly atMs: number; readonly queued: number | undefined },
  receivedAt: number,
  isInOrder: boolean,
  own: OwnSide,
): number | undefined {
  if (heartbeat.queued !== 0 || !isInOrder) return undefined
  const [before, now] = own.up.slice(-2)
  if (before !== undefined && now !== undefined && receivedAt < now[0] + DRAINED_MS) {
    const mayHaveWaited = heartbeat.atMs >= before[1] - CLOCK_LIMIT_MS && heartbeat.atMs < now[0]
    if (mayHaveWaited) return undefined
  }
  return receivedAt - heartbeat.atMs
}

/** The station with a measure of its clock; the very same one where it says nothing new. */
export function withMeasure(station: StationState, id: MessageId, atMs: number, offsetMs: number): StationState {
  const isOff = Math.abs(offsetMs) > CLOCK_LIMIT_MS
  const clocks = station.clocks ?? []
  const own = clocks.find(({ boot }) => compareBoots(boot, id.boot) === 0)
  const last = own?.points.findLast(({ src }) => src === id.src)
  if (last?.isOff === isOff) return station
  const point: ClockPoint = { src: id.src, seq: id.seq, atMs, isOff }
  const points = [...(own?.points ?? []), point].slice(-MAX_POINTS)
  // of other boots only what was off matters still
  const others = clocks.filter((each) => each !== own && each.points.some((p) => p.isOff)).slice(-MAX_BOOTS)
  return { ...station, clocks: [...others, { boot: id.boot, points }] }
}

/**
 * True where the clock was off when the message was made: by the last measure before it in its own count, else the first one after
 * it; what counts by itself and tells no heartbeat is judged by the time that it names.
 */
export function isClockOff(station: StationState, { boot, src, seq }: MessageId, atMs: number): boolean {
  const { clocks } = station
  if (clocks === undefined) return false
  const points = clocks.find((each) => compareBoots(each.boot, boot) === 0)?.points
  if (points === undefined || !points.some((p) => p.isOff)) return false
  const own = points.filter((p) => p.src === src)
  const before = own.length > 0 ? own.findLast((p) => p.seq <= seq) : points.findLast((p) => p.atMs <= atMs)
  if (before !== undefined) return before.isOff
  const first = (own[0] ?? points[0]) as ClockPoint
  return first.isOff && first.atMs - atMs <= HOLDS_BACK_MS
}

/**
 * Where messages that were believed when they came are not believed any more, by the measure just made [epoch ms]; undefined:
 * nowhere, since only the first measure of a boot looks back.
 */
export function doubtedBy(
  before: StationState,
  after: StationState,
  id: MessageId,
  atMs: number,
): readonly [fromMs: number, toMs: number] | undefined {
  if (before === after) return undefined
  const of = (station: StationState) =>
    station.clocks?.find(({ boot }) => compareBoots(boot, id.boot) === 0)?.points.filter(({ src }) => src === id.src)
  const isFirst = (of(before)?.length ?? 0) === 0
  if (!isFirst || of(after)?.[0]?.isOff !== true) return undefined
  const known = bootRecordOf(after.boots, id.boot)
  if (known === undefined) return undefined
  return [Math.max(known.firstLifeMs, atMs - HOLDS_BACK_MS), Math.max(known.lastLifeMs, atMs) + 1000]
}
