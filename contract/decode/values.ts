import type { Measurement } from '../measurement/measurement.ts'
import { type KnownName, lookUpName } from '../measurement/name.ts'
import { toSmallest, wideToSmallest } from '../measurement/to-smallest.ts'
import { scaleOf, type UnitScale, unitsOf } from '../measurement/unit.ts'
import type { RunningTotal, RunningTotals, Values } from '../message.ts'
import type { Reject } from '../reject.ts'
import { quotedVisibly } from './foreign-text.ts'
import { LIMITS } from './limits.ts'
import { describe, type Path } from './path.ts'
import { plainValues } from './plain-values.ts'
import { ambiguous, isReject, refusal } from './refusal.ts'
import { isTotal, type TotalNames } from './total-names.ts'
import { type Part, reconcileTotals } from './totals.ts'

export interface DecodedValues {
  readonly values: Values
  /** Absent where no name of it is a running total. */
  readonly totals?: RunningTotals
  /** Measurements of which total and parts, or the parts of two dimensions, disagree; absent: none. */
  readonly doubtful?: ReadonlySet<string>
  /** Totals that only their parts tell; absent: none. */
  readonly addedUp?: readonly string[]
  /** Keys of parts that are not available; absent: none. */
  readonly unavailable?: readonly string[]
  readonly foreignNames: number
}

type WireRecord = Readonly<Record<string, unknown>>

const NUMERIC = 'a number, a number as a string, or null'

/**
 * `m` with its `u` as integers in the smallest units. Written by hand: this is where nearly all bytes of a station go.
 * A foreign name may have any value.
 * `null` is "not available": as if absent, and a part that is not available keeps its dimension from being summed.
 */
export function decodeValues(
  m: WireRecord,
  u: WireRecord | undefined,
  path: Path,
  running?: TotalNames,
): DecodedValues | Reject {
  const plain = running === undefined && u === undefined ? plainValues(m) : undefined
  if (plain !== undefined) return plain
  const units = u === undefined ? undefined : unitsByKey(u, path)
  if (units !== undefined && isReject(units)) return units
  const values = new Map<string, number>()
  let totals: Map<string, RunningTotal> | undefined
  let parts: Part[] | undefined
  let unavailable: string[] | undefined
  let foreignNames = 0
  let names = 0
  for (const name in m) {
    if (++names > LIMITS.names) return refusal('wrong-type', [...path, 'm'], `at most ${LIMITS.names} names`, 'more')
    const found = lookUpName(name)
    if (found.kind === 'foreign') {
      foreignNames++
      continue
    }
    if (found.kind === 'ambiguous-subcounter') return ambiguous([...path, 'm', name])
    const raw = m[name]
    if (running !== undefined && isTotal(running.names, found.key, found.measurement.name)) {
      const total = runningTotal(raw, found, scaleIn(units, found), running, [...path, 'm', name])
      if (isReject(total)) return total
      totals ??= new Map()
      if (totals.has(found.key)) return repeated(found.key, name, path)
      totals.set(found.key, total)
      continue
    }
    if (raw === null) {
      if (found.sub !== undefined) {
        parts = add(parts, found, undefined)
        unavailable ??= []
        unavailable.push(found.key)
      }
      continue
    }
    if (typeof raw !== 'number' && typeof raw !== 'string') {
      return refusal('wrong-type', [...path, 'm', name], NUMERIC, describe(raw))
    }
    const value = toSmallest(raw, scaleIn(units, found))
    if (typeof value === 'string') return unconvertible(value, [...path, 'm', name], raw)
    if (values.has(found.key)) return repeated(found.key, name, path)
    values.set(found.key, value)
    if (found.sub !== undefined) parts = add(parts, found, value)
  }
  const told = values.size
  const doubtful = parts === undefined ? undefined : reconcileTotals(values, parts)
  if (doubtful === 'too-big') return refusal('bad-number', [...path, 'm'], 'parts that add up below 2^53', 'more')
  return {
    values,
    foreignNames,
    ...(totals !== undefined && { totals }),
    ...(doubtful !== undefined && { doubtful }),
    ...(values.size > told && { addedUp: [...values.keys()].slice(told) }),
    ...(unavailable !== undefined && { unavailable }),
  }
}

const scaleIn = (units: ReadonlyMap<string, UnitScale> | undefined, found: KnownName): UnitScale =>
  units === undefined ? found.scale : (units.get(found.key) ?? units.get(found.measurement.name) ?? found.scale)

const repeated = (key: string, name: string, path: Path): Reject =>
  refusal('duplicate-name', [...path, 'm'], `${key} once`, `${quotedVisibly(name)} again`)

/** Of any size: only the difference of two has to be below 2^53. */
function runningTotal(
  raw: unknown,
  found: KnownName,
  scale: UnitScale,
  { wraps }: TotalNames,
  path: Path,
): RunningTotal | Reject {
  const wrap = wraps.get(found.key) ?? wraps.get(found.measurement.name)
  const wrapsAt = wrap === undefined ? undefined : wideToSmallest(wrap, scale)
  if (typeof wrapsAt === 'string') return unconvertible(wrapsAt, path, wrap as string)
  if (raw === null) return { value: undefined, wrapsAt }
  if (typeof raw !== 'number' && typeof raw !== 'string') return refusal('wrong-type', path, NUMERIC, describe(raw))
  const value = wideToSmallest(raw, scale)
  if (typeof value === 'string') return unconvertible(value, path, raw)
  if (wrapsAt !== undefined && value > wrapsAt) return refusal('bad-number', path, 'less than its wrap', describe(raw))
  return { value, wrapsAt }
}

function add(parts: Part[] | undefined, name: KnownName, value: number | undefined): Part[] | undefined {
  if (name.sub === undefined) return parts
  const part: Part = { measurement: name.measurement, dimension: name.sub.dimension, value }
  if (parts === undefined) return [part]
  parts.push(part)
  return parts
}

function unconvertible(why: 'not-a-number' | 'not-finite' | 'too-big', path: Path, raw: number | string): Reject {
  if (why === 'not-a-number') return refusal('wrong-type', path, NUMERIC, describe(raw))
  const expected = why === 'not-finite' ? 'a finite number' : 'less than 2^53 of the smallest unit'
  return refusal('bad-number', path, expected, describe(raw))
}

/** Units by key of Values. A unit of a total holds for its parts that have none of their own. */
function unitsByKey(u: WireRecord, path: Path): Map<string, UnitScale> | Reject {
  const units = new Map<string, UnitScale>()
  let names = 0
  for (const name in u) {
    if (++names > LIMITS.names) return refusal('wrong-type', [...path, 'u'], `at most ${LIMITS.names} names`, 'more')
    const unit = u[name]
    if (typeof unit !== 'string') return refusal('wrong-type', [...path, 'u', name], 'a unit', describe(unit))
    const found = lookUpName(name)
    if (found.kind === 'ambiguous-subcounter') return ambiguous([...path, 'u', name])
    if (found.kind === 'foreign') continue
    const scale = scaleOf(found.measurement.quantity, unit)
    if (scale === undefined) return unknownUnit(found.measurement, unit, [...path, 'u', name])
    if (units.has(found.key)) {
      return refusal('duplicate-name', [...path, 'u'], `${found.key} once`, `${quotedVisibly(name)} again`)
    }
    units.set(found.key, scale)
  }
  return units
}

function unknownUnit(measurement: Measurement, unit: string, path: Path): Reject {
  return refusal('unknown-unit', path, `one of ${unitsOf(measurement.quantity).join(', ')}`, quotedVisibly(unit))
}
