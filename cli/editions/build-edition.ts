import { setTimeout as sleep } from 'node:timers/promises'
import { LEVEL_MS, windowStart } from '../../contract/mod.ts'
import type { TelemetryLogReader } from '../../log/mod.ts'
import { type Foretold, type Processor, startProcessor } from '../../processor/mod.ts'
import type { KpiStore } from '../../store/mod.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Edition } from './edition.ts'

export interface BuildOptions {
  readonly edition: Edition
  /** The log as the edition reads it. */
  readonly log: TelemetryLogReader
  readonly foretold: Foretold
  readonly stateDirectory: string
  readonly store: KpiStore
  readonly now: () => number
  readonly random: () => number
  readonly logger: Logger
  readonly hotEntries: number | undefined
  readonly signal: AbortSignal
  /** How far it is [0..1], about twice a second. */
  readonly onProgress: (share: number) => void
  /** The store is away, in its own words; undefined: it takes again. */
  readonly onStoreAway: (text: string | undefined) => void
}

const LOOK_EVERY_MS = 500

/**
 * Processes the log of an edition into its own state and store, to the end.
 *
 * @returns the span of whole windows; undefined where `signal` ended it: what is done is kept, and goes on from there
 * @throws Error where the processor stopped by itself.
 */
export async function buildEdition(o: BuildOptions): Promise<{ from: number; to: number } | undefined> {
  const { edition, store } = o
  const failed: string[] = []
  const processor = await startProcessor({
    log: o.log,
    stateDirectory: o.stateDirectory,
    store,
    realm: edition.realm,
    foretold: o.foretold,
    now: o.now,
    random: o.random,
    logger: o.logger,
    hotEntries: o.hotEntries,
    onAlarm: (code, text) => {
      if (code === 'store') o.onStoreAway(text)
      else if (code === 'processor' && text !== undefined) failed.push(text)
    },
  })
  try {
    const isDone = await follow(processor, o, failed)
    if (failed.length > 0) throw new Error(failed.join('\n'))
    if (!isDone) return undefined
    const { beginsMs, realmClock } = processor.status()
    return { from: beginsMs ?? (await firstDay(store, realmClock)), to: realmClock }
  } finally {
    await processor.stop()
  }
}

/** True when all is in the store, false where it was ended before. */
async function follow(processor: Processor, o: BuildOptions, failed: readonly string[]): Promise<boolean> {
  const { firstOffset, lastOffset } = o.edition
  const drained = processor.drain().then(() => true)
  while (!(await Promise.race([drained, sleep(LOOK_EVERY_MS, false)]))) {
    if (o.signal.aborted || failed.length > 0) return false
    const { appliedOffset } = processor.status()
    o.onProgress(Math.max(0, appliedOffset - firstOffset + 1) / (lastOffset - firstOffset + 1))
  }
  return failed.length === 0
}

/** Start of the first day that has a row [epoch ms]. */
async function firstDay(store: KpiStore, realmClock: number): Promise<number> {
  const to = windowStart('1d', realmClock) + LEVEL_MS['1d']
  const days = await store.sum({
    table: 'zone_kpi',
    level: '1d',
    from: 0,
    to,
    fields: ['exp'],
    groupBy: [],
    where: {},
    bucket: 'level',
  })
  return Math.min(to, ...days.flatMap(({ windows }) => windows.map(({ t }) => t)))
}
