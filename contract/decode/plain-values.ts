import { lookUpName } from '../measurement/name.ts'
import { toSmallest } from '../measurement/to-smallest.ts'
import type { UnitScale } from '../measurement/unit.ts'
import { NamedValues, NameOrder } from '../named-values.ts'
import { Recent } from '../recent.ts'
import { areSameNames } from './same-names.ts'

/** What the names of a report say, worked out once for all reports that have them in one order. */
interface NamePlan {
  /** As they stand on the wire. */
  readonly names: readonly string[]
  /** Of those that are known: where they stand among the names, and the scale of the catalogue's unit. */
  readonly places: readonly number[]
  readonly scales: readonly UnitScale[]
  readonly order: NameOrder
}

const MOST_REMEMBERED = 256
const LONGEST_REMEMBERED = 256
/** Not plain, or of no names that are known. */
type NoPlan = { readonly names: readonly string[]; readonly order: undefined }
/** By the first of the names and how many they are. */
const plans = new Recent<NamePlan | NoPlan>(512)
/** The cells of a station mostly tell the same. */
let latest: NamePlan | undefined

/**
 * The values of a report that has nothing but numbers in the catalogue's units under names without sub-counters: nearly all that
 * is ever reported. Undefined where it has anything else, sound or not.
 */
export function plainValues(
  m: Readonly<Record<string, unknown>>,
): { values: NamedValues; foreignNames: number } | undefined {
  const names = Object.keys(m)
  const plan = planFor(names)
  if (plan === undefined) return undefined
  const { places, scales, order } = plan
  const numbers = new Array<number>(places.length)
  for (let i = 0; i < places.length; i++) {
    const raw = m[names[places[i] as number] as string]
    if (typeof raw !== 'number') return undefined
    const value = toSmallest(raw, scales[i] as UnitScale)
    if (typeof value !== 'number') return undefined
    numbers[i] = value
  }
  return { values: new NamedValues(order, numbers), foreignNames: names.length - places.length }
}

function planFor(names: readonly string[]): NamePlan | undefined {
  if (latest !== undefined && areSameNames(latest.names, names)) return latest
  if (names.length === 0 || names.length > MOST_REMEMBERED) return undefined
  const key = `${names.length} ${names[0]}`
  const known = plans.get(key)
  if (known !== undefined && areSameNames(known.names, names)) {
    if (known.order === undefined) return undefined
    latest = known
    return known
  }
  if (names.some((name) => name.length > LONGEST_REMEMBERED)) return undefined
  const plan = makePlan(names)
  plans.set(key, plan ?? { names, order: undefined })
  return plan
}

function makePlan(names: readonly string[]): NamePlan | undefined {
  const places: number[] = []
  const scales: UnitScale[] = []
  const keys = new Set<string>()
  for (const [place, name] of names.entries()) {
    const found = lookUpName(name)
    if (found.kind === 'foreign') continue
    if (found.kind !== 'known' || found.sub !== undefined || keys.has(found.key)) return undefined
    keys.add(found.key)
    places.push(place)
    scales.push(found.scale)
  }
  return { names, places, scales, order: NameOrder.of([...keys]) }
}
