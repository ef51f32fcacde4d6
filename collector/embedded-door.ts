import type { AuthenticateError, Client, ConnectPacket } from 'aedes'
import type { Realm } from '../contract/mod.ts'
import { maySubscribe, type PasswordCheck, userName } from './embedded-access.ts'

/** What is turned away, and counted. */
export type Refusal = 'protocol' | 'login' | 'subscription' | 'oversized' | 'connections'

export interface DoorOptions {
  readonly realm: Realm
  readonly passwords: PasswordCheck | undefined
  /** False while nothing more can be taken: whoever comes is told to come again. */
  readonly isOpen: () => boolean
  readonly refuse: (reason: Refusal, fields: object, message: string) => void
}

/** Who comes into the embedded broker, as whom, and who listens to its commands. */
export class EmbeddedDoor {
  readonly #options: DoorOptions
  readonly #users = new WeakMap<Client, string>()
  readonly #hearers = new Map<string, Set<Client>>()

  constructor(options: DoorOptions) {
    this.#options = options
  }

  /**
   * Before the login. No sessions are kept, so that nothing piles up for who is away. A client id belongs to its user:
   * nobody takes over another's connection by naming it.
   */
  greet(packet: ConnectPacket): void {
    if (packet.protocolVersion === 5)
      this.#refuse('protocol', packet.username, 'The embedded broker speaks MQTT 3.1.1, and a client came with 5')
    packet.clean = true
    if (packet.clientId !== '') packet.clientId = `${packet.username ?? ''}:${packet.clientId}`
  }

  /** Why the client may not come in, as its CONNACK says it; `null`: it may. */
  async login(client: Client, name: string | undefined, password?: Buffer): Promise<AuthenticateError | null> {
    if (!this.#options.isOpen()) return loginError(3, 'the log takes nothing now')
    const user = userName(name)
    if (user === undefined) {
      this.#refuse('login', name, 'A client gave no station id as its user name (mosquitto_pub -u HN-0001 …)')
      return loginError(4, 'the user name must be the id of a station')
    }
    const { passwords } = this.#options
    if (passwords && !(await passwords(user, password?.toString() ?? ''))) {
      this.#refuse('login', user, 'A client gave a wrong user name or password')
      return loginError(4, 'bad user name or password')
    }
    this.#users.set(client, user)
    return null
  }

  maySubscribe(client: Client, filter: string): boolean {
    const user = this.userOf(client)
    if (user === undefined || !maySubscribe(this.#options.realm, user, filter)) {
      this.#refuse(
        'subscription',
        user,
        `A client asked for ${JSON.stringify(filter.slice(0, 200))}, and may have its cmd only`,
      )
      return false
    }
    const hearers = this.#hearers.get(user) ?? new Set<Client>()
    this.#hearers.set(user, hearers.add(client))
    return true
  }

  /** The user of a client that has come in. */
  userOf(client: Client | null | undefined): string | undefined {
    return client ? this.#users.get(client) : undefined
  }

  /** Somebody listens to this user's commands. */
  hears(user: string): boolean {
    return this.#hearers.has(user)
  }

  forget(client: Client): void {
    const user = this.userOf(client)
    const hearers = user === undefined ? undefined : this.#hearers.get(user)
    if (user === undefined || !hearers?.delete(client)) return
    if (hearers.size === 0) this.#hearers.delete(user)
  }

  #refuse(reason: Refusal, user: string | undefined, message: string): void {
    this.#options.refuse(reason, { user: user?.slice(0, 80) }, message)
  }
}

/** 3: server unavailable, 4: bad user name or password. */
export function loginError(returnCode: 3 | 4, message: string): AuthenticateError {
  return Object.assign(new Error(message), { returnCode }) as AuthenticateError
}
