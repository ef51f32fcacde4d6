import { hasAll, type Stream } from '../identity/stream.ts'
import { ownSideDown } from '../own-side.ts'
import type { StateReader } from '../state/view.ts'
import { type StationState, startOf } from '../station.ts'
import type { StatePoint } from './evidence.ts'
import { FINDING_OF_CONDITION, type Finding } from './finding.ts'
import { contains, cutAt, type Range } from './ranges.ts'
import { boundaries, type DeadPeriod, gather, type Sources } from './sources.ts'

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

/** By which rule a second is what it is, and what of the evidence decided it. */
export type Reason =
  | { readonly rule: 'not-in-service'; readonly finding: 'out' }
  | { readonly rule: 'restart'; readonly finding: Finding; readonly dead: DeadPeriod }
  | { readonly rule: 'end-lost'; readonly finding: 'silent' | 'gap'; readonly dead: DeadPeriod }
  | { readonly rule: 'states'; readonly finding: Finding; readonly before: StatePoint; readonly after: StatePoint }
  | { readonly rule: 'report'; readonly finding: Finding; readonly before: StatePoint | undefined }
  | { readonly rule: 'own-side'; readonly finding: 'collector' }
  | { readonly rule: 'silence'; readonly finding: 'silent' }
  | {
      readonly rule: 'nothing'
      readonly finding: 'gap'
      readonly before: StatePoint | undefined
      readonly after: StatePoint | undefined
    }

const findingAt = (s: Sources, atMs: number): Finding => reasonAt(s, atMs).finding

/** The first rule that holds at an instant. */
export function reasonAt(s: Sources, atMs: number): Reason {
  if (!contains(s.service, atMs)) return { rule: 'not-in-service', finding: 'out' }
  const dead = s.dead.find((d) => d.fromMs <= atMs && atMs < d.toMs)
  if (dead !== undefined) {
    if (dead.end !== 'here' && ownSideDown(s.own, atMs, s.realmMs)) return { rule: 'own-side', finding: 'collector' }
    // what said how long it still lived is lost: unknown until it comes, since a report of the next boot was not there
    if (dead.end === 'lost') return { rule: 'end-lost', finding: isSilent(s, atMs) ? 'silent' : 'gap', dead }
    return { rule: 'restart', finding: dead.cause, dead }
  }
  const index = s.states.findLastIndex((p) => p.atMs <= atMs)
  const before = s.states[index]
  const after = s.states[index + 1]
  if (before !== undefined && after !== undefined && holds(s, before, after)) {
    return { rule: 'states', finding: findingOf(before), before, after }
  }
  const byReport = reportedAt(s, before, atMs)
  if (byReport !== undefined) return byReport
  if (ownSideDown(s.own, atMs, s.realmMs)) return { rule: 'own-side', finding: 'collector' }
  return isSilent(s, atMs) ? { rule: 'silence', finding: 'silent' } : { rule: 'nothing', finding: 'gap', before, after }
}

function reportedAt(s: Sources, before: StatePoint | undefined, atMs: number): Reason | undefined {
  const isCovered = contains(s.evidence.cover, atMs)
  if (!isCovered && !contains(s.evidence.suspectCover, atMs)) return undefined
  if (before !== undefined && !restartedBetween(s.station, before.atMs, atMs)) {
    return { rule: 'report', finding: findingOf(before), before }
  }
  // a report of a cell that has not told its state (yet, or since its restart) proves that it was up, if it is not suspect
  return isCovered ? { rule: 'report', finding: 'inferred', before: undefined } : undefined
}

const findingOf = ({ condition, degraded }: StatePoint): Finding =>
  degraded === true ? 'degraded' : FINDING_OF_CONDITION[condition]

/** Two states of one stream, near enough, with every message between them received, prove what lies between them. */
export function holds(s: Sources, before: StatePoint, after: StatePoint): boolean {
  if (before.stream !== after.stream || after.atMs - before.atMs > s.settings.stateHoldS * 1000) return false
  const stream = s.view.get<Stream>(before.stream)
  return stream !== undefined && hasAll(stream.seen, Math.min(before.seq, after.seq), Math.max(before.seq, after.seq))
}

function restartedBetween(station: StationState, fromMs: number, toMs: number): boolean {
  return station.boots.some((b) => {
    const start = startOf(b)
    return start !== undefined && start > fromMs && start <= toMs
  })
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
