import type { Logger } from './logger.ts'

/** What a person must know about an intake; each code is raised once and cleared once. */
export type IntakeAlarmCode =
  | 'log-full'
  | 'log-unwritable'
  | 'broker-unreachable'
  | 'broker-refused'
  | 'subscription-refused'
  | 'session-taken-over'
  | 'broker-dropped'

export interface IntakeAlarm {
  readonly code: IntakeAlarmCode
  /** False: the cause is gone. `broker-dropped` is an event, raised at each increase and never cleared. */
  readonly raised: boolean
  /** [epoch ms] */
  readonly at: number
  /** One line that says what is wrong and what to do. */
  readonly text: string
}

export type OnAlarm = (alarm: IntakeAlarm) => void

/** Remembers which alarms stand, so that each is told once. */
export class AlarmBoard {
  readonly #standing = new Map<IntakeAlarmCode, string>()
  readonly #onAlarm: OnAlarm
  readonly #logger: Logger
  readonly #now: () => number

  constructor(onAlarm: OnAlarm, logger: Logger, now: () => number) {
    this.#onAlarm = onAlarm
    this.#logger = logger
    this.#now = now
  }

  /** Told again only where the text has changed. */
  raise(code: IntakeAlarmCode, text: string): void {
    if (this.#standing.get(code) === text) return
    this.#standing.set(code, text)
    this.#tell({ code, raised: true, at: this.#now(), text })
  }

  clear(code: IntakeAlarmCode, text: string): void {
    if (!this.#standing.delete(code)) return
    this.#tell({ code, raised: false, at: this.#now(), text })
  }

  /** An alarm without an end of its own. */
  event(code: IntakeAlarmCode, text: string): void {
    this.#tell({ code, raised: true, at: this.#now(), text })
  }

  #tell(alarm: IntakeAlarm): void {
    if (alarm.raised) this.#logger.error({ alarm: alarm.code }, alarm.text)
    else this.#logger.info({ alarm: alarm.code }, alarm.text)
    this.#onAlarm(alarm)
  }
}
