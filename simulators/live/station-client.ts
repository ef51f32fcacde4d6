import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type PQueue from 'p-queue'
import { formatTopic, type Realm } from '../../contract/mod.ts'
import { BackOff } from './back-off.ts'
import type { Environment } from './environment.ts'
import type { Manifest } from './manifest.ts'
import type { Outbox, Outgoing } from './outbox.ts'
import { parseResend, RESEND_AT_ONCE } from './resend-request.ts'

/** How stations reach the broker; user name and client id are the station's id. */
export interface BrokerAccess {
  readonly url: string
  readonly realm: Realm
  /** The station's password, where the broker asks for one. */
  readonly password?: (station: string) => string | undefined
  /** 4 is MQTT 3.1.1, which every broker speaks; default 4. */
  readonly protocolVersion?: 4 | 5
  readonly tls?: Pick<IClientOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>
}

export interface StationClientOptions {
  readonly station: string
  readonly access: BrokerAccess
  readonly outbox: Outbox
  readonly environment: Environment
  /** Bounds how many stations of the fleet connect at the same time. */
  readonly gate: PQueue
  readonly manifest: Manifest | undefined
  /** The last will for a connection that is about to be made. */
  readonly will: () => Uint8Array | undefined
  /** The connection stands: the station says its birth. */
  readonly onConnected: () => void
  /** Once per message, however often it is sent. */
  readonly onAcked?: () => void
  /** Messages on their way at once. */
  readonly inFlight?: number
}

/** Unanswered messages of one station at a time; brokers take 20 and more. */
const IN_FLIGHT = 20
const KEEPALIVE_S = 30
const CONNECT_TIMEOUT_MS = 10_000
const CLOSE_WITHIN_MS = 1000

/** One station's MQTT connection: its own, made again whenever it breaks; a message leaves the outbox when acknowledged. */
export class StationClient {
  readonly #options: StationClientOptions
  readonly #backOff: BackOff
  #client: MqttClient | undefined
  #wanted = false
  #connected = false
  #attempting = false
  #cancelRetry: (() => void) | undefined
  #next = 0
  #inFlight = 0
  #again: number[] = []
  #published = 0
  #resent = 0

  constructor(options: StationClientOptions) {
    this.#options = options
    this.#backOff = new BackOff(options.environment.random)
  }

  get connected(): boolean {
    return this.#connected
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
    if (this.#wanted) return
    this.#wanted = true
    this.#backOff.reset()
    this.#retry(delayMs)
  }

  /** Tears the line: no DISCONNECT, so that the broker publishes the last will. */
  cut(): void {
    this.#wanted = false
    this.#stopRetrying()
    const client = this.#client
    this.#lost(client)
    client?.end(true)
  }

  /** Takes leave: the last will is void. Resolves when the connection is down. */
  async close(): Promise<void> {
    this.#wanted = false
    this.#stopRetrying()
    const client = this.#client
    if (client === undefined) return
    await new Promise<void>((resolve) => {
      // A broker that hangs keeps nobody here; it publishes the last will then
      const cancel = this.#options.environment.schedule(CLOSE_WITHIN_MS, () => client.stream.destroy())
      // With messages unanswered a polite end would wait for them without a limit
      client.end(this.#inFlight > 0 || !this.#connected, {}, () => {
        cancel()
        resolve()
      })
    })
    this.#lost(client)
  }

  /** Sends what is due, as far as the window allows: new messages first, then what was asked for again. */
  pump(): void {
    const client = this.#client
    if (client === undefined || !this.#connected) return
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
      if (client !== this.#client) return
      this.#inFlight--
      if (error) this.#unanswered(client, error)
      else this.#acknowledged(position, message)
    })
    return true
  }

  #acknowledged(position: number, message: Outgoing): void {
    const { outbox, manifest, station, onAcked } = this.#options
    // An acknowledgement is what tells a good connection: one that is refused at every message must slow down
    this.#backOff.reset()
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
    this.#lost(client)
    client.end(true)
  }

  #retry(delayMs: number): void {
    const { environment, gate } = this.#options
    this.#cancelRetry = environment.schedule(delayMs, () => {
      this.#cancelRetry = undefined
      if (this.#attempting) return
      this.#attempting = true
      void gate
        .add(() => this.#attempt())
        .finally(() => {
          this.#attempting = false
          if (this.#wanted && this.#client === undefined && this.#cancelRetry === undefined) this.#retryLater()
        })
    })
  }

  #stopRetrying(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
  }

  #retryLater(): void {
    this.#retry(this.#backOff.nextMs())
  }

  /** Resolves when the connection stands or has failed. */
  #attempt(): Promise<void> {
    const { access, station, will } = this.#options
    if (!this.#wanted || this.#client !== undefined) return Promise.resolve()
    const password = access.password?.(station)
    const payload = will()
    const client = connect(access.url, {
      ...access.tls,
      clientId: station,
      username: station,
      ...(password !== undefined && { password }),
      protocolVersion: access.protocolVersion ?? 4,
      clean: true,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      // The library would try again at a fixed beat, and send again by itself: both are ours
      reconnectPeriod: 0,
      resubscribe: false,
      ...(payload && {
        will: {
          topic: formatTopic(access.realm, station, 'death'),
          payload: Buffer.from(payload),
          qos: 1,
          retain: false,
        },
      }),
    })
    this.#client = client
    client.on('message', (_topic, bytes) => this.#asked(bytes))
    return new Promise((resolve) => {
      client.on('connect', () => {
        this.#made(client)
        resolve()
      })
      client.on('error', (error) => {
        this.#options.environment.logger.debug({ station, reason: error.message }, 'the connection failed')
        this.#lost(client)
        client.end(true)
        resolve()
      })
      client.on('close', () => {
        this.#lost(client)
        resolve()
      })
    })
  }

  #made(client: MqttClient): void {
    if (client !== this.#client) return
    const { access, station, environment, onConnected } = this.#options
    client.subscribe(formatTopic(access.realm, station, 'cmd'), { qos: 1 }, (error) => {
      if (error && client === this.#client)
        environment.logger.warn(
          { station, reason: error.message },
          'no subscription to cmd: nothing will be sent again',
        )
    })
    this.#connected = true
    onConnected()
    this.pump()
  }

  /** Whatever was on its way goes out again on the next connection. */
  #lost(client: MqttClient | undefined): void {
    if (client === undefined || client !== this.#client) return
    this.#client = undefined
    this.#connected = false
    this.#inFlight = 0
    this.#next = this.#options.outbox.firstUnacked
    if (this.#wanted && !this.#attempting && this.#cancelRetry === undefined) this.#retryLater()
  }

  #asked(bytes: Uint8Array): void {
    const asked = parseResend(bytes)
    if (asked === undefined || asked.src !== '0') return
    for (let seq = asked.from; seq <= asked.to; seq++) {
      const position = this.#options.outbox.find(asked.boot, seq)
      // What is not acknowledged yet is on its way anyhow
      if (position === undefined || !this.#options.outbox.isAcked(position)) continue
      if (this.#again.length < 2 * RESEND_AT_ONCE) this.#again.push(position)
    }
    this.pump()
  }
}
