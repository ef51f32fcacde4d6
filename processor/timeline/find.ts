import { hasAll, type Stream } from '../identity/stream.ts'
import { ownSideDown } from '../own-side.ts'
import type { StateReader } from '../state/view.ts'
import type { StationState } from '../station.ts'
import type { StatePoint } from './evidence.ts'
import { FINDING_OF_CONDITION, type Finding } from './finding.ts'
import { contains, cutAt, type Range } from './ranges.ts'
import { boundaries, gather, type Sources } from './sources.ts'

/** What the evidence alone says of a cell over [fromMs, toMs), without holes: before any word of the operator but the registry's. */
export function find(
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

function findingAt(s: Sources, atMs: number): Finding {
  if (!contains(s.service, atMs)) return 'out'
  const dead = s.dead.find((d) => d.fromMs <= atMs && atMs < d.toMs)
  if (dead !== undefined) {
    if (dead.end !== 'here' && ownSideDown(s.own, atMs, s.realmMs)) return 'collector'
    // what said how long it still lived is lost: unknown until it comes, since a report of the next boot was not there
    if (dead.end === 'lost') return isSilent(s, atMs) ? 'silent' : 'gap'
    return dead.cause
  }
  const known = knownCondition(s, atMs)
  if (known !== undefined) return known
  if (ownSideDown(s.own, atMs, s.realmMs)) return 'collector'
  return isSilent(s, atMs) ? 'silent' : 'gap'
}

function knownCondition(s: Sources, atMs: number): Finding | undefined {
  const index = s.states.findLastIndex((p) => p.atMs <= atMs)
  const before = s.states[index]
  const after = s.states[index + 1]
  if (before !== undefined && after !== undefined && holds(s, before, after)) return findingOf(before)
  const isCovered = contains(s.evidence.cover, atMs)
  if (!isCovered && !contains(s.evidence.suspectCover, atMs)) return undefined
  if (before !== undefined && !restartedBetween(s.station, before.atMs, atMs)) return findingOf(before)
  // a report of a cell that has not told its state (yet, or since its restart) proves that it was up, if it is not suspect
  return isCovered ? 'inferred' : undefined
}

const findingOf = ({ condition, degraded }: StatePoint): Finding =>
  degraded === true ? 'degraded' : FINDING_OF_CONDITION[condition]

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
    // until a birth has told the heartbeat, times of life are kept apart
    if (atMs >= gapFrom && atMs < gapTo && gapTo - gapFrom > s.silenceLimitMs) return true
  }
  return false
}
