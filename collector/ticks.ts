import type { TickRecord } from '../contract/mod.ts'
import type { TelemetryLog } from '../log/mod.ts'
import { appendControl } from './control-records.ts'
import type { Logger } from './logger.ts'
import { type Schedule, systemSchedule } from './schedule.ts'

/** As much of an intake as a tick tells. */
export interface TickSource {
  status(): { readonly connected: boolean; readonly accepting: boolean }
  onStatusChange(listener: () => void): () => void
}

export interface TickOptions {
  readonly log: TelemetryLog
  readonly source: TickSource
  readonly now: () => number
  readonly logger: Logger
  /** Default 5,000. */
  readonly everyMs?: number
  readonly schedule?: Schedule
}

export interface Ticks {
  /** Writes a last tick (not connected, not accepting) and ends. Idempotent. */
  stop(): Promise<void>
}

/** Changes that could not be written yet; with more of them the middle is forgotten, which only makes us less up. */
const MAX_UNWRITTEN = 100

/**
 * Writes `tick` records into every partition: every 5 s, and at every change of `connected` or `accepting`. Between two
 * ticks our side was up if a tick says so without `since`; with `since` it was up from there on only: so a tick after a
 * time in which we were not up has `since` = `at`. While the log takes nothing, changes wait, and regular ticks are left
 * out: time without ticks is ours too.
 */
export function startTicks(options: TickOptions): Ticks {
  const ticker = new Ticker(options)
  ticker.start()
  return ticker
}

class Ticker implements Ticks {
  readonly #options: TickOptions
  readonly #schedule: Schedule
  readonly #unwritten: TickRecord[] = []
  #wasUp = false
  #last: { connected: boolean; accepting: boolean } | undefined
  #cancel: () => void = () => undefined
  #leave: () => void = () => undefined
  #writing: Promise<void> | undefined
  #stopped: Promise<void> | undefined
  #warned = false

  constructor(options: TickOptions) {
    this.#options = options
    this.#schedule = options.schedule ?? systemSchedule
  }

  start(): void {
    this.#leave = this.#options.source.onStatusChange(() => this.#onChange())
    this.#regular()
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#cancel()
    this.#leave()
    this.#record({ connected: false, accepting: false })
    await this.#writing
    if (this.#unwritten.length > 0) await this.#flush()
  }

  #regular(): void {
    this.#cancel = this.#schedule(this.#options.everyMs ?? 5_000, () => this.#regular())
    this.#record(this.#options.source.status())
  }

  #onChange(): void {
    const { connected, accepting } = this.#options.source.status()
    if (this.#last && connected === this.#last.connected && accepting === this.#last.accepting) return
    this.#record({ connected, accepting })
  }

  #record({ connected, accepting }: { readonly connected: boolean; readonly accepting: boolean }): void {
    const isChange = connected !== this.#last?.connected || accepting !== this.#last.accepting
    const at = this.#options.now()
    const tick: TickRecord = { type: 'tick', at, connected, accepting, ...(this.#wasUp ? {} : { since: at }) }
    this.#wasUp = connected && accepting
    this.#last = { connected, accepting }
    // Behind a change that waits, a regular tick would say nothing that the next one does not.
    if (!isChange && this.#unwritten.length > 0) return
    this.#unwritten.push(tick)
    if (this.#unwritten.length > MAX_UNWRITTEN) this.#unwritten.splice(1, 1)
    this.#writing ??= this.#flush().finally(() => {
      this.#writing = undefined
    })
  }

  /** Oldest first; what the log refuses stays for the next tick. */
  async #flush(): Promise<void> {
    for (let tick = this.#unwritten[0]; tick; tick = this.#unwritten[0]) {
      try {
        await appendControl(this.#options.log, tick, this.#options.now)
      } catch (error) {
        if (!this.#warned) this.#options.logger.warn({ error: String(error) }, 'The log takes no tick: tried again')
        this.#warned = true
        return
      }
      this.#warned = false
      this.#unwritten.shift()
    }
  }
}
