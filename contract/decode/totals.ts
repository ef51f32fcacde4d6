import type { Measurement, SubDimension } from '../measurement/measurement.ts'
import { scaleOf } from '../measurement/unit.ts'

/** One typed sub-counter of a measurement as it came; `undefined`: not available. */
export interface Part {
  readonly measurement: Measurement
  readonly dimension: SubDimension
  readonly value: number | undefined
}

interface DimensionSum {
  readonly dimension: SubDimension
  sum: number
  count: number
  complete: boolean
}

/** Where parts of several dimensions come without a total, the first of these makes it. */
const PREFERENCE: readonly SubDimension[] = ['cause', 'plmn', 'snssai', '5qi', 'bin']

/**
 * Adds to `values` each total that only its parts tell, and names the measurements in which something disagrees: parts of
 * one dimension with the total, or with the parts of another dimension. Parts of means and shares add up to nothing and are
 * left alone; a dimension with a part that is not available neither makes a total nor contradicts one.
 *
 * Example: causes 60 + 38 without a total → total 98; with a total of 100 → total 100, disagrees.
 *
 * @returns undefined where nothing disagrees
 */
export function reconcileTotals(
  values: Map<string, number>,
  parts: readonly Part[],
): ReadonlySet<string> | 'too-big' | undefined {
  let disagree: Set<string> | undefined
  for (const [measurement, sums] of sumsByMeasurement(parts)) {
    const complete = sums.filter((each) => each.complete)
    complete.sort((a, b) => PREFERENCE.indexOf(a.dimension) - PREFERENCE.indexOf(b.dimension))
    const total = values.get(measurement.name) ?? complete[0]?.sum
    if (total === undefined) continue
    if (!Number.isSafeInteger(total)) return 'too-big'
    values.set(measurement.name, total)
    if (complete.some((each) => Math.abs(each.sum - total) > tolerance(measurement, each.count))) {
      disagree = (disagree ?? new Set()).add(measurement.name)
    }
  }
  return disagree
}

/**
 * Where the smallest unit is finer than the wire's, total and parts were each rounded by at most half of it; whole counts
 * must agree exactly.
 */
function tolerance(measurement: Measurement, count: number): number {
  const scale = scaleOf(measurement.quantity, measurement.unit)
  return scale === undefined || scale.num === scale.den ? 0 : (count + 1) / 2
}

function sumsByMeasurement(parts: readonly Part[]): Map<Measurement, DimensionSum[]> {
  const byMeasurement = new Map<Measurement, DimensionSum[]>()
  for (const { measurement, dimension, value } of parts) {
    if (!measurement.additive) continue
    const sums = byMeasurement.get(measurement) ?? []
    let sum = sums.find((each) => each.dimension === dimension)
    if (sum === undefined) {
      sum = { dimension, sum: 0, count: 0, complete: true }
      sums.push(sum)
    }
    sum.count++
    if (value === undefined) sum.complete = false
    else sum.sum += value
    byMeasurement.set(measurement, sums)
  }
  return byMeasurement
}
