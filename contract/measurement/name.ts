import { Recent } from '../recent.ts'
import { measurementByName } from './catalogue.ts'
import type { Measurement } from './measurement.ts'
import { isBareNumber, parseSubCounter, type SubCounter } from './sub-counter.ts'
import { scaleOf, type UnitScale } from './unit.ts'

export type NameLookup = KnownName | { readonly kind: 'foreign' } | { readonly kind: 'ambiguous-subcounter' }

export interface KnownName {
  readonly kind: 'known'
  /** Key in `Values`: the base name for the total, base + '.' + typed sub-counter for a part. */
  readonly key: string
  readonly measurement: Measurement
  /** `undefined`: the total (a bare name, or `.sum`). */
  readonly sub: SubCounter | undefined
  /** Of the catalogue's unit. */
  readonly scale: UnitScale
}

const FOREIGN: NameLookup = { kind: 'foreign' }
const AMBIGUOUS: NameLookup = { kind: 'ambiguous-subcounter' }

/** Spellings met lately; the names of a whole vendor's fleet are some hundreds. */
const LOOKUP_LIMIT = 10_000
/** Longer names are looked up each time: the memory holds at most 10,000 × 256 characters. */
const LONGEST_REMEMBERED = 256

const recent = new Recent<NameLookup>(LOOKUP_LIMIT)

/**
 * What a name on the wire stands for, without regard to case.
 *
 * Examples: `rrc.connestabatt.SUM` → key `RRC.ConnEstabAtt`; `DRB.UEThpDl.5QI9` → `DRB.UEThpDl.5qi9`;
 * `RRU.CellUnavailableTime.Fault` → `RRU.CellUnavailableTime.causeFault`; `DRB.UEThpDl.9` → ambiguous-subcounter;
 * `Vendor.Thing`, or a sub-counter the measurement does not have → foreign.
 */
export function lookUpName(name: string): NameLookup {
  const known = recent.get(name)
  if (known !== undefined) return known
  const found = resolve(name)
  if (name.length <= LONGEST_REMEMBERED) recent.set(name, found)
  return found
}

function resolve(name: string): NameLookup {
  const whole = measurementByName(name)
  if (whole !== undefined) return known(whole, undefined)
  const dot = name.lastIndexOf('.')
  if (dot < 0) return FOREIGN
  const measurement = measurementByName(name.slice(0, dot))
  if (measurement === undefined) return FOREIGN
  const text = name.slice(dot + 1)
  if (text.toLowerCase() === 'sum') return known(measurement, undefined)
  if (isBareNumber(text)) return AMBIGUOUS
  const sub = parseSubCounter(measurement, text)
  return sub === undefined ? FOREIGN : known(measurement, sub)
}

function known(measurement: Measurement, sub: SubCounter | undefined): KnownName {
  const scale = scaleOf(measurement.quantity, measurement.unit)
  if (scale === undefined) throw new RangeError(`${measurement.name}: ${measurement.unit} is no unit of its quantity`)
  const key = sub === undefined ? measurement.name : `${measurement.name}.${sub.text}`
  return { kind: 'known', key, measurement, sub, scale }
}
