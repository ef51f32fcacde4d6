import { finerLevel, LEVEL_MS, LEVELS, type Level, type LossRule, windowStart } from '../../contract/mod.ts'
import { compareRanks, type Fact, type Rank, startMs } from '../rows/fact.ts'
import type { Slot } from '../rows/layout.ts'
import { observedSeconds } from '../rows/parts.ts'
import { isBridge, takenFacts } from '../rows/row.ts'

/** A fact and the level at which it enters. */
export interface Entered {
  readonly fact: Fact
  readonly level: Level
}

/** What became of a fact up to a level: undefined while it counts, else who stands for its time, where and why. */
export interface Loss {
  /** undefined: of a bridge, what tells of its time is of another stage. */
  readonly by: Fact | undefined
  readonly at: Level
  readonly rule: LossRule
}

export const CLAUSE: Readonly<Record<LossRule, string>> = {
  rev: 'semantics §2',
  boot: 'semantics §2',
  seq: 'semantics §2',
  src: 'semantics §2',
  coarser: 'semantics §3',
  overlap: 'semantics §3',
  bridge: 'semantics §3',
}

/**
 * Which facts do not count for one slot in a window of `upTo`, and why: within its own window a fact loses against a longer or
 * better one that it overlaps, a bridge against anything that tells of its seconds; on the way up the finer window that it is in may be replaced, even in part. What has nothing of
 * the slot is not looked at.
 */
export function lossesOf(entered: readonly Entered[], slot: Slot, upTo: Level): ReadonlyMap<Fact, Loss> {
  const losses = new Map<Fact, Loss>()
  const having = entered.filter(({ fact }) => observedSeconds(fact.parts, slot) > 0)
  let below: Fact[] = []
  for (const level of LEVELS.slice(0, LEVELS.indexOf(upTo) + 1)) {
    const own = groupedBy(
      having.filter((each) => each.level === level).map(({ fact }) => fact),
      (fact) => windowStart(level, startMs(fact)),
    )
    const taken = new Map<number, readonly Fact[]>()
    for (const [t, facts] of own) {
      const sorted = facts.sort((a, b) => b.gpS - a.gpS || compareRanks(b.rank, a.rank))
      const standing = takenFacts(sorted, slot)
      taken.set(t, standing)
      for (const fact of sorted) {
        if (standing.includes(fact)) continue
        const other = [...standing, ...below].find((each) => touches(each, startMs(fact), fact.endMs))
        losses.set(fact, { by: other, at: level, rule: other === undefined ? 'bridge' : ruleAgainst(fact, other) })
      }
    }
    const finer = finerLevel(level)
    const risen = below.filter((fact) => {
      const child = windowStart(finer ?? level, startMs(fact))
      const standing = taken.get(windowStart(level, startMs(fact))) ?? []
      const by = standing.find((each) => !isBridge(each) && touches(each, child, child + LEVEL_MS[finer ?? level]))
      if (by !== undefined) losses.set(fact, { by, at: level, rule: 'coarser' })
      return by === undefined
    })
    below = [...risen, ...[...taken.values()].flat()]
  }
  return losses
}

function ruleAgainst(fact: Fact, by: Fact): LossRule {
  if (isBridge(fact) && (fact.bridge === 'told' || !isBridge(by))) return 'bridge'
  if (by.gpS !== fact.gpS) return 'coarser'
  if (by.endMs !== fact.endMs) return 'overlap'
  return ruleOf(fact.rank, by.rank)
}

/** By which of two reports of one period the better one stands. */
export function ruleOf(rank: Rank, by: Rank): LossRule {
  const place = by.findIndex((value, i) => value !== rank[i])
  return (['rev', 'boot', 'boot', 'seq', 'src'] as const)[place] ?? 'src'
}

const touches = (fact: Fact, fromMs: number, toMs: number): boolean => startMs(fact) < toMs && fact.endMs > fromMs

function groupedBy<T, K>(list: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of list) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
