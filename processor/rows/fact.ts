import type { CellReport, PmMessage, Stage, Take, Values } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import { LAYOUT, type Layout } from './layout.ts'
import { type Vector, zeros } from './vector.ts'

/** Which report of the same period stands: greatest rev, then boot (n, then epochMs), then seq, then offset. */
export type Rank = readonly [rev: number, bootN: number, bootEpochMs: number, seq: number, offset: number]

export function compareRanks(a: Rank, b: Rank): number {
  for (let i = 0; i < 5; i++) {
    const order = (a[i] as number) - (b[i] as number)
    if (order !== 0) return order
  }
  return 0
}

/** What one report says of one cell for [endMs − gpS, endMs): its KPI parts. A KPI whose counters are not all there has obs 0. */
export interface Fact {
  readonly endMs: number
  readonly gpS: number
  readonly rank: Rank
  readonly parts: Vector
  /** Tag set in force at the start of its period. */
  readonly tags: string
}

export function startMs(fact: Pick<Fact, 'endMs' | 'gpS'>): number {
  return fact.endMs - fact.gpS * 1000
}

export function rankOf(message: PmMessage, offset: Offset): Rank {
  const { boot, seq } = message.id
  return [message.rev, boot.n, boot.epochMs, seq, offset]
}

/** Sum of a part's counters, or undefined where one is missing, a running total, or impossible alone. */
function takePart(take: Take, values: Values, totals: readonly string[], periodS: number): number | undefined {
  let total = 0
  for (const name of take.sum) {
    const value = values.get(name)
    if (value === undefined || value < 0 || totals.includes(name)) return undefined
    total += value
  }
  const taken = take.times === undefined ? total : total * periodS
  return Number.isSafeInteger(taken) ? taken : undefined
}

/**
 * The KPI parts of one cell in one report. A KPI takes parts from a period only when all its counters are there; a report
 * that breaks one of its guards (more successes than attempts) is kept and counted as suspect.
 */
export function partsOf(
  report: CellReport,
  message: Pick<PmMessage, 'gpS' | 'totals'>,
  layout: Layout = LAYOUT,
): number[] {
  const vector = zeros(layout.fields.length)
  const periodS = message.gpS
  for (const { kpi, start, obs, sus } of layout.slots) {
    const taken: number[] = []
    const stage = kpi.stages[0] as Stage
    for (const part of stage.parts) {
      const value = takePart(stage.variants[0]?.takes[part.id] as Take, report.values, message.totals, periodS)
      if (value === undefined) break
      taken.push(value)
    }
    if (taken.length !== stage.parts.length) continue
    taken.forEach((value, i) => {
      vector[start + i] = value
    })
    vector[obs] = message.gpS
    if (report.suspect || breaksGuard(stage, taken)) vector[sus] = message.gpS
  }
  return vector
}

function breaksGuard(stage: Stage, taken: readonly number[]): boolean {
  const partValue = (id: string) => taken[stage.parts.findIndex((part) => part.id === id)] as number
  return (stage.atMost ?? []).some(([small, large]) => partValue(small) > partValue(large))
}
