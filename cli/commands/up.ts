import type { Explain } from '../../dashboards/mod.ts'
import { explainStopped, type Processor, startProcessor } from '../../processor/mod.ts'
import type { Fleet } from '../../simulators/mod.ts'
import type { Config } from '../config/settings.ts'
import type { Demo, DemoOptions } from '../demo/demo-fleet.ts'
import { refuseHalfPromoted } from '../editions/edition.ts'
import { recordCatalogue } from '../editions/recorded-catalogue.ts'
import { aborted } from '../runtime/aborted.ts'
import { Alarms } from '../runtime/alarms.ts'
import { type HealthSources, healthOf } from '../runtime/health.ts'
import { takeLock } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import { openLog } from '../runtime/open-log.ts'
import { openStore, prepareStore } from '../runtime/open-store.ts'
import { makeRoot, realmPaths } from '../runtime/paths.ts'
import { startRetention } from '../runtime/retain.ts'
import { serveConsole } from '../runtime/serve-console.ts'
import { startIntake } from '../runtime/start-intake.ts'
import { Stops } from '../runtime/stops.ts'

export interface UpOptions {
  readonly config: Config
  readonly simulator: boolean
  /** Of the simulated fleet; absent: the trial of 2020. */
  readonly fleetFile?: string | undefined
  readonly logger: Logger
  readonly now: () => number
  /** A line for the person who started it. */
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** The demo says about 140 MB an hour, and its log may take 1 GiB: what is processed and this old is let go. */
const DEMO_RETENTION_MS = 4 * 3_600_000

/** Everything in one process: broker, fleet, processor, store, console. Resolves when all has ended in good order. */
export async function up({ config, simulator, fleetFile, logger: given, now, say, signal }: UpOptions): Promise<void> {
  const logger = calmAtTheEnd(given, signal)
  // a wrong file is told before anything is opened
  const fleet = simulator ? await fleetOf(fleetFile) : undefined
  const startedAt = now()
  const paths = realmPaths(config)
  makeRoot(paths)
  const stops = new Stops()
  const changed = new Set<() => void>()
  try {
    stops.add(takeLock(paths.lock('intake'), 'up', 'An intake'))
    stops.add(takeLock(paths.lock('processor'), 'up', 'A processor'))
    refuseHalfPromoted(paths)
    const alarms = new Alarms(now, (code, text) => {
      if (text !== undefined) logger.warn({ code }, text)
    })
    const log = await openLog(config, paths, (text) => logger.warn({}, text), simulator ? DEMO_RETENTION_MS : undefined)
    stops.add(() => log.close())
    const store = await openStore({ config, paths, logger, now })
    stops.add(() => store.close())
    // a file is there at once, and the page may ask from its first moment on; InfluxDB is waited for below
    if (store.kind === 'duckdb') await store.prepare()
    const demo =
      fleet === undefined ? undefined : await demoOf({ log, realm: config.realm, paths, now, logger, fleet, fleetFile })
    let processor: Processor | undefined
    const intake = await startIntake({
      config,
      log,
      alarms,
      logger,
      now,
      openGaps: async () => processor?.openGaps(10_000) ?? [],
      ...(demo !== undefined && { settings: demo.settings }),
    })
    stops.add(() => intake.stop())
    stops.add(startRetention(log, () => processor?.status().appliedOffset ?? -1, now, logger))
    const sources: HealthSources = { realm: config.realm, startedAt, now, alarms, store, intake: intake.intake, log }
    const health = () => healthOf(processor === undefined ? sources : { ...sources, processor })
    const { mqttUrl } = intake
    const explain: Explain = (request) =>
      // until the processor runs the store alone can tell
      processor?.explain(request) ??
      explainStopped({ realm: config.realm, store, stateDirectory: paths.state }, request)
    const told = { store, logger, now, changed, mqttUrl, health, explain }
    const served = await serveConsole({ config, command: 'up', paths, ...told })
    stops.add(() => served.close())
    say(`tram5g · realm ${config.realm}${demo === undefined ? '' : ` · ${demo.stations} simulated stations`}`)
    say(`  console  ${served.url}`)
    say(`  MQTT     ${mqttUrl}   (tram5g/v1/${config.realm}/{station}/{kind})`)
    say('  Ctrl-C ends it; started again it goes on where it was.')

    // messages are taken and the page answers by now; figures follow as soon as the store is there
    await prepareStore(store, (text) => alarms.set('store', text), signal)
    if (signal.aborted) return
    recordCatalogue(paths)
    // behind the processor: while that works off a backlog, a goodbye of 190 stations would wait for its turns
    if (demo !== undefined) stops.add(() => demo.stop())
    processor = await startProcessor({
      log,
      stateDirectory: paths.state,
      store,
      realm: config.realm,
      now,
      random: Math.random,
      logger,
      hotEntries: config.hotEntries,
      onWritten: () => {
        for (const listener of changed) listener()
      },
      onAlarm: (code, text) => alarms.set(code, text),
    })
    const started = processor
    stops.add(() => started.stop())
    if (demo !== undefined) {
      // counted while it is made: the first figures do not wait for the last message
      const history = await demo.seed(signal)
      if (history > 0) say(`  history  ${history} simulated messages of the last hours are being counted`)
      if (signal.aborted) return
      await demo.start(mqttUrl)
    }
    await aborted(signal)
  } finally {
    await stops.run(logger)
  }
}

async function fleetOf(file: string | undefined): Promise<Fleet> {
  const { readFleet } = await import('../demo/read-fleet.ts')
  return readFleet(file)
}

/** Loaded by who wants it: a process without a simulated fleet starts sooner. */
async function demoOf(options: DemoOptions): Promise<Demo> {
  const { openDemo } = await import('../demo/demo-fleet.ts')
  return await openDemo(options)
}

/** Connections break while everything is being ended: that is nothing to warn of. */
function calmAtTheEnd(logger: Logger, signal: AbortSignal): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => (signal.aborted ? logger.info(fields, message) : logger.warn(fields, message)),
    error: (fields, message) => logger.error(fields, message),
  }
}
