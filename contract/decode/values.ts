import type { Measurement } from '../measurement/measurement.ts'
import { type KnownName, lookUpName } from '../measurement/name.ts'
import { toSmallest } from '../measurement/to-smallest.ts'
import { scaleOf, type UnitScale, unitsOf } from '../measurement/unit.ts'
import type { Values } from '../message.ts'
import type { Reject } from '../reject.ts'
import { quotedVisibly } from './foreign-text.ts'
import { LIMITS } from './limits.ts'
import { describe, type Path } from './path.ts'
import { isReject, refusal } from './refusal.ts'
import { type Part, reconcileTotals } from './totals.ts'

export interface DecodedValues {
  readonly values: Values
  /** Total and parts, or the parts of two dimensions, disagree. */
  readonly disagree: boolean
  readonly foreignNames: number
}

type WireRecord = Readonly<Record<string, unknown>>

const NUMERIC = 'a number, a number as a string, or null'

/**
 * `m` with its `u` as integers in the smallest units. Written by hand: this is where nearly all bytes of a station go.
 * A foreign name may have any value.
 * `null` is "not available": as if absent, and a part that is not available keeps its dimension from being summed.
 */
export function decodeValues(m: WireRecord, u: WireRecord | undefined, path: Path): DecodedValues | Reject {
  const units = u === undefined ? undefined : unitsByKey(u, path)
  if (units !== undefined && isReject(units)) return units
  const values = new Map<string, number>()
  let parts: Part[] | undefined
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
    if (raw === null) {
      if (found.sub !== undefined) parts = add(parts, found, undefined)
      continue
    }
    if (typeof raw !== 'number' && typeof raw !== 'string') {
      return refusal('wrong-type', [...path, 'm', name], NUMERIC, describe(raw))
    }
    const scale =
      units === undefined ? found.scale : (units.get(found.key) ?? units.get(found.measurement.name) ?? found.scale)
    const value = toSmallest(raw, scale)
    if (typeof value === 'string') return unconvertible(value, [...path, 'm', name], raw)
    if (values.has(found.key)) {
      return refusal('duplicate-name', [...path, 'm'], `${found.key} once`, `${quotedVisibly(name)} again`)
    }
    values.set(found.key, value)
    if (found.sub !== undefined) parts = add(parts, found, value)
  }
  const disagree = parts === undefined ? false : reconcileTotals(values, parts)
  if (disagree === 'too-big') return refusal('bad-number', [...path, 'm'], 'parts that add up below 2^53', 'more')
  return { values, disagree, foreignNames }
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

export function ambiguous(path: Path): Reject {
  return refusal(
    'ambiguous-subcounter',
    path,
    'a typed sub-counter like .5qi9, .bin3, .plmn452-04, .causeFault',
    'a bare number',
  )
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
