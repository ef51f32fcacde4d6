/** The shape of pino's calls; nothing is logged per message. */
export interface Logger {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Runs `task` once, `delayMs` from now; the returned function takes it back. */
export type Schedule = (delayMs: number, task: () => void) => () => void

/** What live stations take from outside. */
export interface Environment {
  /** [epoch ms] */
  readonly now: () => number
  /** [0, 1); for back-off jitter only, so it does not shape any message. */
  readonly random: () => number
  readonly schedule: Schedule
  readonly logger: Logger
}
