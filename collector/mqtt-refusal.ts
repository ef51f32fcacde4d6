/** Why a connection ended, as far as the broker or the network said so. */
export interface ConnectionEnd {
  /** How far it came: no TCP connection, no CONNACK, or a session. */
  readonly phase: 'unreachable' | 'handshake' | 'session'
  /** Reason code of the CONNACK (3.1.1: 1 to 5, 5: 128 and above) or of a DISCONNECT by the broker. */
  readonly reasonCode?: number
  /** `ECONNREFUSED` and the like. */
  readonly networkCode?: string
  readonly message: string
}

/** The broker does not speak this version of MQTT. */
export function refusesVersion(end: ConnectionEnd): boolean {
  return end.phase === 'handshake' && (end.reasonCode === 1 || end.reasonCode === 132)
}

export const SESSION_TAKEN_OVER = 142

const REASONS: Readonly<Record<number, string>> = {
  2: 'it rejects our client id: allow tram5g-collector-{realm}',
  3: 'it says it is unavailable: look at its own log',
  4: 'bad user name or password: check TRAM5G_MQTT_USERNAME and TRAM5G_MQTT_PASSWORD_FILE',
  5: 'not authorised: set TRAM5G_MQTT_USERNAME and TRAM5G_MQTT_PASSWORD_FILE, or give this user access to the broker',
  136: 'it says it is unavailable: look at its own log',
  137: 'it says it is busy: look at its connection limits',
  138: 'this client is banned: lift the ban in the broker',
  139: 'it is shutting down',
  141: 'it heard nothing from us for 1.5 keep-alive periods: is this machine overloaded?',
  142: 'another client took over our session: stop the second collector of this realm',
  149: 'it calls our packet too large',
  151: 'a quota is exceeded: look at its limits',
  152: 'its administrator ended the connection',
  159: 'too many connections in a short time: look at its limits',
}

const SAME_AS: Readonly<Record<number, number>> = { 133: 2, 134: 4, 135: 5 }

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start the broker, or correct TRAM5G_MQTT_URL',
  ENOTFOUND: 'no such host name: correct TRAM5G_MQTT_URL, or the name service',
  EAI_AGAIN: 'the name service does not answer: check the network',
  ETIMEDOUT: 'no answer: check network and firewall',
  EHOSTUNREACH: 'no route to the host: check network and firewall',
  ENETUNREACH: 'no route to the network: check network and firewall',
  ECONNRESET: 'the connection was reset: does it expect TLS (mqtts://)?',
  EPIPE: 'the connection was reset: does it expect TLS (mqtts://)?',
  CERT_HAS_EXPIRED: 'its certificate has expired: renew it',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed: give it as TRAM5G_MQTT_CA',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate authority is unknown: give it as TRAM5G_MQTT_CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate authority is unknown: give it as TRAM5G_MQTT_CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate authority is unknown: give it as TRAM5G_MQTT_CA',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate names another host: use that name in TRAM5G_MQTT_URL',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there: use mqtt://, or its TLS port',
  EPROTO: 'the TLS handshake failed: check the port and TRAM5G_MQTT_CERT, TRAM5G_MQTT_KEY',
}

/** One line that says what happened and what to do. Example: `mqtt://b:1883 refuses us: bad user name or password: check …`. */
export function explainEnd(url: string, end: ConnectionEnd): string {
  const reason = end.reasonCode === undefined ? undefined : REASONS[SAME_AS[end.reasonCode] ?? end.reasonCode]
  if (end.reasonCode !== undefined) {
    const said = reason ?? `reason code ${end.reasonCode} (${end.message})`
    return end.phase === 'session' ? `${url} ended the connection: ${said}` : `${url} refuses us: ${said}`
  }
  const network = end.networkCode === undefined ? undefined : NETWORK[end.networkCode]
  if (end.phase === 'unreachable') return `${url} cannot be reached: ${network ?? end.message}`
  if (end.phase === 'handshake') return `${url} does not answer as an MQTT broker: ${network ?? end.message}`
  return `The connection to ${url} was lost: ${network && end.networkCode !== 'ECONNRESET' ? network : end.message}`
}
