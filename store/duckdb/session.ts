import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import PQueue from 'p-queue'
import type { CommitGate } from './commit-gate.ts'

/** More would wait for the same two threads of the engine, and for the four of Node's pool. */
const READS_AT_ONCE = 2

export interface SessionParts {
  readonly instance: DuckDBInstance
  readonly readOnly: boolean
  /** Called once after the instance is closed. */
  readonly onClosed: () => void
}

/** One open file: writes one after the other, each a transaction, and reads that see whole transactions and do not wait for one. */
export class Session {
  readonly writer: DuckDBConnection
  readonly #parts: SessionParts
  readonly #writes = new PQueue({ concurrency: 1 })
  readonly #reads = new PQueue({ concurrency: READS_AT_ONCE })
  #closed = false

  constructor(parts: SessionParts, writer: DuckDBConnection) {
    this.#parts = parts
    this.writer = writer
  }

  /** Work of the writer when all that was asked before is done. */
  async write<Result>(work: () => Promise<Result>): Promise<Result> {
    return await this.#writes.add(work)
  }

  /** To be called within {@link write}. @param onUndone what else is undone with it */
  async transaction<Result>(
    work: () => Promise<Result>,
    { commit = () => this.commit(), onUndone }: { commit?: () => Promise<void>; onUndone?: () => void } = {},
  ): Promise<Result> {
    await this.writer.run('BEGIN')
    try {
      const result = await work()
      await commit()
      return result
    } catch (error) {
      onUndone?.()
      // after a failed COMMIT there is nothing left to roll back; the first error is the one to tell
      await this.writer.run('ROLLBACK').catch(() => undefined)
      throw error
    }
  }

  async commit(): Promise<void> {
    await this.writer.run('COMMIT')
  }

  async read<Result>(gate: CommitGate, work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new Error('the store is closed')
    const task = async () => {
      // about 30 µs; a connection of its own does not wait for the writer's transaction
      const connection = await this.#parts.instance.connect()
      try {
        return await gate.read(() => work(connection))
      } finally {
        connection.closeSync()
      }
    }
    return await this.#reads.add(task)
  }

  refuseIfReadOnly(): void {
    if (this.#closed) throw new Error('the store is closed')
    if (this.#parts.readOnly)
      throw new Error('the store was opened read-only; only `tram5g process` or `tram5g up` write to it')
  }

  /** Waits for what is under way, folds the write-ahead log into the file, and lets it go. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#writes.onIdle()
    await this.#reads.onIdle()
    try {
      if (!this.#parts.readOnly) await this.writer.run('CHECKPOINT')
    } finally {
      this.writer.closeSync()
      this.#parts.instance.closeSync()
      this.#parts.onClosed()
    }
  }
}
