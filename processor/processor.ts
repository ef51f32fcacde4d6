import type { ExplainRequest, Explanation, Realm } from '../contract/mod.ts'
import type { LogEntry, TelemetryLogReader } from '../log/mod.ts'
import type { KpiStore } from '../store/mod.ts'
import type { OpenGap } from './identity/open-gaps.ts'

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface ProcessorOptions {
  readonly log: TelemetryLogReader
  readonly partition?: number
  readonly stateDirectory: string
  readonly store: KpiStore
  readonly realm: Realm
  /** What a new state is told before the first entry; absent: nothing. */
  readonly foretold?: Foretold
  readonly now: () => number
  readonly random: () => number
  readonly logger: Logger
  /** Values kept decoded in memory; absent: 50,000, and where that is more 40 for each station. */
  readonly hotEntries?: number | undefined
  /** How often state behind its horizon is let go; default 30 s. */
  readonly expireEveryMs?: number
  /** Called after the store has got something new. */
  readonly onWritten?: () => void
  readonly onAlarm?: (code: string, text: string | undefined) => void
}

/** What was said later and holds all the same, so that figures are made by what is known today. */
export interface Foretold {
  /** Words of the operator, as the log has them; `log` does not give them again. */
  readonly entries: readonly LogEntry[]
  /** The log before its first entry is gone: windows that it tells in part are not made. */
  readonly isCut: boolean
}

export interface ProcessorStatus {
  readonly appliedOffset: number
  readonly realmClock: number
  /** No window that starts earlier was made, since the log had been cut short [epoch ms]; undefined: it had not. */
  readonly beginsMs: number | undefined
  readonly messages: number
  readonly messagesPerSecond: number
  readonly outbox: number
  readonly lastWriteAt: number | undefined
  readonly lastStoreError: string | undefined
  readonly expired: number
  readonly refused: number
  readonly hotEntries: number
}

export interface Processor {
  status(): ProcessorStatus
  /** Missing seqs of every station, for the gap repair. */
  openGaps(limit: number): OpenGap[]
  /** What a figure is made of; one at a time. @throws {KpiRequestError} where it cannot be asked so. */
  explain(request: ExplainRequest): Promise<Explanation>
  /** Resolves when everything in the log now is in the store. */
  drain(): Promise<void>
  stop(): Promise<void>
}
