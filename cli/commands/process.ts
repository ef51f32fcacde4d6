import { startProcessor } from '../../processor/mod.ts'
import type { Config } from '../config/settings.ts'
import { refuseHalfPromoted } from '../editions/edition.ts'
import { recordCatalogue } from '../editions/recorded-catalogue.ts'
import { aborted } from '../runtime/aborted.ts'
import { Alarms } from '../runtime/alarms.ts'
import { openExplainSocket } from '../runtime/explain-socket.ts'
import { healthOf } from '../runtime/health.ts'
import { takeLock } from '../runtime/lock.ts'
import type { Logger } from '../runtime/logger.ts'
import { openLogReader } from '../runtime/open-log.ts'
import { openStore, prepareStore } from '../runtime/open-store.ts'
import { makeRoot, realmPaths } from '../runtime/paths.ts'
import { tellProgress } from '../runtime/progress-file.ts'
import { serveConsole } from '../runtime/serve-console.ts'
import { Stops } from '../runtime/stops.ts'
import { waitForLog } from '../runtime/wait-for-log.ts'

export interface ProcessOptions {
  readonly config: Config
  readonly logger: Logger
  readonly now: () => number
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** Log → KPIs → store, beside a collector in another process. With DuckDB it serves console and API too: one process may open the file. */
export async function processLog({ config, logger, now, say, signal }: ProcessOptions): Promise<void> {
  const startedAt = now()
  const paths = realmPaths(config)
  makeRoot(paths)
  const stops = new Stops()
  try {
    stops.add(takeLock(paths.lock('processor'), 'process', 'A processor'))
    refuseHalfPromoted(paths)
    const alarms = new Alarms(now, (code, text) => {
      if (text === undefined) logger.info({ code }, 'alarm cleared')
      else logger.warn({ code }, text)
    })
    await waitForLog(paths, signal, () =>
      say(`waiting for the log of realm ${config.realm}: start 'tram5g collect' or 'tram5g broker' on ${paths.root}`),
    )
    if (signal.aborted) return
    const log = await openLogReader(config, paths)
    stops.add(() => log.close())
    const store = await openStore({ config, paths, logger, now })
    stops.add(() => store.close())
    await prepareStore(store, (text) => alarms.set('store', text), signal)
    if (signal.aborted) return
    const changed = new Set<() => void>()
    recordCatalogue(paths)
    const processor = await startProcessor({
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
    stops.add(() => processor.stop())
    stops.add(tellProgress(paths, processor, logger))
    say(`tram5g process · realm ${config.realm} · ${paths.log} → ${store.kind}`)
    if (store.kind === 'duckdb') {
      const served = await serveConsole({
        config,
        command: 'process',
        paths,
        store,
        logger,
        now,
        changed,
        explain: (request) => processor.explain(request),
        health: () => healthOf({ realm: config.realm, startedAt, now, alarms, store, log, processor }),
      })
      stops.add(() => served.close())
      say(`  console  ${served.url}`)
    } else stops.add(await openExplainSocket(paths, (request) => processor.explain(request), logger))
    await aborted(signal)
  } finally {
    await stops.run(logger)
  }
}
