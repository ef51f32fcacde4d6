import type { HealthAlarm } from '../../dashboards/mod.ts'

/** Alerts about the pipeline itself that hold now; at most one of each code. */
export class Alarms {
  readonly #now: () => number
  readonly #held = new Map<string, HealthAlarm>()
  readonly #onChange: (code: string, text: string | undefined) => void

  constructor(now: () => number, onChange: (code: string, text: string | undefined) => void) {
    this.#now = now
    this.#onChange = onChange
  }

  /** Raises the alarm `code`, or clears it where there is no text. */
  set(code: string, text: string | undefined): void {
    const held = this.#held.get(code)
    if (text === undefined) {
      if (this.#held.delete(code)) this.#onChange(code, undefined)
      return
    }
    if (held?.text === text) return
    this.#held.set(code, { code, since: held?.since ?? this.#now(), text })
    this.#onChange(code, text)
  }

  list(): HealthAlarm[] {
    return [...this.#held.values()].sort((a, b) => a.since - b.since)
  }
}
