import { lookUpName, type Part, type ReportedValues, reconcileTotals } from '../../contract/mod.ts'
import { compareRanks, type Rank } from './fact.ts'

export interface ToldValues extends ReportedValues {
  /** Measurements that are suspect by the way they were counted, whatever others tell; absent: none. */
  readonly unsure?: ReadonlySet<string>
}

/** One of several reports that tell of the same object and period. */
export interface Teller {
  readonly rank: Rank
  readonly told: ToldValues
  /** By the station's own word. */
  readonly isSuspect: boolean
}

/** A value, and where it comes from. */
export interface Joined {
  readonly value: number
  /** Of the report that told it; of what was added up those of the parts. Best first. */
  readonly by: readonly Rank[]
  readonly isSuspect: boolean
}

/**
 * What reports of one revision and boot tell together, best first: each counter by the best that tells it, and the totals that only
 * their parts tell, added up over the parts of all. So counters may be split between messages in any way, also parts of one total.
 *
 * Example: causes 60 in one and 38 in another → total 98; with a total of 100 in a third → 100, suspect.
 */
export function joinEdition(tellers: readonly Teller[]): ReadonlyMap<string, Joined> {
  const [only] = tellers
  if (only !== undefined && tellers.length === 1) return alone(only)
  const joined = new Map<string, Joined>()
  for (const { rank, told, isSuspect } of tellers) {
    const { values, addedUp, unsure } = told
    for (const [key, value] of values) {
      // what was added up in one of several reports is added up anew
      if (joined.has(key) || addedUp?.includes(key)) continue
      joined.set(key, { value, by: [rank], isSuspect: isSuspect || unsure?.has(measurementOf(key)) === true })
    }
  }
  for (const { name, keys } of measurementsWithParts(joined, tellers)) withTotal(joined, name, keys)
  return joined
}

function alone(teller: Teller): Map<string, Joined> {
  const { values, doubtful } = teller.told
  const by = [teller.rank]
  const isDoubted = (key: string) => doubtful?.has(measurementOf(key)) === true
  return new Map([...values].map(([key, value]) => [key, { value, by, isSuspect: teller.isSuspect || isDoubted(key) }]))
}

interface WithParts {
  readonly name: string
  /** Of its parts, those that are not available too. */
  readonly keys: readonly string[]
}

function measurementsWithParts(joined: ReadonlyMap<string, Joined>, tellers: readonly Teller[]): WithParts[] {
  const found = new Map<string, Set<string>>()
  const unavailable = tellers.flatMap(({ told }) => told.unavailable ?? [])
  for (const key of [...joined.keys(), ...unavailable]) {
    const name = measurementOf(key)
    if (name === key) continue
    const keys = found.get(name)
    if (keys === undefined) found.set(name, new Set([key]))
    else keys.add(key)
  }
  return [...found].map(([name, keys]) => ({ name, keys: [...keys] }))
}

function withTotal(joined: Map<string, Joined>, name: string, keys: readonly string[]): void {
  const told = joined.get(name)
  const values = new Map(told === undefined ? [] : [[name, told.value]])
  const disagree = reconcileTotals(
    values,
    keys.flatMap((key) => partOf(key, joined.get(key)?.value)),
  )
  const total = values.get(name)
  // a sum of parts beyond 2^53 is left out, as a value would be
  if (total !== undefined && told === undefined) {
    joined.set(
      name,
      addedUp(
        total,
        keys.flatMap((key) => joined.get(key) ?? []),
      ),
    )
  }
  if (disagree === undefined) return
  for (const key of [name, ...keys]) {
    const known = joined.get(key)
    if (known !== undefined) joined.set(key, { ...known, isSuspect: true })
  }
}

/** A sum of such values. */
export function addedUp(value: number, parts: readonly Joined[]): Joined {
  const by = [...new Set(parts.flatMap((part) => part.by))].sort((a, b) => compareRanks(b, a))
  return { value, by, isSuspect: parts.some((part) => part.isSuspect) }
}

function partOf(key: string, value: number | undefined): Part[] {
  const found = lookUpName(key)
  if (found.kind !== 'known' || found.sub === undefined) return []
  return [{ measurement: found.measurement, dimension: found.sub.dimension, value }]
}

/** `RRC.ConnEstabAtt` of `RRC.ConnEstabAtt.causeMoData`. */
function measurementOf(key: string): string {
  const found = lookUpName(key)
  return found.kind === 'known' ? found.measurement.name : key
}
