export interface BrokerAddress {
  readonly protocol: 'mqtt' | 'mqtts'
  readonly host: string
  readonly port: number
}

const DEFAULT_PORT = { mqtt: 1883, mqtts: 8883 } as const

/**
 * The address in `mqtt://host:port` or `mqtts://host:port` (ports 1883 and 8883 where absent).
 * @throws Error for anything else, credentials above all: a URL ends up in logs and process lists.
 */
export function parseBrokerUrl(text: string): BrokerAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const protocol = url?.protocol.slice(0, -1)
  if (!url || (protocol !== 'mqtt' && protocol !== 'mqtts') || url.hostname === '')
    throw new Error('TRAM5G_MQTT_URL must look like mqtt://broker:1883 or mqtts://broker:8883')
  if (url.username !== '' || url.password !== '')
    throw new Error(
      'TRAM5G_MQTT_URL must not hold a user name or password: use TRAM5G_MQTT_USERNAME and TRAM5G_MQTT_PASSWORD_FILE',
    )
  // An IPv6 address stands in brackets in a URL and without them in a socket address.
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return { protocol, host, port: url.port === '' ? DEFAULT_PORT[protocol] : Number(url.port) }
}

export function formatBrokerUrl({ protocol, host, port }: BrokerAddress): string {
  return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
