import type { EdgesId } from './definition.ts'

/** The R"10 series of preferred numbers (ISO 3 / ISO 497): ten round steps a decade, each about a quarter more. */
const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8] as const

/** So many edges make one more bin. */
const EDGE_COUNT = 32

/** `EDGE_COUNT` edges from the step number `first` on, step 0 being `unit`. */
function edgesFrom(first: number, unit: number): readonly number[] {
  return Array.from({ length: EDGE_COUNT }, (_, i) => {
    const step = first + i
    const decade = Math.floor(step / STEPS.length)
    // decimal numbers of at most two digits: rounding takes away what the multiplication adds
    return Number(((STEPS[step % STEPS.length] as number) * 10 ** decade * unit).toPrecision(3))
  })
}

export interface Edges {
  readonly unit: 'kbit/s' | 'ms'
  /** Ascending; bin 0 lies below the first, bin i from edge i − 1 up to but without edge i, the last one from the last edge on. */
  readonly edges: readonly number[]
}

/**
 * Edges on which `.bin0` … `.bin32` of a distribution stand, fixed for all makers: bins add only where their edges are
 * the same. What law and standards ask for lies on an edge, so that shares at 30 and 100 Mbit/s and 50 ms are counted
 * exactly.
 *
 * Throughput: 1 Mbit/s, 1.2, 1.5 … 1 000, 1 200 Mbit/s. Delay: 0.5 ms, 0.6, 0.8, 1 … 500, 600 ms.
 */
export const EDGES: Readonly<Record<EdgesId, Edges>> = {
  throughput: { unit: 'kbit/s', edges: edgesFrom(0, 1_000) },
  delay: { unit: 'ms', edges: edgesFrom(7, 0.1) },
}

export const BIN_COUNT = EDGE_COUNT + 1

/** Number of the first bin that lies wholly at or above the edge. @throws RangeError where it is no edge. */
export function binFrom(edges: EdgesId, edge: number): number {
  const place = EDGES[edges].edges.indexOf(edge)
  if (place < 0) throw new RangeError(`${edge} ${EDGES[edges].unit} is no edge of the ${edges} bins`)
  return place + 1
}
