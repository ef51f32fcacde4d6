import type { connect, IClientOptions, IPublishPacket, MqttClient } from 'mqtt'
import type { BrokerAddress } from './broker-url.ts'
import type { ConnectionEnd } from './mqtt-refusal.ts'
import { encodePubacks } from './puback.ts'
import type { Schedule } from './schedule.ts'

export interface TlsMaterial {
  readonly ca?: string | Buffer
  readonly cert?: string | Buffer
  readonly key?: string | Buffer
}

export interface ConnectionOptions {
  /** Of the package `mqtt`. */
  readonly connect: typeof connect
  readonly address: BrokerAddress
  readonly protocolVersion: 4 | 5
  readonly clientId: string
  readonly username?: string
  readonly password?: string
  readonly tls?: TlsMaterial
  /** Deliveries the broker may have unacknowledged with us; MQTT 5 only. */
  readonly receiveMaximum: number
  readonly keepaliveS: number
  readonly connectTimeoutMs: number
  readonly schedule: Schedule
  /** Takes a delivery; `next` lets the following one come, and may be called later. Must not throw. */
  readonly onPublish: (packet: IPublishPacket, next: () => void) => void
}

/** As long as MQTT 5 can say: the broker keeps our session, and what is unacknowledged in it, until we come back. */
const SESSION_NEVER_EXPIRES = 0xffffffff

const ACK_DEFERRED = new Error('acknowledged after the commit')

/**
 * One connection to the broker, from TCP to its end; a new one is a new object with a new client. So an acknowledgement
 * can only ever go out on the connection on which its delivery came in: on another one its packet id may mean another
 * message. The client library reconnects nothing, queues nothing and acknowledges nothing by itself.
 */
export class MqttConnection {
  /** Resolves when the connection is gone for good, whatever the reason. */
  readonly ended: Promise<ConnectionEnd>
  readonly #client: MqttClient
  readonly #options: ConnectionOptions
  readonly #pendingCommands = new Set<(error: Error) => void>()
  #phase: ConnectionEnd['phase'] = 'unreachable'
  #reasonCode: number | undefined
  #error: (Error & { code?: string | number }) | undefined
  #endHold: (() => void) | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#client = options.connect(clientOptions(options))
    // Set before the first byte goes out: a delivery without a handler would be acknowledged and lost.
    this.#client.handleMessage = (packet, callback) => {
      // An error skips the PUBACK and keeps the pump going; for QoS 0 there is none to skip.
      this.#hand(packet, () => callback(packet.qos === 0 ? undefined : ACK_DEFERRED))
    }
    this.ended = new Promise((resolve) => this.#client.once('close', () => resolve(this.#end())))
  }

  /** Connects; true when the broker took us, false when the connection ended before (see `ended`). */
  async open(): Promise<boolean> {
    const connack = new Promise<boolean>((resolve) => this.#client.once('connect', () => resolve(true)))
    this.#client.on('disconnect', (packet) => {
      this.#reasonCode = packet.reasonCode
    })
    this.#client.on('error', (error) => {
      this.#error ??= error
      // Some errors leave the stream open (a packet that cannot be parsed): there is nothing to wait for.
      this.destroy()
    })
    this.#client.connect()
    const opened = this.#options.address.protocol === 'mqtts' ? 'secureConnect' : 'connect'
    this.#client.stream.once(opened, () => {
      this.#phase = 'handshake'
    })
    const up = await Promise.race([connack, this.ended.then(() => false)])
    if (up) this.#phase = 'session'
    return up
  }

  /** Subscribes at QoS 1; the topics that the broker refused or granted less, or `undefined` where all are granted. */
  subscribe(topics: readonly string[], qos: 0 | 1, sendRetained: boolean): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#client.subscribe([...topics], { qos, rh: sendRetained ? 0 : 1 }, (error, _subscriptions, suback) => {
        const granted = (suback?.granted ?? []) as number[]
        const refused = topics.filter((_, i) => granted[i] === undefined || granted[i] >= 0x80 || granted[i] < qos)
        if (!error && refused.length === 0) resolve(undefined)
        else resolve(suback ? refused.join(', ') : (error?.message ?? 'no answer'))
      })
    })
  }

  /** Sends PUBACKs on this connection, all in one write; false where it is gone: the broker will deliver again. */
  acknowledge(messageIds: readonly number[]): boolean {
    const { stream } = this.#client
    if (!this.#client.connected || stream.destroyed || !stream.writable) return false
    stream.write(encodePubacks(messageIds))
    return true
  }

  /** @throws Error where the broker refuses, or the connection ends before it has answered. */
  publish(topic: string, payload: string, expiryS: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pendingCommands.add(reject)
      const properties = this.#options.protocolVersion === 5 ? { properties: { messageExpiryInterval: expiryS } } : {}
      this.#client.publish(topic, payload, { qos: 1, ...properties }, (error) => {
        this.#pendingCommands.delete(reject)
        if (error) reject(error)
        else resolve()
      })
    })
  }

  /** Says goodbye after everything written so far; the session stays with the broker. */
  async close(deadlineMs: number): Promise<void> {
    for (const reject of this.#pendingCommands) reject(new Error('the intake stops'))
    const cancel = this.#options.schedule(deadlineMs, () => this.destroy())
    this.#endHold?.()
    // Nothing may wait for answers to commands: the callbacks above have been told.
    for (const id of Object.keys(this.#client.outgoing)) delete this.#client.outgoing[Number(id)]
    this.#client.end(false)
    await this.ended
    cancel()
  }

  destroy(): void {
    this.#client.stream.destroy()
  }

  #hand(packet: IPublishPacket, advance: () => void): void {
    let advanced = false
    this.#options.onPublish(packet, () => {
      advanced = true
      this.#endHold?.()
      advance()
    })
    if (!advanced) this.#hold()
  }

  /**
   * While the pump stands, PINGRESPs are not read and the library would call the broker dead (and the broker us, hearing
   * nothing): we ping by ourselves and move its deadline.
   */
  #hold(): void {
    const { schedule, keepaliveS } = this.#options
    const ping = (): void => {
      this.#client.sendPing()
      this.#client.reschedulePing(true)
      cancel = schedule(keepaliveS * 400, ping)
    }
    let cancel = schedule(keepaliveS * 400, ping)
    this.#endHold = () => {
      cancel()
      this.#endHold = undefined
    }
  }

  #end(): ConnectionEnd {
    this.#endHold?.()
    for (const reject of this.#pendingCommands) reject(new Error('the connection to the broker was lost'))
    const code = this.#error?.code
    const reasonCode = typeof code === 'number' ? code : this.#reasonCode
    return {
      phase: this.#phase,
      ...(reasonCode === undefined ? {} : { reasonCode }),
      ...(typeof code === 'string' ? { networkCode: code } : {}),
      message: this.#error?.message || 'the broker closed it',
    }
  }
}

function clientOptions(options: ConnectionOptions): IClientOptions {
  const { address, protocolVersion, clientId, username, password, tls, keepaliveS, connectTimeoutMs } = options
  return {
    protocol: address.protocol,
    host: address.host,
    port: address.port,
    protocolVersion,
    clientId,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...tls,
    keepalive: keepaliveS,
    connectTimeout: connectTimeoutMs,
    clean: false,
    manualConnect: true,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    // The library's debug log would print user name, password and payloads.
    log: () => undefined,
    ...(protocolVersion === 5
      ? { properties: { sessionExpiryInterval: SESSION_NEVER_EXPIRES, receiveMaximum: options.receiveMaximum } }
      : {}),
  }
}
