import type { ResendCommand } from '../contract/mod.ts'

/** Where messages come in: an MQTT client on an external broker, or the embedded broker itself. */
export interface Intake {
  status(): IntakeStatus
  /** Called at every change of `connected` or `accepting`; the function returned ends that. */
  onStatusChange(listener: () => void): () => void
  /**
   * Publishes `cmd` to the station, QoS 1; resolves when the broker has it.
   * @throws Error where there is no broker, or it refuses.
   */
  publishCommand(station: string, command: ResendCommand): Promise<void>
  /** Takes nothing more, waits for what is being written, acknowledges it, disconnects. Idempotent. */
  stop(): Promise<void>
}

export interface IntakeStatus {
  /** It has its broker and its subscriptions (embedded: it listens). */
  readonly connected: boolean
  /** It acknowledges; false while the log takes nothing. */
  readonly accepting: boolean
  /** Deliveries since its start, repeated ones too. */
  readonly receivedTotal: number
  /** Deliveries acknowledged since its start; QoS 0 has none. */
  readonly ackedTotal: number
  /** Deliveries and connections turned away since its start (embedded only). */
  readonly refusedTotal?: number
  /** Deliveries that are not yet on disk. */
  readonly inFlight: number
  /** Why it is not connected or does not accept, in one line that says what to do. */
  readonly lastError?: string
  readonly mode: 'mqtt5' | 'mqtt3.1.1' | 'embedded'
  /** Without credentials. */
  readonly url: string
}

/** Tells its listeners, each of which may leave while it is told. */
export class StatusListeners {
  readonly #listeners = new Set<() => void>()

  add(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
