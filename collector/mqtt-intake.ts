import type { IPublishPacket } from 'mqtt'
import { formatTopic, type Realm, type ResendCommand, subscriptionsOf } from '../contract/mod.ts'
import type { TelemetryLog } from '../log/mod.ts'
import { acknowledge, type Ticket } from './acknowledge.ts'
import { AlarmBoard, type OnAlarm } from './alarm.ts'
import { type BackoffRange, backoffMs } from './backoff.ts'
import { type BrokerAddress, formatBrokerUrl, parseBrokerUrl } from './broker-url.ts'
import { DROPPED_TOPIC, DroppedWatch } from './dropped-watch.ts'
import { type Intake, type IntakeStatus, StatusListeners } from './intake.ts'
import { LogWriter } from './log-writer.ts'
import type { Logger } from './logger.ts'
import { type ConnectionOptions, MqttConnection, type TlsMaterial } from './mqtt-connection.ts'
import { type ConnectionEnd, explainEnd, refusesVersion, SESSION_TAKEN_OVER } from './mqtt-refusal.ts'
import { pause, type Schedule, systemSchedule } from './schedule.ts'
import { VersionChoice } from './version-choice.ts'

export interface MqttIntakeOptions {
  /** `mqtt://host:port` or `mqtts://host:port`, without credentials. */
  readonly url: string
  readonly realm: Realm
  /** The session at the broker hangs on it: always the same for a realm, {@link collectorClientId} where absent. */
  readonly clientId?: string
  readonly username?: string
  readonly password?: string
  readonly tls?: TlsMaterial
  readonly log: TelemetryLog
  readonly now: () => number
  /** Yields numbers in [0, 1), for the jitter of reconnects. */
  readonly random: () => number
  /**
   * Deliveries the broker may have unacknowledged with us (MQTT 5; with 3.1.1 its own `max_inflight_messages` rules).
   * 2,000 = 50,000/s × 10 ms a commit × 4. Bounds memory together with 64 MiB of payloads.
   */
  readonly receiveMaximum?: number
  readonly logger: Logger
  readonly onAlarm: OnAlarm
  readonly reconnect?: BackoffRange
  readonly keepaliveS?: number
  readonly connectTimeoutMs?: number
  readonly schedule?: Schedule
  readonly maxWaitingBytes?: number
}

const RECONNECT: BackoffRange = { minMs: 500, maxMs: 60_000 }
/** A connection that lived this long [ms] was a good one: the next back-off begins at the bottom. */
const STABLE_MS = 10_000
/** So many short lives in a row look like two collectors that take the session from each other; Mosquitto 2.0 does not say so. */
const MANY_SHORT_LIVED = 3
/** A command that could not be delivered for this long [s] is asked anew by gap repair. */
const COMMAND_EXPIRY_S = 3_600
const CLOSE_DEADLINE_MS = 2_000
const VERSION_NAME = { 4: '3.1.1', 5: '5' } as const
/** At most one of them stands. */
const CONNECT_ALARMS = ['broker-unreachable', 'broker-refused', 'subscription-refused'] as const

/** The client id, and with it the session at the broker, of the one collector of a realm. */
export function collectorClientId(realm: Realm): string {
  return `tram5g-collector-${realm}`
}

/**
 * Takes in what stations publish to an external broker, and acknowledges to it only what is on disk. Resolves once the
 * loop runs, also where the broker is away: it keeps trying, and `status()` says why.
 * @throws Error where the URL is none.
 */
export async function startMqttIntake(options: MqttIntakeOptions): Promise<Intake> {
  // loaded by who uses it: a command that only appends to the log does not wait for a client
  const { connect } = await import('mqtt')
  const intake = new MqttIntake(options, connect)
  intake.start()
  return intake
}

