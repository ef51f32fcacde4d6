import type { Config } from '../config/settings.ts'

/** What the commands of one group need of the program. */
export interface ProgramContext {
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
}
