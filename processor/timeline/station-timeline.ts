import { type TagPeriods, tagsAt } from '../cell.ts'
import { type Finding, isDown, isUnknown, isUp, type Segment } from './finding.ts'

/** Fault > TransportProblem > ManualIntervention > EnergySaving; what only the operator's word says has no cause of its own. */
const DOWN_BY_PRECEDENCE: readonly Finding[] = ['fault', 'transport', 'manual', 'declared']
const UNKNOWN_BY_PRECEDENCE: readonly Finding[] = ['collector', 'silent', 'gap']

/**
 * What a station as a whole was over [fromMs, toMs), from the segments of its cells: up where any cell was up (degraded where
 * another was not at that time), down where all cells in service were unavailable, planned if all of them by plan, unknown
 * otherwise.
 */
export function uniteCells(
  cells: readonly (readonly Segment[])[],
  fromMs: number,
  toMs: number,
  periods: TagPeriods,
): Segment[] {
  const cuts = new Set<number>()
  for (const segments of cells) for (const { fromMs: at } of segments) if (at > fromMs && at < toMs) cuts.add(at)
  for (const [at] of periods) if (at > fromMs && at < toMs) cuts.add(at)
  const starts = [fromMs, ...[...cuts].sort((a, b) => a - b)]
  const places = cells.map(() => 0)
  const out: Segment[] = []
  for (const [i, at] of starts.entries()) {
    const now: Segment[] = []
    for (const [c, segments] of cells.entries()) {
      let place = places[c] as number
      while (place < segments.length - 1 && (segments[place] as Segment).toMs <= at) place++
      places[c] = place
      const segment = segments[place]
      if (segment !== undefined && segment.fromMs <= at && at < segment.toMs) now.push(segment)
    }
    const segment = { ...unite(now), fromMs: at, toMs: starts[i + 1] ?? toMs, tags: tagsAt(periods, at) }
    const last = out.at(-1)
    if (last !== undefined && isAlike(last, segment)) out[out.length - 1] = { ...last, toMs: segment.toMs }
    else out.push(segment)
  }
  return out
}

type United = Pick<Segment, 'finding' | 'planned' | 'overrun' | 'external' | 'degraded'>

const PLAIN = { planned: false, overrun: false, external: false, degraded: false }

/** Of the cells of a station at one instant. */
function unite(all: readonly Segment[]): United {
  const cells = all.filter(({ finding }) => finding !== 'out')
  if (cells.length === 0) return { ...PLAIN, finding: 'out' }
  const up = cells.filter(isUp)
  if (up.length > 0) {
    const finding = up.every((s) => s.finding === 'inferred') ? 'inferred' : 'up'
    return { ...PLAIN, finding, degraded: cells.some((s) => !isUp(s) && !isUnknown(s)) }
  }
  const unknown = cells.filter(isUnknown)
  if (unknown.length > 0) return { ...PLAIN, finding: first(unknown, UNKNOWN_BY_PRECEDENCE) }
  const unplanned = cells.filter((s) => !s.planned)
  if (unplanned.length === 0) return { ...PLAIN, finding: (cells[0] as Segment).finding, planned: true }
  const down = unplanned.filter(isDown)
  if (down.length === 0) return { ...PLAIN, finding: 'energy-saving' }
  const finding = first(down, DOWN_BY_PRECEDENCE)
  return {
    ...PLAIN,
    finding,
    overrun: down.some((s) => s.finding === finding && s.overrun),
    external: down.every((s) => s.external),
  }
}

function first(cells: readonly Segment[], precedence: readonly Finding[]): Finding {
  return precedence.find((finding) => cells.some((s) => s.finding === finding)) ?? (precedence[0] as Finding)
}

function isAlike(a: Segment, b: Segment): boolean {
  return (
    a.finding === b.finding &&
    a.planned === b.planned &&
    a.overrun === b.overrun &&
    a.external === b.external &&
    a.degraded === b.degraded &&
    a.tags === b.tags
  )
}
