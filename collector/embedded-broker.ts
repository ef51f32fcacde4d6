import { createServer, type Server, type Socket } from 'node:net'
import type { Aedes, Client, PublishPacket } from 'aedes'
import { formatTopic, parseForeignTopic, type Realm, type ResendCommand } from '../contract/mod.ts'
import type { TelemetryLog } from '../log/mod.ts'
import { AlarmBoard, type OnAlarm } from './alarm.ts'
import { checkOpenness, loggedTopic, type PasswordCheck } from './embedded-access.ts'
import { EmbeddedDoor, loginError, type Refusal } from './embedded-door.ts'
import {
  CONNECT_TIMEOUT_MS,
  FLUSH_DEADLINE_MS,
  MAX_CONNECTIONS,
  MAX_OPEN_BYTES,
  packetLimit,
} from './embedded-limits.ts'
import { flushSocket } from './flush-socket.ts'
import { SocketGuard } from './guarded-socket.ts'
import { type Intake, type IntakeStatus, StatusListeners } from './intake.ts'
import { explainListenError } from './listen-error.ts'
import { LogWriter } from './log-writer.ts'
import type { Logger } from './logger.ts'
import { RateLimitedWarnings } from './rate-limited-warnings.ts'
import { type Schedule, systemSchedule } from './schedule.ts'

export interface EmbeddedBrokerOptions {
  readonly host: string
  /** 0: any free one (`port` of the result says which). */
  readonly port: number
  readonly realm: Realm
  readonly log: TelemetryLog
  /** Asked for every connection; absent: no password is asked, which only loopback and `sim-`, `replay-` realms may. */
  readonly passwords?: PasswordCheck
  readonly now: () => number
  readonly logger: Logger
  readonly onAlarm: OnAlarm
  /** Default 2,000. */
  readonly maxConnections?: number
  readonly schedule?: Schedule
  readonly maxWaitingBytes?: number
}

export interface EmbeddedBroker extends Intake {
  readonly port: number
}

/** After the log has it, a delivery interests nobody else: it is sent on under a topic that no one may subscribe to. */
const LOGGED_TOPIC = '$tram5g/logged'
const EMPTY = Buffer.alloc(0)

/**
 * An MQTT 3.1.1 broker in this process that acknowledges a delivery only when it is on disk. Each user publishes for
 * itself and subscribes to its own `cmd`; last wills are kept like any delivery. It keeps no sessions: nothing waits in
 * memory for stations that are away, gap repair asks again.
 * @throws Error where it cannot listen, or would be open to the world; the message says what to do.
 */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  checkOpenness(options.host, options.realm, options.passwords !== undefined)
  // loaded by who uses it: a command that only appends to the log does not wait for a broker
  const { Aedes } = await import('aedes')
  const broker = new AedesIntake(options, Aedes)
  await broker.listen()
  return broker
}

class AedesIntake implements EmbeddedBroker {
  readonly #options: EmbeddedBrokerOptions
  readonly #aedes: Aedes
  readonly #server: Server
  readonly #writer: LogWriter<() => void>
  readonly #warnings: RateLimitedWarnings<Refusal | 'foreign-topic' | 'connection'>
  readonly #listeners = new StatusListeners()
  readonly #door: EmbeddedDoor
  readonly #guards = new Map<Socket, SocketGuard>()
  #openBytes = 0
  #awaitsRoom = false
  #listening = false
  #stopping = false
  #stopped: Promise<void> | undefined
  #receivedTotal = 0
  #ackedTotal = 0
  #refusedTotal = 0
  port = 0

