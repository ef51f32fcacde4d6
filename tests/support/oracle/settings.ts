const { TRAM5G_ORACLE_RUNS, TRAM5G_ORACLE_SEED } = process.env
const FACTOR = Number(TRAM5G_ORACLE_RUNS ?? 1)

/** Vitest's limit for a property that is tried that often [ms]. */
export const TIME_LIMIT_MS = 60_000 * Math.max(1, FACTOR)

/**
 * How often a property is tried, and from which seed: `TRAM5G_ORACLE_RUNS=50` for fifty times as many,
 * `TRAM5G_ORACLE_SEED=…` for others. A counterexample is made smaller for as long as there is time.
 */
export function settings(numRuns: number) {
  return {
    numRuns: Math.max(1, Math.round(numRuns * FACTOR)),
    seed: Number(TRAM5G_ORACLE_SEED ?? 20_201),
    interruptAfterTimeLimit: TIME_LIMIT_MS * 0.75,
    // on a slow machine what was tried by then counts
    markInterruptAsFailure: false,
  }
}
