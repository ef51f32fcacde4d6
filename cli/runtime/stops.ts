import type { Logger } from './logger.ts'

type Stop = () => void | Promise<void>

/** What must be ended, in the reverse order of its start; one that fails does not keep the others. */
export class Stops {
  readonly #stops: Stop[] = []

  add(stop: Stop): void {
    this.#stops.push(stop)
  }

  async run(logger: Logger): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) {
      try {
        await stop()
      } catch (error) {
        logger.error({ err: error }, 'stop.failed')
      }
    }
  }
}
