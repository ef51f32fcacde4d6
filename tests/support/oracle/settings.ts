/**
 * How often a property is tried, and from which seed: `TRAM5G_ORACLE_RUNS=50` for fifty times as many,
 * `TRAM5G_ORACLE_SEED=…` for others.
 */
export function settings(numRuns: number): { numRuns: number; seed: number } {
  const { TRAM5G_ORACLE_RUNS: factor = '1', TRAM5G_ORACLE_SEED: seed = '20201' } = process.env
  return { numRuns: numRuns * Number(factor), seed: Number(seed) }
}

/** Vitest's limit for a property that is tried that often [ms]. */
export const TIME_LIMIT_MS = 60_000 * Number(process.env.TRAM5G_ORACLE_RUNS ?? 1)
