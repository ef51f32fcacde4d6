import { compareBoots, type ExplainedEvidence, type MessageId } from '../../contract/mod.ts'
import { classOfAlarm } from '../alarm-classes.ts'
import { readAlarms } from '../alarms.ts'
import { reportsIn } from '../identity/report-index.ts'
import { seenAt } from '../identity/seen.ts'
import { missingRanges, type Stream } from '../identity/stream.ts'
import { windowsOf } from '../maintenance.ts'
import { declaredOutagesOf } from '../outages-declared.ts'
import type { StateReader } from '../state/view.ts'
import { lastLife, startOf } from '../station.ts'
import type { StatePoint } from '../timeline/evidence.ts'
import { type Reason, reasonAt } from '../timeline/find.ts'
import { isDown, type Segment } from '../timeline/finding.ts'
import { cutAt } from '../timeline/ranges.ts'
import { boundaries, type DeadPeriod, gather, type Sources } from '../timeline/sources.ts'
import { placeOf } from './clock-offsets.ts'

/** Of a longer list the middle is left out: states that say the same again. */
const MOST = 40
const DAY_MS = 86_400_000

type Evidence = ExplainedEvidence

/** Why a stretch of a cell's time is what it is: every rule that holds in it, with the messages and words that it stands on. */
export function evidenceOf(
  view: StateReader,
  station: string,
  cell: string,
  segment: Segment,
  realmMs: number,
): Evidence[] {
  const { fromMs, toMs } = segment
  const sources = gather(view, station, cell, fromMs, toMs, realmMs)
  const found: Evidence[] = operatorsWord(view, station, cell, segment)
  for (const [a, b] of cutAt(fromMs, toMs, boundaries(sources))) {
    for (const each of ofReason(sources, reasonAt(sources, a), a, b)) add(found, each)
  }
  if (segment.external && isDown(segment))
    for (const each of powerAlarms(view, station, cell, segment)) add(found, each)
  return found.length > MOST ? [...found.slice(0, MOST / 2), ...found.slice(-MOST / 2)] : found
}

/** Once each; what follows without a break is one. */
function add(list: Evidence[], next: Evidence): void {
  const same = (other: Evidence) =>
    other.kind === next.kind &&
    other.offset === next.offset &&
    JSON.stringify(other.facts) === JSON.stringify(next.facts)
  const at = list.findLastIndex((other) => same(other) && (other.to === next.from || other.from === next.from))
  if (at < 0) list.push(next)
  else if ((next.to ?? 0) > (list[at]?.to ?? 0)) list[at] = { ...(list[at] as Evidence), to: next.to }
}

function ofReason(s: Sources, reason: Reason, a: number, b: number): Evidence[] {
  const bare = { from: a, to: b, offset: null, facts: {} }
  switch (reason.rule) {
    case 'not-in-service':
      return [{ ...bare, kind: 'not-in-service' }]
    case 'restart':
    case 'end-lost':
      return [restart(s, reason.dead)]
    case 'states':
      return [state(s, reason.before), state(s, reason.after)]
    case 'report':
      return [...(reason.before === undefined ? [] : [state(s, reason.before)]), ...reports(s, a, b)]
    case 'own-side':
      return [{ ...bare, kind: 'own-side' }]
    case 'silence':
      return [silence(s, a)]
    case 'nothing':
      return nothing(s, reason.before, reason.after, bare)
  }
}

function state(s: Sources, point: StatePoint): Evidence {
  const { stream, seq, condition, degraded, bootEpochMs, bootN, atMs } = point
  return {
    kind: 'state',
    from: atMs,
    to: null,
    offset: seenAt(s.view, stream, seq)?.[2] ?? null,
    facts: { condition: degraded === true ? 'degraded' : condition, boot: `${bootEpochMs}-${bootN}`, seq },
  }
}

/** Reports that cover a stretch: of many the one with the longest period. */
function reports(s: Sources, a: number, b: number): Evidence[] {
  const covering = reportsIn(s.view, s.station.station, a - DAY_MS, b)
    .filter(({ endMs, gpS }) => endMs > a && endMs - gpS * 1000 <= a)
    .sort((x, y) => y.gpS - x.gpS)
  const [best] = covering
  if (best === undefined) return [{ kind: 'report', from: a, to: b, offset: null, facts: {} }]
  const { endMs, gpS, offset } = best
  return [{ kind: 'report', from: endMs - gpS * 1000, to: endMs, offset, facts: { gpS } }]
}

