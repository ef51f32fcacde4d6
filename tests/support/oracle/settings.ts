import { limitMs, often } from '../often.ts'

/** By themselves they take a few seconds; beside everything else on a slow machine a minute [ms]. */
const USUAL_MS = 180_000

/** Vitest's limit for a property that is tried that often [ms]. */
export const TIME_LIMIT_MS = limitMs(USUAL_MS)

/**
 * How often a property is tried, and from which seed: `TRAM5G_ORACLE_SEED=…` for others. A counterexample is made smaller for as long
 * as there is time.
 */
export function settings(numRuns: number) {
  return {
    numRuns: often(numRuns),
    seed: Number(process.env.TRAM5G_ORACLE_SEED ?? 20_201),
    interruptAfterTimeLimit: TIME_LIMIT_MS / 4,
    // on a slow machine what was tried by then counts
    markInterruptAsFailure: false,
  }
}
