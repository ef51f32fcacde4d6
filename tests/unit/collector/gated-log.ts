import {
  LogFullError,
  LogUnwritableError,
  memoryLog,
  type NewEntry,
  type Offset,
  type TelemetryLog,
} from '../../../log/mod.ts'

export type Refusal = 'full' | 'unwritable' | 'broken'

/** A memory log whose commits wait for the test, or are refused. */
export class GatedLog {
  readonly inner: TelemetryLog
  readonly batches: (readonly NewEntry[])[] = []
  /** Set: `append` refuses. */
  refusal: Refusal | undefined
  /** Partitions that refuse while `refusal` is set; all where absent. */
  refusingPartitions: ReadonlySet<number> | undefined
  #gate: Promise<void> = Promise.resolve()
  #open: () => void = () => undefined

  constructor(partitions = 1) {
    this.inner = memoryLog({ realm: 'sim-test', partitions })
  }

  /** From now on commits wait for `open`. */
  shut(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve
    })
  }

  open(): void {
    this.#open()
  }

  /** What the writer sees. */
  get log(): TelemetryLog {
    return Object.assign(Object.create(this.inner) as TelemetryLog, {
      identity: this.inner.identity,
      append: (partition: number, batch: readonly NewEntry[]) => this.#append(partition, batch),
    })
  }

  async topics(partition = 0): Promise<string[]> {
    return (await this.inner.read(partition, undefined, 1_000_000)).map(({ topic }) => topic)
  }

  async #append(partition: number, batch: readonly NewEntry[]): Promise<Offset[]> {
    await this.#gate
    if (this.refusal && (this.refusingPartitions?.has(partition) ?? true)) throw refusalError(this.refusal)
    this.batches.push(batch)
    return this.inner.append(partition, batch)
  }
}

function refusalError(refusal: Refusal): Error {
  if (refusal === 'full') return new LogFullError('the disk budget of 1 GiB is used up')
  if (refusal === 'unwritable') return new LogUnwritableError('EIO')
  return new TypeError('something else')
}
