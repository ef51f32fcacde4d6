import type { MqttClient } from 'mqtt'
import { formatTopic } from '../../contract/mod.ts'
import type { Manifest } from './manifest.ts'
import type { Outbox, Outgoing } from './outbox.ts'
import { parseResend, RESEND_AT_ONCE } from './resend-request.ts'
import { StationConnection, type StationConnectionOptions } from './station-connection.ts'

export interface StationClientOptions extends Omit<StationConnectionOptions, 'onUp' | 'onDown' | 'onCommand'> {
  readonly outbox: Outbox
  readonly manifest: Manifest | undefined
  /** The connection stands: the station says its birth. */
  readonly onConnected: () => void
  /** Once per message, however often it is sent. */
  readonly onAcked?: () => void
  /** Messages on their way at once. */
  readonly inFlight?: number
}

/** Unanswered messages of one station at a time; brokers take 20 and more. */
const IN_FLIGHT = 20

/** What a station sends: a message leaves its outbox when the broker has acknowledged it, and goes out again when asked for. */
export class StationClient {
  readonly #options: StationClientOptions
  readonly #connection: StationConnection
  #next = 0
  #inFlight = 0
  #again: number[] = []
  #published = 0
  #resent = 0

  constructor(options: StationClientOptions) {
    this.#options = options
    this.#connection = new StationConnection({
      ...options,
      onUp: () => {
        options.onConnected()
        this.pump()
      },
      onDown: () => {
        // Whatever was on its way goes out again on the next connection
        this.#inFlight = 0
        this.#next = options.outbox.firstUnacked
      },
      onCommand: (bytes) => this.#asked(bytes),
    })
  }

  get connected(): boolean {
    return this.#connection.client !== undefined
  }

  /** Publishes so far, those sent again included. */
  get published(): number {
    return this.#published
  }

  /** Messages sent again because somebody asked for them. */
  get resent(): number {
    return this.#resent
  }

  /** Connects after `delayMs`, and again whenever the connection breaks. */
  open(delayMs = 0): void {
    this.#connection.open(delayMs)
  }

  /** Tears the line, so that the broker publishes the last will. */
  cut(): void {
    this.#connection.cut()
  }

  /** Takes leave of the broker; what is unanswered stays in the outbox. */
  close(): Promise<void> {
    return this.#connection.close(this.#inFlight > 0)
  }

  /** Sends what is due, as far as the window allows: new messages first, then what was asked for again. */
  pump(): void {
    const { client } = this.#connection
    if (client === undefined) return
    const { outbox, inFlight = IN_FLIGHT } = this.#options
    while (this.#inFlight < inFlight) {
      this.#next = Math.max(this.#next, outbox.firstUnacked)
      if (this.#next < outbox.end) {
        const position = this.#next++
        if (!outbox.isAcked(position)) this.#publish(client, position)
        continue
      }
      const position = this.#again.shift()
      if (position === undefined) return
      if (this.#publish(client, position)) this.#resent++
    }
  }

  #publish(client: MqttClient, position: number): boolean {
    const { outbox, station, access, manifest } = this.#options
    const message = outbox.at(position)
    if (message === undefined) return false
    manifest?.sent(station, message)
    this.#inFlight++
    this.#published++
    const topic = formatTopic(access.realm, station, message.kind)
    client.publish(topic, Buffer.from(message.payload), { qos: 1, retain: message.retain }, (error) => {
      // What an earlier connection answers is void: its messages go out again
      if (client !== this.#connection.client) return
      this.#inFlight--
      if (error) this.#unanswered(client, error)
      else this.#acknowledged(position, message)
    })
    return true
  }

  #acknowledged(position: number, message: Outgoing): void {
    const { outbox, manifest, station, onAcked } = this.#options
    this.#connection.proved()
    const first = !outbox.isAcked(position)
    outbox.acked(position)
    manifest?.acked(station, message)
    if (first) onAcked?.()
    this.pump()
  }

  /** The connection broke, or (MQTT 5) the broker said no: the message stays, and goes out again on a new connection. */
  #unanswered(client: MqttClient, error: Error): void {
    const { environment, station } = this.#options
    if ('code' in error && client.connected)
      environment.logger.warn({ station, reason: error.message }, 'the broker refused a message; it stays queued')
    this.#connection.drop()
  }

  #asked(bytes: Uint8Array): void {
    const asked = parseResend(bytes)
    if (asked === undefined || asked.src !== '0') return
    const { outbox } = this.#options
    for (let seq = asked.from; seq <= asked.to; seq++) {
      const position = outbox.find(asked.boot, seq)
      // What is not acknowledged yet is on its way anyhow
      if (position === undefined || !outbox.isAcked(position)) continue
      if (this.#again.length < 2 * RESEND_AT_ONCE) this.#again.push(position)
    }
    this.pump()
  }
}
