import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError } from './resolve.ts'
import { type Config, SETTINGS } from './settings.ts'

type TlsSetting = 'mqttCa' | 'mqttCert' | 'mqttKey'

/**
 * What TLS needs of the files that are named, each looked at here: else the first connection would fail, without the name of the file.
 *
 * @throws {ConfigError} that names the variable and the file
 */
export function tlsOf(config: Config): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  const ca = pem(config, 'mqttCa', 'a certificate in PEM', (text) => new X509Certificate(text))
  const cert = pem(config, 'mqttCert', 'a certificate in PEM', (text) => new X509Certificate(text))
  const key = pem(config, 'mqttKey', 'a private key in PEM without a passphrase', createPrivateKey)
  if (cert !== undefined && key !== undefined && !isPair(cert, key))
    throw new ConfigError(
      `TRAM5G_MQTT_KEY: expected the private key of the certificate in ${config.mqttCert} (TRAM5G_MQTT_CERT), got another in ${config.mqttKey}.`,
    )
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
}

function pem(config: Config, name: TlsSetting, what: string, parse: (text: Buffer) => unknown): Buffer | undefined {
  const path = config[name]
  if (path === undefined) return undefined
  const variable = SETTINGS[name].env
  let text: Buffer
  try {
    text = readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new ConfigError(`${variable}: cannot read ${path} (${code}).`, { cause: error })
  }
  try {
    parse(text)
  } catch (error) {
    throw new ConfigError(`${variable}: expected ${what}, got something else in ${path}.`, { cause: error })
  }
  return text
}

function isPair(cert: Buffer, key: Buffer): boolean {
  const of = (material: Buffer) => createPublicKey(material).export({ type: 'spki', format: 'der' })
  return of(cert).equals(of(key))
}
