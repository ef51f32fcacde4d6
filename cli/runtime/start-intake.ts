import { timingSafeEqual } from 'node:crypto'
import {
  type Gap,
  type Intake,
  type OnAlarm,
  OpenAccessError,
  startEmbeddedBroker,
  startGapRepair,
  startMqttIntake,
  startTicks,
  writeSettings,
} from '../../collector/mod.ts'
import { DEFAULT_FIGURE_SETTINGS, type FigureSettings, quoted } from '../../contract/mod.ts'
import type { TelemetryLog } from '../../log/mod.ts'
import { readSecret } from '../config/load.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { tlsOf } from '../config/tls.ts'
import { together } from '../config/together.ts'
import type { Alarms } from './alarms.ts'
import type { Logger } from './logger.ts'

export interface RunningIntake {
  readonly intake: Intake
  /** Where stations connect. */
  readonly mqttUrl: string
  stop(): Promise<void>
}

export interface IntakeOptions {
  readonly config: Config
  readonly log: TelemetryLog
  readonly alarms: Alarms
  readonly logger: Logger
  readonly now: () => number
  readonly openGaps: () => Promise<readonly Gap[]>
  /** What shapes the figures; the usual where absent. */
  readonly settings?: FigureSettings
}

/** The intake that the configuration names, with its ticks and the repair of gaps. */
export async function startIntake(options: IntakeOptions): Promise<RunningIntake> {
  const { config, log, logger, now, alarms } = options
  await writeSettings(log, options.settings ?? DEFAULT_FIGURE_SETTINGS, now)
  const onAlarm: OnAlarm = (alarm) => alarms.set(alarm.code, alarm.raised ? alarm.text : undefined)
  const { intake, mqttUrl } =
    config.mqttUrl === undefined ? await embedded(options, onAlarm) : await external(options, config.mqttUrl, onAlarm)
  const ticks = startTicks({ log, source: intake, now, logger })
  const repair = startGapRepair({ openGaps: options.openGaps, intake, now, random: Math.random, logger })
  return {
    intake,
    mqttUrl,
    async stop() {
      await repair.stop()
      await intake.stop()
      await ticks.stop()
    },
  }
}

async function embedded({ config, log, now, logger }: IntakeOptions, onAlarm: OnAlarm) {
  const passwords = config.brokerPasswordsFile === undefined ? undefined : passwordCheck(config.brokerPasswordsFile)
  const broker = await startEmbeddedBroker({
    host: config.mqttHost,
    port: config.mqttPort,
    realm: config.realm,
    log,
    now,
    logger,
    onAlarm,
    ...(passwords !== undefined && { passwords }),
  }).catch((error: unknown) => {
    throw error instanceof OpenAccessError ? new ConfigError(error.message, { cause: error }) : error
  })
  return { intake: broker, mqttUrl: `mqtt://${config.mqttHost}:${broker.port}` }
}

async function external({ config, log, now, logger }: IntakeOptions, url: string, onAlarm: OnAlarm) {
  together(config, 'mqttCert', 'mqttKey')
  if (config.mqttPasswordFile !== undefined) together(config, 'mqttUsername', 'mqttPasswordFile')
  const tls = tlsOf(config)
  if (Object.keys(tls).length > 0 && !url.startsWith('mqtts:'))
    throw new ConfigError(
      `TRAM5G_MQTT_URL: expected mqtts://, since TRAM5G_MQTT_CA or TRAM5G_MQTT_CERT is set, got ${quoted(url)}. Without it nothing is encrypted.`,
    )
  const intake = await startMqttIntake({
    url,
    realm: config.realm,
    log,
    now,
    random: Math.random,
    logger,
    onAlarm,
    ...(config.mqttUsername !== undefined && { username: config.mqttUsername }),
    ...(config.mqttPasswordFile !== undefined && {
      password: readSecret(config.mqttPasswordFile, 'TRAM5G_MQTT_PASSWORD_FILE'),
    }),
    ...(Object.keys(tls).length > 0 && { tls }),
  })
  return { intake, mqttUrl: url }
}

/** Lines `user:password`; empty lines and lines that begin with # do not count. */
function passwordCheck(path: string): (user: string, password: string) => boolean {
  const known = new Map<string, Buffer>()
  for (const [i, line] of readSecret(path, 'TRAM5G_BROKER_PASSWORDS_FILE').split('\n').entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    const colon = text.indexOf(':')
    if (colon < 1) throw new ConfigError(`TRAM5G_BROKER_PASSWORDS_FILE: line ${i + 1} of ${path} is not user:password.`)
    known.set(text.slice(0, colon), Buffer.from(text.slice(colon + 1)))
  }
  return (user, password) => {
    const wanted = known.get(user)
    const given = Buffer.from(password)
    return wanted !== undefined && wanted.length === given.length && timingSafeEqual(wanted, given)
  }
}
