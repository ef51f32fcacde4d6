import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CELL_TAGS, type FieldName, fieldsOfObject, LEVELS, TIMELINE_FIELDS, ZONE_TAGS } from '../../contract/mod.ts'
import type { TelemetryLogReader } from '../../log/mod.ts'
import { startProcessor } from '../../processor/mod.ts'
import { type KpiStore, type LedgerRow, openDuckDbStore } from '../../store/mod.ts'

/** Fields of every row by `table level instant tags`; and the account of every station. */
export interface StoreContent {
  readonly rows: ReadonlyMap<string, Readonly<Record<FieldName, number>>>
  readonly ledger: readonly LedgerRow[]
}

const FIELDS: readonly FieldName[] = [...fieldsOfObject('cell'), ...TIMELINE_FIELDS]
const TABLES = { cell_kpi: CELL_TAGS, zone_kpi: ZONE_TAGS } as const
const LATEST_MS = 4_102_444_800_000

/** Everything of the KPI tables but `rev`, which alone depends on the order in which messages came. */
export async function contentOf(store: KpiStore): Promise<StoreContent> {
  const rows = new Map<string, Record<FieldName, number>>()
  for (const [table, groupBy] of Object.entries(TABLES) as [keyof typeof TABLES, readonly string[]][]) {
    for (const level of LEVELS) {
      const all = { from: 0, to: LATEST_MS, fields: FIELDS, where: {}, bucket: 'level' as const }
      for (const { by, windows } of await store.sum({ table, level, groupBy, ...all })) {
        const tags = groupBy.map((tag) => by[tag]).join(' ')
        for (const { t, sums } of windows) {
          const fields = [...sums].filter(([, value]) => value !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
          if (fields.length > 0) rows.set(`${table} ${level} ${t} ${tags}`, Object.fromEntries(fields))
        }
      }
    }
  }
  return { rows, ledger: (await store.ledger()).toSorted((a, b) => (a.station < b.station ? -1 : 1)) }
}

/** The first differences, for a person: empty where both are the same. */
export function differences(one: StoreContent, other: StoreContent): string[] {
  const found: string[] = []
  for (const key of new Set([...one.rows.keys(), ...other.rows.keys()])) {
    const [a, b] = [JSON.stringify(one.rows.get(key)), JSON.stringify(other.rows.get(key))]
    if (a !== b && found.length < 20) found.push(`${key}\n  ${a}\n  ${b}`)
  }
  return found
}

export interface Folders {
  readonly state: string
  /** File of the embedded store, or how to open another one. */
  readonly store: string | (() => KpiStore)
}

const silent = (): void => undefined
const logger = { debug: silent, info: silent, warn: silent, error: silent }

/** Applies what the state has not yet applied of the log, writes everything, and reads the store. */
export async function processToTheEnd(log: TelemetryLogReader, realm: string, folders: Folders): Promise<StoreContent> {
  const store =
    typeof folders.store === 'string'
      ? await openDuckDbStore({ path: folders.store, realm, now: Date.now })
      : folders.store()
  try {
    await store.prepare()
    const failures: string[] = []
    const processor = await startProcessor({
      log,
      stateDirectory: folders.state,
      store,
      realm,
      now: Date.now,
      random: Math.random,
      logger,
      onAlarm: (code, text) => text !== undefined && failures.push(`${code}: ${text}`),
    })
    await processor.drain()
    await processor.stop()
    if (failures.length > 0) throw new Error(failures.join('\n'))
    return await contentOf(store)
  } finally {
    await store.close()
  }
}

/** The same log from its beginning, in one go, with fresh state and store. */
export async function processAfresh(log: TelemetryLogReader, realm: string): Promise<StoreContent> {
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-afresh-'))
  try {
    return await processToTheEnd(log, realm, {
      state: join(directory, 'state'),
      store: join(directory, 'store.duckdb'),
    })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
