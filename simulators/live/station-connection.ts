import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type PQueue from 'p-queue'
import { formatTopic, type Realm } from '../../contract/mod.ts'
import { BackOff } from './back-off.ts'
import type { Environment } from './environment.ts'

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

export interface StationConnectionOptions {
  readonly station: string
  readonly access: BrokerAccess
  readonly environment: Environment
  /** Bounds how many stations of the fleet connect at the same time. */
  readonly gate: PQueue
  /** The last will for a connection that is about to be made. */
  readonly will: () => Uint8Array | undefined
  readonly onUp: (client: MqttClient) => void
  readonly onDown: () => void
  readonly onCommand: (bytes: Uint8Array) => void
}

const KEEPALIVE_S = 30
const CONNECT_TIMEOUT_MS = 10_000
const CLOSE_WITHIN_MS = 1000

/** One station's line to the broker: made anew, with back-off and jitter, until it is no longer wanted. */
export class StationConnection {
  readonly #options: StationConnectionOptions
  readonly #backOff: BackOff
  #client: MqttClient | undefined
  #wanted = false
  #up = false
  #attempting = false
  #cancelRetry: (() => void) | undefined

  constructor(options: StationConnectionOptions) {
    this.#options = options
    this.#backOff = new BackOff(options.environment.random)
  }

  /** The client while its connection stands. */
  get client(): MqttClient | undefined {
    return this.#up ? this.#client : undefined
  }

  /** Connects after `delayMs`, and again whenever the connection breaks. */
  open(delayMs: number): void {
    if (this.#wanted) return
    this.#wanted = true
    this.#backOff.reset()
    this.#retry(delayMs)
  }

  /** Tears the line: no DISCONNECT, so that the broker publishes the last will. */
  cut(): void {
    this.#stopRetrying()
    this.drop()
  }

  /** Gives this connection up for a later one. */
  drop(): void {
    const client = this.#client
    this.#down(client)
    client?.end(true)
  }

  /** A connection over which something was acknowledged is a good one; one that is refused at every message must slow down. */
  proved(): void {
    this.#backOff.reset()
  }

  /** Takes leave: the last will is void, unless messages are `unanswered`. Resolves when the connection is down. */
  async close(unanswered: boolean): Promise<void> {
    this.#stopRetrying()
    const client = this.#client
    if (client === undefined) return
    await new Promise<void>((resolve) => {
      // A broker that hangs keeps nobody here; it publishes the last will then
      const cancel = this.#options.environment.schedule(CLOSE_WITHIN_MS, () => client.stream.destroy())
      // A polite end would wait for what is unanswered without a limit
      client.end(unanswered || !this.#up, {}, () => {
        cancel()
        resolve()
      })
    })
    this.#down(client)
  }

  #stopRetrying(): void {
    this.#wanted = false
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
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
          this.#retryIfDown()
        })
    })
  }

  #retryIfDown(): void {
    const idle = this.#client === undefined && this.#cancelRetry === undefined && !this.#attempting
    if (this.#wanted && idle) this.#retry(this.#backOff.nextMs())
  }

  /** Resolves when the connection stands or has failed. */
  #attempt(): Promise<void> {
    if (!this.#wanted || this.#client !== undefined) return Promise.resolve()
    const { access, station, environment, onCommand } = this.#options
    const client = connect(access.url, this.#connectOptions())
    this.#client = client
    client.on('message', (_topic, bytes) => onCommand(bytes))
    return new Promise((resolve) => {
      client.on('connect', () => {
        this.#made(client)
        resolve()
      })
      client.on('error', (error) => {
        environment.logger.debug({ station, reason: error.message }, 'the connection failed')
        if (client === this.#client) this.drop()
        resolve()
      })
      client.on('close', () => {
        this.#down(client)
        resolve()
      })
    })
  }

  #connectOptions(): IClientOptions {
    const { access, station, will } = this.#options
    const password = access.password?.(station)
    const payload = will()
    const topic = formatTopic(access.realm, station, 'death')
    return {
      ...access.tls,
      clientId: station,
      username: station,
      ...(password !== undefined && { password }),
      protocolVersion: access.protocolVersion ?? 4,
      clean: true,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      // The library would connect again at a fixed beat, and send again by itself: both are ours
      reconnectPeriod: 0,
      resubscribe: false,
      ...(payload && { will: { topic, payload: Buffer.from(payload), qos: 1, retain: false } }),
    }
  }

  #made(client: MqttClient): void {
    if (client !== this.#client) return
    const { access, station, environment, onUp } = this.#options
    client.subscribe(formatTopic(access.realm, station, 'cmd'), { qos: 1 }, (error) => {
      if (error && client === this.#client && client.connected)
        environment.logger.warn(
          { station, reason: error.message },
          'no subscription to cmd: nothing will be sent again',
        )
    })
    this.#up = true
    onUp(client)
  }

  #down(client: MqttClient | undefined): void {
    if (client === undefined || client !== this.#client) return
    this.#client = undefined
    this.#up = false
    this.#options.onDown()
    this.#retryIfDown()
  }
}
