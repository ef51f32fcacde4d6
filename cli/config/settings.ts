import { z } from 'zod'
import { REALM_PATTERN, REALM_RULE } from '../../contract/mod.ts'

const text = z.string().min(1)
const file = text
const port = z.coerce.number().int().min(0).max(65_535)
const sizeUnits: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 }

const bytes = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?\s*(B|KiB|MiB|GiB|TiB)$/, 'a size such as 512MiB or 20GiB')])
  .transform((value) => {
    if (typeof value === 'number') return value
    const unit = /[A-Za-z]+$/.exec(value)?.[0] ?? 'B'
    return Math.round(Number.parseFloat(value) * (sizeUnits[unit] ?? 1))
  })
  .pipe(
    z
      .number()
      .int()
      .min(1024 ** 2, 'at least 1MiB'),
  )

const days = z.coerce.number().positive().max(3650)

/** One setting: where it comes from, what it means, what is allowed. This table is the schema, and the documentation. */
export interface Setting {
  /** Environment variable; the key in tram5g.yaml is the same without TRAM5G_, in lower case. */
  readonly env: `TRAM5G_${string}`
  readonly schema: z.ZodType
  readonly allowed: string
  readonly about: string
  /** Its value is never shown. */
  readonly isSecret?: boolean
}

export const SETTINGS = {
  realm: {
    env: 'TRAM5G_REALM',
    schema: z.string().regex(REALM_PATTERN),
    allowed: REALM_RULE,
    about: 'Which world this is. Log, state, database and collector belong to exactly one. Default for `up`: sim-demo.',
  },
  dataDir: { env: 'TRAM5G_DATA_DIR', schema: text, allowed: 'a folder', about: 'Everything lies in {dir}/{realm}/.' },
  mqttUrl: {
    env: 'TRAM5G_MQTT_URL',
    schema: z.string().regex(/^mqtts?:\/\/[^@\s]+$/),
    allowed: 'mqtt://host:port or mqtts://host:port, without user or password',
    about: 'An external broker; unset: the embedded one.',
  },
  mqttHost: {
    env: 'TRAM5G_MQTT_HOST',
    schema: text,
    allowed: 'an address',
    about: 'Where the embedded broker listens.',
  },
  mqttPort: { env: 'TRAM5G_MQTT_PORT', schema: port, allowed: '0 to 65535', about: 'Its port; 0: any free one.' },
  brokerPasswordsFile: {
    env: 'TRAM5G_BROKER_PASSWORDS_FILE',
    schema: file,
    allowed: 'a file with lines user:password',
    about: 'Who may publish on the embedded broker; needed in live and off loopback.',
  },
  mqttUsername: { env: 'TRAM5G_MQTT_USERNAME', schema: text, allowed: 'a name', about: 'User at the external broker.' },
  mqttPasswordFile: { env: 'TRAM5G_MQTT_PASSWORD_FILE', schema: file, allowed: 'a file', about: 'Its password.' },
  mqttCa: { env: 'TRAM5G_MQTT_CA', schema: file, allowed: 'a PEM file', about: 'Certificate authority of the broker.' },
  mqttCert: { env: 'TRAM5G_MQTT_CERT', schema: file, allowed: 'a PEM file', about: 'Client certificate.' },
  mqttKey: { env: 'TRAM5G_MQTT_KEY', schema: file, allowed: 'a PEM file', about: 'Its private key.' },
  influxUrl: {
    env: 'TRAM5G_INFLUX_URL',
    schema: z.string().regex(/^https?:\/\/[^@\s]+$/),
    allowed: 'http://host:port, without user or password',
    about: 'The KPI store; unset: DuckDB in the data folder.',
  },
  influxTokenFile: { env: 'TRAM5G_INFLUX_TOKEN_FILE', schema: file, allowed: 'a file', about: 'Token (2.x, 1.8+).' },
  influxUsername: { env: 'TRAM5G_INFLUX_USERNAME', schema: text, allowed: 'a name', about: 'User (1.x).' },
  influxPasswordFile: {
    env: 'TRAM5G_INFLUX_PASSWORD_FILE',
    schema: file,
    allowed: 'a file',
    about: 'Its password (1.x).',
  },
  influxOrg: { env: 'TRAM5G_INFLUX_ORG', schema: text, allowed: 'a name', about: 'Organisation (2.x).' },
  influxDatabase: {
    env: 'TRAM5G_INFLUX_DATABASE',
    schema: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    allowed: 'letters, digits, _ and -',
    about: 'Database; the realm is appended: tram5g_live.',
  },
  httpHost: {
    env: 'TRAM5G_HTTP_HOST',
    schema: text,
    allowed: 'an address',
    about: 'Where console and API listen; off loopback a token is needed.',
  },
  httpPort: { env: 'TRAM5G_HTTP_PORT', schema: port, allowed: '0 to 65535', about: 'Their port; 0: any free one.' },
  httpTokenFile: {
    env: 'TRAM5G_HTTP_TOKEN_FILE',
    schema: file,
    allowed: 'a file with at least 16 characters',
    about: 'Token that console and API ask for.',
  },
  logBudget: {
    env: 'TRAM5G_LOG_BUDGET',
    schema: bytes,
    allowed: 'a size from 1MiB: 512MiB, 20GiB',
    about:
      'Disk that the message log may take; when it is full nothing is acknowledged. Default for `up` with the simulator: 1GiB.',
  },
  logRetentionDays: {
    env: 'TRAM5G_LOG_RETENTION_DAYS',
    schema: days.min(8, 'at least 8: the longest horizon is 7 days and 1 h'),
    allowed: '8 to 3650',
    about: 'How long processed messages are kept.',
  },
  hotEntries: {
    env: 'TRAM5G_HOT_ENTRIES',
    schema: z.coerce.number().int().min(1000),
    allowed: 'a whole number from 1000',
    about: 'Values of the state kept decoded in memory; unset: 50,000, or 40 for each station where that is more.',
  },
  logLevel: {
    env: 'TRAM5G_LOG_LEVEL',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    allowed: 'debug, info, warn, error, silent',
    about: 'What is logged on standard error.',
  },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof SETTINGS

export const DEFAULTS = {
  dataDir: './data',
  mqttHost: '127.0.0.1',
  mqttPort: 1883,
  influxDatabase: 'tram5g',
  httpHost: '127.0.0.1',
  httpPort: 8080,
  logBudget: 20 * 1024 ** 3,
  logRetentionDays: 14,
  logLevel: 'warn',
} as const satisfies Partial<Record<SettingName, unknown>>

export interface Config {
  readonly realm: string
  readonly dataDir: string
  readonly mqttUrl?: string
  readonly mqttHost: string
  readonly mqttPort: number
  readonly brokerPasswordsFile?: string
  readonly mqttUsername?: string
  readonly mqttPasswordFile?: string
  readonly mqttCa?: string
  readonly mqttCert?: string
  readonly mqttKey?: string
  readonly influxUrl?: string
  readonly influxTokenFile?: string
  readonly influxUsername?: string
  readonly influxPasswordFile?: string
  readonly influxOrg?: string
  readonly influxDatabase: string
  readonly httpHost: string
  readonly httpPort: number
  readonly httpTokenFile?: string
  readonly logBudget: number
  readonly logRetentionDays: number
  readonly hotEntries?: number
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** Key in tram5g.yaml. Example: `mqttPort` → `mqtt_port`. */
export function yamlKey(name: SettingName): string {
  return SETTINGS[name].env.slice('TRAM5G_'.length).toLowerCase()
}
