import type { Gap } from './gap.ts'
import { GapRepairPlan, type RepairRequest } from './gap-repair-plan.ts'
import type { Intake } from './intake.ts'
import type { Logger } from './logger.ts'
import { type Schedule, systemSchedule } from './schedule.ts'

export interface GapRepairOptions {
  /** All open gaps of the realm, as the processor knows them. */
  readonly openGaps: () => Promise<readonly Gap[]>
  readonly intake: Pick<Intake, 'status' | 'publishCommand'>
  readonly now: () => number
  readonly random: () => number
  readonly logger: Logger
  /** Default 5,000. */
  readonly everyMs?: number
  readonly schedule?: Schedule
}

export interface GapRepair {
  /** Commands that the broker took since the start. */
  readonly requestedTotal: () => number
  stop(): Promise<void>
}

/** Live data first: with more deliveries than this before the disk, nothing old is asked for. A quarter of the window. */
const BUSY_IN_FLIGHT = 500
/** 50 stations send 5,000 messages between two rounds: 1,000/s, a small part of what an intake takes. */
const MAX_REQUESTS_PER_ROUND = 50

/** Asks stations for messages that are missing: `cmd` resend, at most 100 at a time, 5 tries, one at a time a station. */
export function startGapRepair(options: GapRepairOptions): GapRepair {
  const repair = new Repair(options)
  repair.start()
  return repair
}

class Repair implements GapRepair {
  readonly #options: GapRepairOptions
  readonly #plan: GapRepairPlan
  #cancel: () => void = () => undefined
  #round: Promise<void> = Promise.resolve()
  #stopped = false
  #requested = 0

  constructor(options: GapRepairOptions) {
    this.#options = options
    this.#plan = new GapRepairPlan(options.random)
  }

  start(): void {
    const { everyMs = 5_000, schedule = systemSchedule } = this.#options
    this.#cancel = schedule(everyMs, () => {
      this.#round = this.#ask().then(() => {
        if (!this.#stopped) this.start()
      })
    })
  }

  requestedTotal = (): number => this.#requested

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    await this.#round
  }

  async #ask(): Promise<void> {
    const { openGaps, now, logger } = this.#options
    if (!this.#mayAsk()) return
    try {
      for (const request of this.#plan.due(await openGaps(), now(), MAX_REQUESTS_PER_ROUND)) {
        if (this.#stopped || !this.#mayAsk()) return
        await this.#send(request)
      }
    } catch (error) {
      logger.warn({ error: String(error) }, 'Open gaps could not be read: tried again')
    }
  }

  #mayAsk(): boolean {
    const { connected, accepting, inFlight } = this.#options.intake.status()
    return connected && accepting && inFlight <= BUSY_IN_FLIGHT
  }

  async #send(request: RepairRequest): Promise<void> {
    const { intake, logger, now } = this.#options
    const { gap, command } = request
    try {
      await intake.publishCommand(gap.station, command)
    } catch (error) {
      logger.debug({ station: gap.station, error: String(error) }, 'A resend request could not be delivered')
      this.#plan.undeliverable(request, now())
      return
    }
    this.#plan.sent(request, now())
    this.#requested += 1
    logger.info({ station: gap.station, ...command.resend }, 'Asked a station for messages that are missing')
  }
}
