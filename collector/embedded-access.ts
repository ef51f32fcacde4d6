import { formatForeignTopic, formatTopic, type Realm, realmKind, STATION_PATTERN, TOPIC_ROOT } from '../contract/mod.ts'

/** True where the password is that user's; `undefined` for the whole: none is asked. */
export type PasswordCheck = (user: string, password: string) => boolean | Promise<boolean>

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/

/** The settings would let anyone in: nothing was started. */
export class OpenAccessError extends Error {
  override readonly name = 'OpenAccessError'
}

/**
 * @throws {OpenAccessError} where the embedded broker would let anyone in from outside, or into `live`: there it always asks.
 */
export function checkOpenness(host: string, realm: Realm, passwordsAsked: boolean): void {
  if (passwordsAsked) return
  if (realmKind(realm) === 'live')
    throw new OpenAccessError(
      'the embedded broker always asks for passwords in realm live: set TRAM5G_BROKER_PASSWORDS_FILE',
    )
  if (!LOOPBACK.test(host))
    throw new OpenAccessError(
      `the embedded broker asks for passwords unless it listens on loopback only, and TRAM5G_MQTT_HOST is ${host}: set TRAM5G_BROKER_PASSWORDS_FILE`,
    )
}

/** The name, where it is the id of a station, a probe or a gateway; `undefined` for any other and for none. */
export function userName(name: string | undefined): string | undefined {
  return name !== undefined && STATION_PATTERN.test(name) ? name : undefined
}

/** The topic under which a delivery of this user is kept: as it came where it names the user, marked where it does not. */
export function loggedTopic(user: string, topic: string): string {
  const [root, version, , station] = topic.split('/', 4)
  return `${root}/${version}` === TOPIC_ROOT && station === user ? topic : formatForeignTopic(user, topic)
}

/** Users hear what is meant for them, and nothing else. */
export function maySubscribe(realm: Realm, user: string, filter: string): boolean {
  return filter === formatTopic(realm, user, 'cmd')
}
