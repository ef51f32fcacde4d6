import type { ExplainedStage } from '../../contract/mod.ts'
import { compareRanks, type Fact, type Rank, rankOf } from '../rows/fact.ts'
import type { Slot } from '../rows/layout.ts'
import type { FoundReport } from './found-report.ts'
import type { Judgement } from './stage-lineage.ts'
import { usedCounters } from './used-counters.ts'
import { CLAUSE, ruleOf } from './verdicts.ts'

/** Where a report stands among those of its period whose counters make a stage together. */
export interface StandsIn {
  readonly fact: Fact
  /** It is the best of them: the parts are told of it, and not once more of the others. */
  readonly isBest: boolean
  /** Offsets of the others. */
  readonly others: readonly number[]
}

/** Once for each time that it tells of; nothing where none of its counters is in it. */
export function standsIn(found: FoundReport, slot: Slot, at: Judgement): StandsIn[] {
  const rank = found.message && rankOf(found.message)
  const isOwn = (other: Rank) => rank !== undefined && compareRanks(other, rank) === 0
  return (found.together?.facts ?? []).flatMap(({ fact, by }): StandsIn[] => {
    const made = by.get(slot) ?? []
    if (!made.some(isOwn)) return []
    const others = made.filter((other) => !isOwn(other)).flatMap((other) => offsetOf(found, other, at) ?? [])
    return [{ fact, isBest: isOwn(fact.rank), others }]
  })
}

/** A report that tells counters of a stage which others of its period tell better; undefined: it does not, or nothing is made of them. */
export function lostTogether(
  found: FoundReport,
  slot: Slot,
  at: Judgement,
): Pick<ExplainedStage, 'rule' | 'clause' | 'lostTo' | 'lostAt'> | undefined {
  const { message, values, together, level } = found
  if (message === undefined || values === undefined) return undefined
  const rank = rankOf(message)
  const by = together?.facts.find((each) => each.by.has(slot))?.by.get(slot) ?? []
  const better = by.find((other) => compareRanks(other, rank) > 0)
  if (better === undefined || usedCounters([slot], values, at.member).length === 0) return undefined
  const rule = ruleOf(rank, better)
  return { rule, clause: CLAUSE[rule], lostTo: offsetOf(found, better, at) ?? null, lostAt: level }
}

function offsetOf({ indexed: { endMs } }: FoundReport, rank: Rank, { reports }: Judgement): number | undefined {
  return reports.find(
    ({ indexed, message }) =>
      indexed.endMs === endMs && message !== undefined && compareRanks(rankOf(message), rank) === 0,
  )?.indexed.offset
}
