import type { Level } from '../../../contract/mod.ts'
import { AWAY, saysTheImpossible } from './away-words.ts'
import { counting, type Fact, factsOf } from './facts.ts'
import { worksOf } from './maintenance.ts'
import type { Second } from './seconds.ts'
import { sizeOf } from './windows.ts'
import type { World } from './world.ts'

const CAUSES = {
  Fault: 'fault',
  TransportProblem: 'transport',
  ManualIntervention: 'manual',
  EnergySaving: 'es',
} as const
type Cause = (typeof CAUSES)[keyof typeof CAUSES]

/** A second as a row of some level shows it: moved there by the station's own counter. */
export type Shown = Second & { readonly moved?: true }

/** The seconds of a cell as a window of a level that begins at `start` [s since 1970] shows them, by its station's own counters. */
export type ShownIn = (level: Level, start: number) => readonly Shown[]

export function shownBy(world: World, station: string, cell: string, is: readonly Second[]): ShownIn {
  const t0 = world.t0 / 1000
  const told = factsOf(world, station, cell).filter((fact) => fact.m[AWAY] !== undefined)
  const best = told.filter(
    (fact) => !told.some((other) => other.start === fact.start && other.end === fact.end && beats(other, fact)),
  )
  const sound = best.filter(
    (fact) => !fact.suspect && !saysTheImpossible(fact.m, fact.gp) && fact.end <= t0 + is.length,
  )
  const works = worksOf(world, station, cell)
  return (level, start) => {
    const end = start + sizeOf(level)
    const near = sound.filter((fact) => fact.start >= start && fact.end <= end)
    if (near.length === 0) return is
    const out: Shown[] = [...is]
    for (const fact of counting(near, level, start)) addSurplus(works, out, fact, t0)
    return out
  }
}

function beats(a: Fact, b: Fact): boolean {
  return a.rev !== b.rev ? a.rev > b.rev : a.boot !== b.boot ? a.boot > b.boot : a.seq > b.seq
}

function amountsOf(fact: Fact): Record<Cause, number> {
  const amounts = { fault: 0, transport: 0, manual: 0, es: 0 }
  for (const [name, cause] of Object.entries(CAUSES)) amounts[cause] = fact.m[`${AWAY}.${name}`] ?? 0
  if (Object.values(amounts).every((seconds) => seconds === 0)) amounts.fault = fact.m[AWAY]!
  return amounts
}

function addSurplus(works: ReturnType<typeof worksOf>, out: Shown[], fact: Fact, t0: number): void {
  const [from, to] = [fact.start - t0, fact.end - t0]
  const told = amountsOf(fact)
  const shown = { fault: 0, transport: 0, manual: 0, es: 0 }
  let unavailable = 0
  for (let s = from; s < to; s++) {
    const second = out[s]
    if (second === undefined || ['out', 'up', 'unknown'].includes(second.is)) continue
    unavailable++
    if (second.is === 'es') shown.es++
    if (second.is === 'down' && second.cause !== 'declared') shown[second.cause as 'fault' | 'transport' | 'manual']++
    if (second.is === 'planned') shown[second.wouldBe as Cause] = (shown[second.wouldBe as Cause] ?? 0) + 1
  }
  let surplus = Math.max(0, fact.m[AWAY]! - unavailable)
  const wanted = { ...shown }
  for (const cause of ['fault', 'transport', 'manual', 'es'] as const) {
    wanted[cause] = Math.min(surplus, Math.max(0, told[cause] - shown[cause]))
    surplus -= wanted[cause]
  }
  const inWindow = (s: number) => works.some((work) => work.from <= s && s < work.to)
  const move = (count: number, order: readonly ((s: number) => boolean)[], becomes: (s: number) => Second) => {
    let left = count
    for (const is of ['unknown', 'up']) {
      for (const fits of order) {
        for (let s = Math.max(0, from); s < to && left > 0; s++) {
          if (out[s]!.is !== is || !fits(s)) continue
          out[s] = { ...becomes(s), moved: true }
          left--
        }
      }
    }
  }
  const anywhere = [() => true]
  move(wanted.manual, [inWindow, (s) => !inWindow(s)], (s) =>
    inWindow(s) ? { is: 'planned' } : { is: 'down', cause: 'manual' },
  )
  move(wanted.fault, anywhere, () => ({ is: 'down', cause: 'fault' }))
  move(wanted.transport, anywhere, () => ({ is: 'down', cause: 'transport', external: true }))
  move(wanted.es, anywhere, () => ({ is: 'es' }))
}
