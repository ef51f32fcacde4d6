import { lookUpName } from '../../contract/mod.ts'
import type { Rank } from './fact.ts'
import { type Joined, joinEdition, type Teller } from './join-edition.ts'

/**
 * The counters of one object and period as all reports of it tell them, given best first: each by the best report that tells it. A
 * later revision, or boot, is a telling of its own: of what it tells it tells all bins of a distribution, those too that are 0 and
 * not in it, and the total of what it tells in parts.
 *
 * Example: rev 0 tells bins 3: 5 and 7: 2, rev 1 bins 3: 4 and 8: 1 → those of rev 1, and no bin 7.
 */
export function joinReports(tellers: readonly Teller[]): ReadonlyMap<string, Joined> {
  const editions = editionsOf(tellers)
  const [only] = editions
  if (only !== undefined && editions.length === 1) return joinEdition(only)
  const joined = new Map<string, Joined>()
  const distributions = new Set<string>()
  for (const edition of editions) {
    const own = new Set<string>()
    for (const [key, value] of joinEdition(edition)) {
      const distribution = distributionOf(key)
      if (distribution !== undefined) own.add(distribution)
      if (joined.has(key) || (distribution !== undefined && distributions.has(distribution))) continue
      joined.set(key, value)
    }
    for (const each of own) distributions.add(each)
  }
  return joined
}

function editionsOf(tellers: readonly Teller[]): Teller[][] {
  const editions: Teller[][] = []
  for (const teller of tellers) {
    const last = editions.at(-1)
    if (last?.[0] !== undefined && isSameEdition(last[0].rank, teller.rank)) last.push(teller)
    else editions.push([teller])
  }
  return editions
}

const isSameEdition = (a: Rank, b: Rank): boolean => a[0] === b[0] && a[1] === b[1] && a[2] === b[2]

/** `DRB.UEThpDlDist` of `DRB.UEThpDlDist.bin3`; undefined of what is no bin. */
function distributionOf(key: string): string | undefined {
  const found = lookUpName(key)
  return found.kind === 'known' && found.sub?.dimension === 'bin' ? found.measurement.name : undefined
}
