const FACTOR = Number(process.env.TRAM5G_PROPERTY_RUNS ?? 1)

/** How often a costly property is tried: so often each time everything is tested, and `TRAM5G_PROPERTY_RUNS=50` times that for a long look. */
export const often = (numRuns: number): number => Math.max(1, Math.round(numRuns * FACTOR))

/** Vitest's limit for a property that is tried more often than usual, too [ms]. */
export const limitMs = (usual: number): number => usual * Math.max(1, FACTOR)