function restart(s: Sources, { fromMs, toMs, end }: DeadPeriod): Evidence {
  const after = s.station.boots.find((boot) => startOf(boot) === toMs)
  const birth = after && s.station.births.find(({ boot }) => compareBoots(boot, after.boot) === 0)
  const offset = birth && offsetOf(s, { boot: birth.boot, src: '0', seq: birth.seq })
  return {
    kind: 'restart',
    from: fromMs,
    to: toMs,
    offset: offset ?? null,
    facts: { reason: after?.reason ?? 'unknown', certain: end === 'here' ? 1 : 0 },
  }
}

const offsetOf = (s: Sources, id: MessageId): number | undefined => placeOf(s.view, s.station.station, id)?.[2]

function silence(s: Sources, a: number): Evidence {
  const { life } = s.station
  const before = life.findLast(([from]) => from <= a)?.[1] ?? lastLife(s.station) ?? a
  const after = life.find(([from]) => from > a)?.[0] ?? null
  return { kind: 'silence', from: before, to: after, offset: null, facts: { limitS: s.silenceLimitMs / 1000 } }
}

/** Why states do not prove what lies between them. */
function nothing(
  s: Sources,
  before: StatePoint | undefined,
  after: StatePoint | undefined,
  bare: Omit<Evidence, 'kind'>,
): Evidence[] {
  if (before === undefined || after === undefined) {
    return [{ ...bare, kind: 'nothing' }, ...(before === undefined ? [] : [state(s, before)])]
  }
  const states = [state(s, before), state(s, after)]
  const apartS = (after.atMs - before.atMs) / 1000
  if (before.stream === after.stream && apartS <= s.settings.stateHoldS) {
    const stream = s.view.get<Stream>(before.stream)
    const missing = (stream === undefined ? [] : missingRanges(stream, true)).filter(
      ([first, last]) => last > before.seq && first < after.seq,
    )
    const [first, last] = [missing[0]?.[0] ?? before.seq, missing.at(-1)?.[1] ?? after.seq]
    const boot = `${before.bootEpochMs}-${before.bootN}`
    return [{ ...bare, kind: 'seq-missing', facts: { boot, first, last } }, ...states]
  }
  return [{ ...bare, kind: 'states-apart', facts: { apartS, limitS: s.settings.stateHoldS } }, ...states]
}

/** The maintenance window in which it began, and the declaration that made it down. */
function operatorsWord(view: StateReader, station: string, cell: string, segment: Segment): Evidence[] {
  const out: Evidence[] = []
  const window = windowsOf(view, station, cell, segment.toMs).find(({ id }) => id === segment.window)
  if (window !== undefined) {
    const { id, from, to, by, why, ticket, approvedBy, afterwards } = window
    const facts = { id, by, why, ticket, approvedBy, afterwards: afterwards ? 1 : 0 }
    out.push({ kind: 'maintenance', from, to, offset: null, facts })
  }
  if (segment.finding === 'declared') {
    const declared = declaredOutagesOf(view, station, cell, segment.toMs).find(
      ({ from, to }) => from <= segment.fromMs && segment.fromMs < to,
    )
    if (declared !== undefined) {
      const { id, from, to, by, why } = declared
      out.push({ kind: 'declared', from, to, offset: null, facts: { id, by, why } })
    }
  }
  return out
}

function powerAlarms(view: StateReader, station: string, cell: string, { fromMs, toMs }: Segment): Evidence[] {
  return readAlarms(view, station)
    .alarms.filter((alarm) => alarm.fromMs < toMs && (alarm.toMs ?? Number.POSITIVE_INFINITY) > fromMs)
    .filter((alarm) => alarm.cell === '' || alarm.cell === cell)
    .filter((alarm) => classOfAlarm(alarm.probableCause, alarm.specificProblem) === 'power')
    .map(({ alarmId, fromMs: from, toMs: to, probableCause, severity }) => ({
      kind: 'alarm',
      from,
      to: to ?? null,
      offset: null,
      facts: { alarmId, probableCause, severity },
    }))
}