  constructor(options: EmbeddedBrokerOptions, broker: typeof Aedes) {
    this.#options = options
    this.#warnings = new RateLimitedWarnings(options.logger, options.now)
    this.#writer = new LogWriter({
      log: options.log,
      alarms: new AlarmBoard(options.onAlarm, options.logger, options.now),
      schedule: options.schedule ?? systemSchedule,
      settle: (tickets) => {
        for (const done of tickets) done()
      },
      onAcceptingChange: () => this.#listeners.tell(),
      ...(options.maxWaitingBytes === undefined ? {} : { maxWaitingBytes: options.maxWaitingBytes }),
    })
    this.#door = new EmbeddedDoor({
      realm: options.realm,
      passwords: options.passwords,
      isOpen: () => this.#writer.hasRoom && !this.#stopping,
      refuse: (reason, fields, message) => this.#refuse(reason, fields, message),
    })
    this.#aedes = this.#makeAedes(broker)
    this.#server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, (socket) =>
      this.#accept(socket),
    )
    this.#server.maxConnections = options.maxConnections ?? MAX_CONNECTIONS
    this.#server.on('drop', () =>
      this.#refuse('connections', {}, 'Too many connections: run a broker of its own, or raise its limit'),
    )
  }

  async listen(): Promise<void> {
    const { host, port } = this.#options
    await this.#aedes.listen()
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject)
        this.#server.listen(port, host, resolve)
      })
    } catch (error) {
      this.#aedes.close()
      throw explainListenError(error as Error, host, port)
    }
    const address = this.#server.address()
    this.port = address !== null && typeof address === 'object' ? address.port : port
    this.#listening = true
    this.#options.logger.info({ host, port: this.port }, `The embedded broker listens on ${this.status().url}`)
  }

  status(): IntakeStatus {
    const { host } = this.#options
    const lastError = this.#writer.refusal
    return {
      connected: this.#listening,
      accepting: this.#writer.accepting,
      receivedTotal: this.#receivedTotal,
      ackedTotal: this.#ackedTotal,
      refusedTotal: this.#refusedTotal,
      inFlight: this.#writer.pending,
      ...(lastError === undefined ? {} : { lastError }),
      mode: 'embedded',
      url: `mqtt://${host.includes(':') ? `[${host}]` : host}:${this.port}`,
    }
  }

  onStatusChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  async publishCommand(station: string, command: ResendCommand): Promise<void> {
    if (!this.#door.hears(station)) throw new Error(`station ${station} is not connected, or does not listen to cmd`)
    const topic = formatTopic(this.#options.realm, station, 'cmd')
    const payload = Buffer.from(JSON.stringify(command))
    await new Promise<void>((resolve, reject) => {
      this.#aedes.publish({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false }, (error) =>
        error ? reject(error) : resolve(),
      )
    })
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    this.#stopping = true
    this.#listening = false
    this.#server.close()
    await this.#writer.stop()
    await Promise.all(
      [...this.#guards.keys()].map((socket) =>
        flushSocket(socket, this.#options.schedule ?? systemSchedule, FLUSH_DEADLINE_MS),
      ),
    )
    await new Promise<void>((resolve) => this.#aedes.close(resolve))
    for (const socket of this.#guards.keys()) socket.destroy()
    this.#listeners.tell()
  }

  #makeAedes(Broker: typeof Aedes): Aedes {
    const aedes = new Broker({
      connectTimeout: CONNECT_TIMEOUT_MS,
      // MQTT 3.1 clients have ids of 23 characters at most; ours are longer by the user name put before them.
      maxClientsIdLength: 128,
      preConnect: (_client, packet, callback) => {
        this.#door.greet(packet)
        callback(null, true)
      },
      authenticate: (client, user, password, callback) => {
        this.#door.login(client, user, password).then(
          (refusal) => callback(refusal, refusal === null),
          (error: unknown) => callback(loginError(3, String(error)), false),
        )
      },
      authorizePublish: (client, packet, callback) => this.#take(client, packet, callback),
      authorizeSubscribe: (client, subscription, callback) => {
        callback(null, this.#door.maySubscribe(client, subscription.topic) ? subscription : null)
      },
    })
    aedes.on('clientDisconnect', (client) => this.#door.forget(client))
    aedes.on('clientError', (client, error) => this.#lost(client, error))
    aedes.on('connectionError', (client, error) => this.#lost(client, error))
    aedes.on(
      'error' as 'closed',
      ((error: unknown) =>
        this.#options.logger.error({ error: String(error) }, 'The embedded broker failed inside')) as () => void,
    )
    return aedes
  }

  #accept(socket: Socket): void {
    if (this.#stopping) return void socket.destroy()
    let client: Client | undefined
    const known = (): boolean => this.#door.userOf(client) !== undefined
    const guard = new SocketGuard(socket, {
      limit: packetLimit(known),
      // A connection that is not known yet is read, to tell it that we take nothing now.
      mayRead: () => !this.#stopping && (this.#writer.hasRoom || !known()),
      onOversized: ({ bytes, limitBytes }) =>
        this.#refuse(
          'oversized',
          { user: this.#door.userOf(client), bytes, limitBytes },
          'A packet is too large; its connection was closed before reading it. Larger files come by tram5g import',
        ),
      onOpenBytes: (change) => {
        this.#openBytes += change
        if (change > 0 && this.#openBytes > MAX_OPEN_BYTES) {
          this.#refuse(
            'oversized',
            { user: this.#door.userOf(client) },
            'Too many large packets at once: this one comes again',
          )
          socket.destroy()
        }
      },
    })
    this.#guards.set(socket, guard)
    socket.once('close', () => this.#guards.delete(socket))
    client = this.#aedes.handle(socket)
    guard.attach()
  }

  /** Publishes and last wills; the callback lets the broker acknowledge. */
  #take(client: Client | null, packet: PublishPacket, callback: (error?: Error | null) => void): void {
    const user = this.#door.userOf(client)
    if (user === undefined || this.#stopping) callback(new Error('nothing is taken now'))
    else this.#write(user, this.#guards.get(client?.conn as Socket), packet, () => callback(null))
  }

  #write(user: string, guard: SocketGuard | undefined, packet: PublishPacket, acknowledge: () => void): void {
    this.#receivedTotal += 1
    const topic = loggedTopic(user, packet.topic)
    if (parseForeignTopic(topic)) {
      const text = 'A user published for another station; it is kept and judged by the registry'
      this.#warnings.warn('foreign-topic', { user, topic: packet.topic.slice(0, 200) }, text)
    }
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload
    const isAcknowledged = packet.qos > 0
    packet.topic = LOGGED_TOPIC
    packet.payload = EMPTY
    packet.retain = false
    if (guard) guard.pending += 1
    this.#writer.add({ receivedAt: this.#options.now(), source: 'mqtt', topic, payload }, () => {
      if (guard) guard.pending -= 1
      if (isAcknowledged) this.#ackedTotal += 1
      acknowledge()
    })
    if (!this.#writer.hasRoom) this.#resumeWithRoom()
  }

  #resumeWithRoom(): void {
    if (this.#awaitsRoom) return
    this.#awaitsRoom = true
    this.#writer.whenRoom(() => {
      this.#awaitsRoom = false
      for (const guard of this.#guards.values()) guard.resume()
    })
  }

  #lost(client: Client, error: Error): void {
    if (this.#stopping) return
    this.#warnings.warn(
      'connection',
      { user: this.#door.userOf(client), error: error.message },
      'A connection was lost',
    )
  }

  #refuse(reason: Refusal, fields: object, message: string): void {
    this.#refusedTotal += 1
    this.#warnings.warn(reason, fields, message)
  }
}
