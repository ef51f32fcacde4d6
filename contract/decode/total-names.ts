import { lookUpName } from '../measurement/name.ts'
import type { Reject } from '../reject.ts'
import { quotedVisibly } from './foreign-text.ts'
import { LIMITS } from './limits.ts'
import { describe } from './path.ts'
import { ambiguous, refusal } from './refusal.ts'

/** What a report says of its running totals. Keys are those of `Values`; a base name stands for its parts too. */
export interface TotalNames {
  readonly names: ReadonlySet<string>
  /** Where a counter begins again at 0, in the unit of its value, as it came: `4294967296`, `"18446744073709551616"`. */
  readonly wraps: ReadonlyMap<string, number | string>
}

/**
 * `total` and `wrap` of a report; foreign names are passed over, as in `m`. Only what adds up over time has a running total:
 * the total of a mean or of a greatest value is nothing.
 */
export function totalNames(total: readonly string[], wrap: Readonly<Record<string, unknown>>): TotalNames | Reject {
  const names = new Set<string>()
  for (const [i, name] of total.entries()) {
    const found = lookUpName(name)
    if (found.kind === 'ambiguous-subcounter') return ambiguous(['total', i])
    if (found.kind !== 'known') continue
    const { method, additive } = found.measurement
    if (method !== 'CC' && !additive) {
      return refusal('wrong-type', ['total', i], 'a measurement that adds up over time', quotedVisibly(name))
    }
    names.add(found.key)
  }
  const wraps = new Map<string, number | string>()
  let count = 0
  for (const name in wrap) {
    if (++count > LIMITS.names) return refusal('wrong-type', ['wrap'], `at most ${LIMITS.names} names`, 'more')
    const found = lookUpName(name)
    if (found.kind === 'ambiguous-subcounter') return ambiguous(['wrap', name])
    if (found.kind !== 'known') continue
    if (!isTotal(names, found.key, found.measurement.name)) {
      return refusal('wrong-type', ['wrap'], 'names that total has too', quotedVisibly(name))
    }
    const at = wrap[name]
    if (!isModulus(at)) {
      return refusal('wrong-type', ['wrap', name], 'a whole number above 0, or one as a string', describe(at))
    }
    if (wraps.has(found.key)) {
      return refusal('duplicate-name', ['wrap'], `${found.key} once`, `${quotedVisibly(name)} again`)
    }
    wraps.set(found.key, at)
  }
  return { names, wraps }
}

/** True where a name, or the measurement it is a part of, is a running total. */
export function isTotal(names: ReadonlySet<string>, key: string, measurement: string): boolean {
  return names.has(key) || names.has(measurement)
}

function isModulus(at: unknown): at is number | string {
  if (typeof at === 'string') return /^[1-9]\d{0,38}$/.test(at)
  return typeof at === 'number' && Number.isSafeInteger(at) && at > 0
}
