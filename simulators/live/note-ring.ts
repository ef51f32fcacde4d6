import { formatBoot } from '../../contract/mod.ts'
import type { BootRecord } from '../model/boot-record.ts'
import type { Held } from '../model/fleet-state.ts'
import { NOTE_KINDS } from '../model/note.ts'

/** Notes of one boot with consecutive seqs, from a position on. */
interface Run {
  readonly boot: BootRecord
  readonly bootText: string
  readonly position: number
  readonly seq: number
}

/**
 * 48 h of a station at the live profile are 17,280 reports of 10 s, 192 of 900 s, 2,880 heartbeats, 1,728 cell states and 192 alarm
 * lists: 22,272 notes. The rest is room for changes and for stations of more cells.
 */
export const RING_CAPACITY = 32_768
const FIRST_CAPACITY = 256

/** A station's non-volatile memory: the latest notes in 17 bytes each, by positions that count up for ever. */
export class NoteRing {
  #kinds = new Uint8Array(FIRST_CAPACITY)
  #times = new Float64Array(FIRST_CAPACITY)
  #args = new Float64Array(FIRST_CAPACITY)
  #begin = 0
  #end = 0
  #runs: Run[] = []

  /** The oldest position kept. */
  get begin(): number {
    return this.#begin
  }

  get end(): number {
    return this.#end
  }

  append({ boot, note }: Held): void {
    if (this.#end - this.#begin === this.#kinds.length) this.#makeRoom()
    const last = this.#runs.at(-1)
    const bootText = formatBoot(boot.boot)
    if (last?.bootText !== bootText || last.seq + this.#end - last.position !== note.seq)
      this.#runs.push({ boot, bootText, position: this.#end, seq: note.seq })
    const at = this.#end++ % this.#kinds.length
    this.#kinds[at] = NOTE_KINDS.indexOf(note.kind)
    this.#times[at] = note.atMs
    this.#args[at] = note.arg
  }

  at(position: number): Held | undefined {
    if (position < this.#begin || position >= this.#end) return undefined
    const run = this.#runs.findLast((candidate) => candidate.position <= position)
    const at = position % this.#kinds.length
    const kind = NOTE_KINDS[this.#kinds[at] ?? 0]
    if (run === undefined || kind === undefined) return undefined
    const seq = run.seq + position - run.position
    return { boot: run.boot, note: { seq, kind, atMs: this.#times[at] ?? 0, arg: this.#args[at] ?? 0 } }
  }

  find(bootText: string, seq: number): number | undefined {
    for (const [i, run] of this.#runs.entries()) {
      const position = run.position + seq - run.seq
      const endOfRun = this.#runs[i + 1]?.position ?? this.#end
      if (run.bootText === bootText && seq >= run.seq && position < endOfRun && position >= this.#begin) return position
    }
    return undefined
  }

  /** Forgets what is older than `beforeMs`; the time of a note is that of its message. */
  dropBefore(beforeMs: number): void {
    while (this.#begin < this.#end && (this.#times[this.#begin % this.#times.length] ?? 0) < beforeMs) this.#begin++
    this.#dropRuns()
  }

  #makeRoom(): void {
    const capacity = this.#kinds.length
    if (capacity >= RING_CAPACITY) {
      this.#begin++
      this.#dropRuns()
      return
    }
    const [kinds, times, args] = [this.#kinds, this.#times, this.#args]
    const next = capacity * 2
    this.#kinds = new Uint8Array(next)
    this.#times = new Float64Array(next)
    this.#args = new Float64Array(next)
    for (let position = this.#begin; position < this.#end; position++) {
      this.#kinds[position % next] = kinds[position % capacity] ?? 0
      this.#times[position % next] = times[position % capacity] ?? 0
      this.#args[position % next] = args[position % capacity] ?? 0
    }
  }

  #dropRuns(): void {
    while ((this.#runs[1]?.position ?? Number.POSITIVE_INFINITY) <= this.#begin) this.#runs.shift()
  }
}
