import { accountOf, type Kpi, reportsOf, UNBOUNDED } from './figure.ts'
import type { Stage } from './stages.ts'

/** Round steps of a decade, as the wire contract fixes them [kbit/s], [ms]. */
export const THROUGHPUT_EDGES = [
  1000, 1200, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10000, 12000, 15000, 20000, 25000, 30000, 40000, 50000,
  60000, 80000, 100000, 120000, 150000, 200000, 250000, 300000, 400000, 500000, 600000, 800000, 1000000, 1200000,
]
export const DELAY_EDGES = [
  0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250,
  300, 400, 500, 600,
]
const BINS = 33

/** Bins of a counter; what is not told is 0, and a bin beyond the last is of other edges: nothing is taken. */
export function bins(counter: string): Stage {
  const names = [...Array(BINS).keys()].map((bin) => `${counter}.bin${bin}`)
  return {
    id: '',
    ways: {
      '': {
        needs: [],
        uses: (m) => names.filter((name) => m[name] !== undefined),
        parts: (m) => Object.fromEntries(names.map((name, bin) => [`bin${bin}`, m[name] ?? 0])),
        fits: (m) => {
          const told = Object.keys(m).filter((name) => name.startsWith(`${counter}.bin`))
          return told.length > 0 && told.every((name) => names.includes(name))
        },
      },
    },
    cannotBe: (parts) => Object.values(parts).some((count) => count < 0),
  }
}

function countsOf(parts: Parameters<typeof reportsOf>[0], stage: Stage): number[] {
  const reports = reportsOf(parts, stage)
  return [...Array(BINS).keys()].map((bin) => reports.reduce((sum, report) => sum + report.parts[`bin${bin}`]!, 0))
}
const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

export const samples = (stage: Stage): Kpi => ({
  of: 'cells',
  stages: [stage],
  figure: (parts) => {
    const { base, observed: obs } = accountOf(parts, [stage])
    const all = sumOf(countsOf(parts, stage))
    return { ...base, value: obs > 0 ? all : null, lo: all, hi: null, boundKind: 'exact', n: obs }
  },
})

/** Share of the samples at or above an edge, or below it, in percent. */
export const share = (stage: Stage, edges: readonly number[], edge: number, side: 'above' | 'below'): Kpi => ({
  of: 'cells',
  stages: [stage],
  figure: (parts) => {
    const { base } = accountOf(parts, [stage])
    const counts = countsOf(parts, stage)
    const all = sumOf(counts)
    // bin i begins at edge i - 1
    const from = edges.indexOf(edge) + 1
    const own = sumOf(side === 'above' ? counts.slice(from) : counts.slice(0, from))
    const na = base.na ?? (all > 0 ? undefined : 'zero-denominator')
    return { ...base, ...UNBOUNDED, value: na === undefined ? (100 * own) / all : null, n: all, na }
  },
})

/** The value that `percent` of the samples do not exceed, as if they lay evenly in their bin; in the last bin its edge. */
export const percentile = (stage: Stage, edges: readonly number[], percent: number): Kpi => ({
  of: 'cells',
  stages: [stage],
  figure: (parts) => {
    const { base } = accountOf(parts, [stage])
    const counts = countsOf(parts, stage)
    const all = sumOf(counts)
    const na = base.na ?? (all > 0 ? undefined : 'zero-denominator')
    if (na !== undefined) return { ...base, ...UNBOUNDED, value: null, n: all, na }
    const wanted = (all * percent) / 100
    let [bin, below] = [0, 0]
    while (counts[bin] === 0 || below + counts[bin]! < wanted) below += counts[bin++]!
    const low = bin === 0 ? 0 : edges[bin - 1]!
    if (bin === BINS - 1) return { ...base, ...UNBOUNDED, value: low, n: all, binWidth: null }
    const binWidth = edges[bin]! - low
    return { ...base, ...UNBOUNDED, value: low + (binWidth * (wanted - below)) / counts[bin]!, n: all, binWidth }
  },
})
