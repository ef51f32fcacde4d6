import type { KpiStore, StoreBatch } from '../../store/mod.ts'

/** Takes rows and counts them: what the processor costs without a database. It answers no question. */
export class CountingStore implements KpiStore {
  readonly kind = 'duckdb'
  /** Rows of KPI tables taken, each as often as it was written. */
  kpiRows = 0
  /** Rows of the other tables. */
  sideRows = 0

  async prepare(): Promise<void> {}

  async write(batch: StoreBatch): Promise<{ written: number; expired: number; refused: [] }> {
    const side = [batch.stations, batch.registry ?? [], batch.ledger, batch.events, batch.history, batch.deadLetters]
    const sideRows = side.reduce((n, rows) => n + rows.length, 0)
    this.kpiRows += batch.kpi.length
    this.sideRows += sideRows
    return { written: batch.kpi.length + sideRows, expired: 0, refused: [] }
  }

  sum(): Promise<never> {
    return this.#cannot()
  }

  stations(): Promise<never> {
    return this.#cannot()
  }

  registry(): Promise<never> {
    return this.#cannot()
  }

  ledger(): Promise<never> {
    return this.#cannot()
  }

  events(): Promise<never> {
    return this.#cannot()
  }

  history(): Promise<never> {
    return this.#cannot()
  }

  deadLetters(): Promise<never> {
    return this.#cannot()
  }

  async meta(): Promise<undefined> {
    return undefined
  }

  keptSince(): number {
    return Number.NEGATIVE_INFINITY
  }

  async close(): Promise<void> {}

  async #cannot(): Promise<never> {
    throw new Error('a counting store keeps nothing')
  }
}
