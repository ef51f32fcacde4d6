import type { Resolved } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import type { Logger } from '../runtime/logger.ts'

/** What the commands of one group need of the program. */
export interface ProgramContext {
  /** The configuration, with what holds where nothing is said. */
  readonly load: (defaults?: Partial<Config>) => Promise<Resolved>
  /** The configuration in force; commands that look or speak of one realm fall to the demo's. */
  readonly config: () => Promise<Config>
  readonly now: () => number
  /** A line on standard output. */
  readonly say: (line: string) => void
  /** A text on standard output, as it is. */
  readonly write: (text: string) => void
  /** A line on standard error: not wrong, and to be looked at. */
  readonly warn: (line: string) => void
  /** Who sits here, where nothing else is said. */
  readonly userName: string
  readonly logger: (config: Config) => Promise<Logger>
  /** Aborts when the person ends it; a second time the process ends at once. */
  readonly untilStopped: () => AbortSignal
  /** All was done, and something is wrong: the process ends with 1. */
  readonly fail: () => void
}

/** Commands that only look fall to the demo where nothing else is said. */
export const DEMO_REALM: Partial<Config> = { realm: 'sim-demo' }