class MqttIntake implements Intake {
  readonly #options: MqttIntakeOptions
  readonly #connect: ConnectionOptions['connect']
  readonly #address: BrokerAddress
  readonly #url: string
  readonly #schedule: Schedule
  readonly #alarms: AlarmBoard
  readonly #writer: LogWriter<Ticket | undefined>
  readonly #listeners = new StatusListeners()
  readonly #dropped = new DroppedWatch()
  readonly #version = new VersionChoice()
  readonly #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #stopped: Promise<void> | undefined
  #connection: MqttConnection | undefined
  #connected = false
  #connectedBefore = false
  #attempt = 0
  #shortLived = 0
  #receivedTotal = 0
  #ackedTotal = 0
  #lastError: string | undefined

  constructor(options: MqttIntakeOptions, connect: ConnectionOptions['connect']) {
    this.#options = options
    this.#connect = connect
    this.#address = parseBrokerUrl(options.url)
    this.#url = formatBrokerUrl(this.#address)
    this.#schedule = options.schedule ?? systemSchedule
    this.#alarms = new AlarmBoard(options.onAlarm, options.logger, options.now)
    this.#writer = new LogWriter({
      log: options.log,
      alarms: this.#alarms,
      schedule: this.#schedule,
      settle: (tickets) => {
        this.#ackedTotal += acknowledge(tickets)
      },
      onAcceptingChange: () => this.#listeners.tell(),
      ...(options.maxWaitingBytes === undefined ? {} : { maxWaitingBytes: options.maxWaitingBytes }),
    })
  }

  start(): void {
    this.#running = this.#run()
  }

  status(): IntakeStatus {
    const lastError = this.#writer.refusal ?? this.#lastError
    return {
      connected: this.#connected,
      accepting: this.#writer.accepting,
      receivedTotal: this.#receivedTotal,
      ackedTotal: this.#ackedTotal,
      inFlight: this.#writer.pending,
      ...(lastError === undefined ? {} : { lastError }),
      mode: `mqtt${VERSION_NAME[this.#version.current]}`,
      url: this.#url,
    }
  }

  onStatusChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  async publishCommand(station: string, command: ResendCommand): Promise<void> {
    if (!this.#connection || !this.#connected) throw new Error(`not connected to ${this.#url}`)
    const topic = formatTopic(this.#options.realm, station, 'cmd')
    await this.#connection.publish(topic, JSON.stringify(command), COMMAND_EXPIRY_S)
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#stopping.abort()
    await this.#writer.stop()
    if (this.#connected) await this.#connection?.close(CLOSE_DEADLINE_MS)
    else this.#connection?.destroy()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping
    const range = this.#options.reconnect ?? RECONNECT
    while (!signal.aborted) {
      const end = await this.#connectOnce()
      if (signal.aborted) return
      if (this.#version.learn(end))
        this.#options.logger.info({ url: this.#url }, `Trying MQTT ${VERSION_NAME[this.#version.current]}`)
      await pause(this.#schedule, backoffMs(this.#attempt++, range, this.#options.random), signal)
    }
  }

  /** One connection from its first to its last byte. */
  async #connectOnce(): Promise<ConnectionEnd> {
    const connection = this.#open()
    this.#connection = connection
    const up = await connection.open()
    const refused = up ? await this.#subscribe(connection) : undefined
    if (up && refused === undefined) return this.#serve(connection)
    if (refused !== undefined) {
      connection.destroy()
      const user = this.#options.username ?? 'without a user name'
      const text = `${this.#url} refuses our subscriptions (${refused}): give user ${user} read access to them`
      this.#fail('subscription-refused', text)
      return connection.ended
    }
    const end = await connection.ended
    if (!this.#stopping.signal.aborted && !refusesVersion(end))
      this.#fail(end.reasonCode === undefined ? 'broker-unreachable' : 'broker-refused', explainEnd(this.#url, end))
    return end
  }

  async #serve(connection: MqttConnection): Promise<ConnectionEnd> {
    this.#connected = true
    this.#connectedBefore = true
    this.#lastError = undefined
    const text = `Connected to ${this.#url} as ${this.#clientId} (${this.status().mode})`
    this.#options.logger.info({ url: this.#url }, text)
    for (const code of CONNECT_ALARMS) this.#alarms.clear(code, text)
    this.#listeners.tell()
    const cancelStable = this.#schedule(STABLE_MS, () => {
      this.#attempt = 0
      this.#shortLived = 0
      this.#alarms.clear('session-taken-over', text)
    })
    const end = await connection.ended
    cancelStable()
    this.#connected = false
    if (!this.#stopping.signal.aborted) {
      this.#lastError = explainEnd(this.#url, end)
      this.#options.logger.warn({ url: this.#url }, this.#lastError)
      this.#shortLived += 1
      if (end.reasonCode === SESSION_TAKEN_OVER) this.#alarms.raise('session-taken-over', this.#lastError)
      else if (this.#shortLived >= MANY_SHORT_LIVED) this.#alarms.raise('session-taken-over', this.#takenOverText())
    }
    this.#listeners.tell()
    return end
  }

  #open(): MqttConnection {
    const {
      username,
      password,
      tls,
      receiveMaximum = 2_000,
      keepaliveS = 30,
      connectTimeoutMs = 15_000,
    } = this.#options
    const connection: MqttConnection = new MqttConnection({
      connect: this.#connect,
      address: this.#address,
      protocolVersion: this.#version.current,
      clientId: this.#clientId,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls === undefined ? {} : { tls }),
      receiveMaximum,
      keepaliveS,
      connectTimeoutMs,
      schedule: this.#schedule,
      onPublish: (packet, next) => this.#take(connection, packet, next),
    })
    return connection
  }

  /** What was refused; `undefined` where all is granted. Messages of a kept session come in before that already. */
  async #subscribe(connection: MqttConnection): Promise<string | undefined> {
    // Once per process the retained births are asked for, in case this log is new and the session is not.
    const refused = await connection.subscribe(subscriptionsOf(this.#options.realm), 1, !this.#connectedBefore)
    if (refused !== undefined) return refused
    const noCount = await connection.subscribe([DROPPED_TOPIC], 0, true)
    if (noCount !== undefined)
      this.#options.logger.debug({ noCount }, 'The broker does not tell us how many messages it drops')
    return undefined
  }

  #take(connection: MqttConnection, packet: IPublishPacket, next: () => void): void {
    if (packet.topic === DROPPED_TOPIC) this.#watchDropped(packet)
    else if (!this.#stopping.signal.aborted) this.#write(connection, packet)
    if (this.#writer.hasRoom) next()
    else this.#writer.whenRoom(next)
  }

  #write(connection: MqttConnection, packet: IPublishPacket): void {
    this.#receivedTotal += 1
    const { topic, payload, messageId } = packet
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    const ticket = packet.qos === 0 || messageId === undefined ? undefined : { connection, messageId }
    this.#writer.add({ receivedAt: this.#options.now(), source: 'mqtt', topic, payload: bytes }, ticket)
  }

  #watchDropped(packet: IPublishPacket): void {
    const more = this.#dropped.increase(Buffer.from(packet.payload))
    if (more === 0) return
    const text = `${this.#url} has dropped ${more} messages: the ledger will show which are missing; check its queue limits (max_queued_messages, max_queued_bytes)`
    this.#alarms.event('broker-dropped', text)
  }

  #fail(code: (typeof CONNECT_ALARMS)[number], text: string): void {
    this.#lastError = text
    for (const other of CONNECT_ALARMS) if (other !== code) this.#alarms.clear(other, text)
    this.#alarms.raise(code, text)
  }

  #takenOverText(): string {
    return `${this.#url} takes us and hangs up, again and again: if a second collector of realm ${this.#options.realm} runs, stop one`
  }

  get #clientId(): string {
    return this.#options.clientId ?? collectorClientId(this.#options.realm)
  }
}
