import type { ResendCommand } from '../contract/mod.ts'
import { type Gap, gapKey } from './gap.ts'

/** A station answers a command with at most this many messages. */
export const MAX_SEQS_PER_COMMAND = 100

/** A gap this young [ms] may still close by itself: messages overtake each other at reconnects. */
const MIN_AGE_MS = 30_000
/** Stations keep their last 48 h. */
const MAX_AGE_MS = 48 * 3_600_000
/** Waits after the first, second … try [ms]: with the first one at once, 5 tries within 31 h. */
const WAIT_AFTER_TRY_MS = [10 * 60_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000]
const MAX_TRIES = WAIT_AFTER_TRY_MS.length + 1
/** A station that has been asked gets this long [ms] to answer before it is asked for another gap. */
const ANSWER_MS = 60_000
/** Tries are remembered for at most this many gaps, some 100 bytes each; the rest waits for its turn. */
const MAX_REMEMBERED = 20_000

export interface RepairRequest {
  readonly gap: Gap
  readonly command: ResendCommand
}

interface Tries {
  count: number
  nextAt: number
}

/** Decides which resend requests to send now; knows nothing of clocks and brokers. */
export class GapRepairPlan {
  readonly #random: () => number
  readonly #tries = new Map<string, Tries>()
  /** What each station has been asked for and not answered yet. */
  readonly #outstanding = new Map<string, { readonly key: string; readonly until: number }>()

  /** @param random yields numbers in [0, 1), for the jitter of repetitions */
  constructor(random: () => number) {
    this.#random = random
  }

  /** At most `limit` requests, one for a station, the oldest gaps first. Nothing counts as a try before `sent`. */
  due(gaps: readonly Gap[], nowMs: number, limit: number): RepairRequest[] {
    this.#forget(gaps, nowMs)
    const busy = new Set(this.#outstanding.keys())
    const requests: RepairRequest[] = []
    for (const gap of [...gaps].sort((a, b) => a.seenAt - b.seenAt || a.from - b.from)) {
      if (requests.length === limit) break
      if (busy.has(gap.station) || !this.#isDue(gap, nowMs)) continue
      busy.add(gap.station)
      requests.push({ gap, command: commandFor(gap) })
    }
    return requests
  }

  /** The request is with the broker. */
  sent({ gap }: RepairRequest, nowMs: number): void {
    const key = gapKey(gap)
    const count = (this.#tries.get(key)?.count ?? 0) + 1
    const wait = WAIT_AFTER_TRY_MS[count - 1] ?? Number.POSITIVE_INFINITY
    // Up to a tenth later, so that what broke at one moment is not asked for at one moment.
    this.#tries.set(key, { count, nextAt: nowMs + wait * (1 + this.#random() / 10) })
    this.#outstanding.set(gap.station, { key, until: nowMs + ANSWER_MS })
  }

  /** The broker did not take it (the station is away): no try, but the others come first. */
  undeliverable({ gap }: RepairRequest, nowMs: number): void {
    this.#outstanding.set(gap.station, { key: gapKey(gap), until: nowMs + ANSWER_MS })
  }

  #isDue(gap: Gap, nowMs: number): boolean {
    const age = nowMs - gap.seenAt
    if (age < MIN_AGE_MS || age > MAX_AGE_MS) return false
    const tries = this.#tries.get(gapKey(gap))
    if (!tries) return this.#tries.size < MAX_REMEMBERED
    return tries.count < MAX_TRIES && nowMs >= tries.nextAt
  }

  /** What is no longer open needs no memory; an answer frees its station. */
  #forget(gaps: readonly Gap[], nowMs: number): void {
    const open = new Set(gaps.map(gapKey))
    for (const key of this.#tries.keys()) if (!open.has(key)) this.#tries.delete(key)
    for (const [station, { key, until }] of this.#outstanding)
      if (!open.has(key) || nowMs >= until) this.#outstanding.delete(station)
  }
}

function commandFor({ boot, src, from, to }: Gap): ResendCommand {
  return { resend: { boot, src, from, to: Math.min(to, from + MAX_SEQS_PER_COMMAND - 1) } }
}
