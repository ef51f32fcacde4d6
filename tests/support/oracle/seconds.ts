import { saysTheImpossible } from './away-words.ts'
import { conditionBy } from './condition.ts'
import { withDeclared } from './declared.ts'
import { lifeOf, startOf } from './life.ts'
import { withMaintenance } from './maintenance.ts'
import { ourSideUp } from './own-side.ts'
import { withExternal } from './power.ts'
import { inService } from './service.ts'
import { bootNumber, clockSecond, isState, messagesOf, type Report, type State, secondOf, type World } from './world.ts'

/** What a cell was in one second. */
export interface Second {
  readonly is: 'out' | 'up' | 'down' | 'planned' | 'es' | 'unknown'
  readonly cause?: 'fault' | 'transport' | 'manual' | 'declared' | 'silent' | 'collector'
  /** Up by a report alone, no state told. */
  readonly inferred?: true
  /** Up, and something is wrong: its state says so, or (of a station) some of its cells are not up. */
  readonly degraded?: true
  /** Down by what lies outside of the station: its transport, or what feeds it. */
  readonly external?: true
  /** Down beyond the end of the maintenance in which it began. */
  readonly overrun?: true
  /** Of what is planned: its cause if it were not. */
  readonly wouldBe?: 'fault' | 'transport' | 'manual' | 'declared' | 'silent' | 'collector'
}

/** Two states at most this far apart prove what lies between them [s]. */
const STATE_HOLD_S = 310

/** Every second of a cell from `t0` to the realm clock, by the rules of availability, the last that applies first. */
export function secondsOf(world: World, station: string, cell: string): Second[] {
  const length = clockSecond(world)
  const is: Second[] = []
  const ours = ourSideUp(world, length)
  const life = lifeOf(world, station, length, ours)
  for (let s = 0; s < length; s++) {
    if (!ours[s]) is[s] = { is: 'unknown', cause: 'collector' }
    else is[s] = life.silent[s] ? { is: 'unknown', cause: 'silent' } : { is: 'unknown' }
  }
  coverByReports(world, station, cell, is)
  fillBetweenStates(world, station, cell, is)
  for (let s = 0; s < length; s++) {
    const cause = life.dead[s]
    if (cause === 'lost') is[s] = life.silent[s] ? { is: 'unknown', cause: 'silent' } : { is: 'unknown' }
    else if (cause === 'collector') is[s] = { is: 'unknown', cause }
    else if (cause !== undefined) is[s] = { is: 'down', cause }
  }
  const service = inService(world, station, cell, length)
  for (let s = 0; s < length; s++) if (!service[s]) is[s] = { is: 'out' }
  const inWork = withMaintenance(world, station, cell, withDeclared(world, station, cell, is))
  return withExternal(world, station, cell, inWork)
}

function ofCondition(state: State): Second {
  const condition = conditionBy(state)
  if (condition === 'up') return { is: 'up', ...(state.availabilityStatus.includes('DEGRADED') && { degraded: true }) }
  if (condition === 'es') return { is: 'es' }
  if (condition === 'not-installed') return { is: 'out' }
  return { is: 'down', cause: condition }
}

/** States of one cell in the order of their station's own count. */
function statesOf(world: World, station: string, cell: string): State[] {
  return messagesOf(world, station)
    .flatMap((said) => (said.kind === 'state' && isState(said.body) && said.body.cell === cell ? [said.body] : []))
    .sort(
      (a, b) => secondOf(world, a.t) - secondOf(world, b.t) || bootNumber(a.boot) - bootNumber(b.boot) || a.seq - b.seq,
    )
}

/**
 * A second that a report covers is what the last state before it said; up where none was told since the start of the
 * boot, unless the report is suspect.
 */
function coverByReports(world: World, station: string, cell: string, is: Second[]): void {
  const states = statesOf(world, station, cell)
  const messages = messagesOf(world, station)
  const reports = messages.flatMap((said) => (said.kind === 'pm' ? [said.body] : []))
  const boots = [...new Set(messages.map(({ body }) => body.boot))]
  const starts = boots.flatMap(
    (boot) =>
      startOf(
        world,
        messages.filter(({ body }) => body.boot === boot),
      ) ?? [],
  )
  for (const report of reports) {
    const own = report.cells.find((each) => each.cell === cell)
    if (own === undefined) continue
    const end = secondOf(world, report.end)
    for (let s = Math.max(0, end - report.gp); s < Math.min(end, is.length); s++) {
      const told = states.filter((state) => secondOf(world, state.t) <= s).at(-1)
      const isStale = told !== undefined && starts.some((start) => secondOf(world, told.t) < start && start <= s)
      if (told !== undefined && !isStale) is[s] = ofCondition(told)
      else if (!isSuspect(own, report)) is[s] = { is: 'up', inferred: true }
    }
  }
}

/** By its own word, or because its counter of unavailable time says what cannot be. */
function isSuspect(own: Report['cells'][number], { gp }: Report): boolean {
  return own.suspect === true || saysTheImpossible(own.m, gp)
}

/** Two neighbouring states of one stream, not too far apart and no message missing between: what the first says. */
function fillBetweenStates(world: World, station: string, cell: string, is: Second[]): void {
  const states = statesOf(world, station, cell)
  const arrived = new Set(messagesOf(world, station).map(({ body }) => `${body.boot}/${body.src ?? '0'}/${body.seq}`))
  for (const [i, one] of states.entries()) {
    const next = states[i + 1]
    if (next === undefined || next.boot !== one.boot || (next.src ?? '0') !== (one.src ?? '0')) continue
    const [from, to] = [secondOf(world, one.t), secondOf(world, next.t)]
    if (to - from > STATE_HOLD_S) continue
    let complete = true
    for (let seq = one.seq; seq <= next.seq; seq++) {
      if (!arrived.has(`${one.boot}/${one.src ?? '0'}/${seq}`)) complete = false
    }
    if (complete) for (let s = Math.max(0, from); s < Math.min(to, is.length); s++) is[s] = ofCondition(one)
  }
}
