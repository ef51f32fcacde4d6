import { LEVELS } from '../../contract/mod.ts'
import { FIELDS_OF_TABLE, KPI_TABLES, type KpiStore, openDuckDbStore, TAGS_OF_TABLE } from '../../store/mod.ts'

/** Every row of a store as text, by what identifies it. */
export type WholeStore = ReadonlyMap<string, string>

const LATEST_MS = 4_102_444_800_000

/** All that a DuckDB file holds, which nobody writes meanwhile: figures with their `rev`, history, and the tables beside them. */
export async function wholeStore(path: string, realm: string): Promise<WholeStore> {
  const store = await openDuckDbStore({ path, realm, readOnly: true, now: Date.now })
  try {
    await store.prepare()
    return new Map([...(await figuresOf(store)), ...(await sideTablesOf(store))])
  } finally {
    await store.close()
  }
}

async function figuresOf(store: KpiStore): Promise<[string, string][]> {
  const rows: [string, string][] = []
  for (const table of KPI_TABLES) {
    const [groupBy, fields] = [TAGS_OF_TABLE[table], FIELDS_OF_TABLE[table]]
    for (const level of LEVELS) {
      const query = { table, level, from: 0, to: LATEST_MS, fields, groupBy, where: {}, bucket: 'level' } as const
      for (const { by, windows } of await store.sum(query)) {
        const tags = groupBy.map((tag) => by[tag]).join(' ')
        for (const { t, sums, rev, gpS } of windows) {
          const told = [...sums].filter(([, value]) => value !== 0).sort(([a], [b]) => (a < b ? -1 : 1))
          rows.push([`${table} ${level} ${t} ${tags}`, JSON.stringify({ rev, gpS, ...Object.fromEntries(told) })])
        }
      }
    }
  }
  return rows
}

async function sideTablesOf(store: KpiStore): Promise<[string, string][]> {
  const [stations, registry, ledger, events, history, meta] = await Promise.all([
    store.stations(),
    store.registry(),
    store.ledger(),
    store.events(0, LATEST_MS),
    store.history({ limit: 1_000_000 }),
    store.meta(),
  ])
  return [
    ...stations.map((row) => [`station ${row.station}`, JSON.stringify(row)] as [string, string]),
    ...registry.map((row) => [`registry ${row.station} ${row.from}`, JSON.stringify(row)] as [string, string]),
    ...ledger.map((row) => [`ledger ${row.station}`, JSON.stringify(row)] as [string, string]),
    ...events.map((row) => [`event ${row.id}`, JSON.stringify(row)] as [string, string]),
    ...history.map(({ level, t, station, cell, rev, ...row }) => {
      return [`history ${level} ${t} ${station} ${cell} ${rev}`, JSON.stringify(row)] as [string, string]
    }),
    ['meta', JSON.stringify(meta)],
  ]
}

/** The first differences, for a person: empty where both are the same. */
export function unlike(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key))
    .slice(0, 20)
    .map((key) => `${key}\n  ${one.get(key)}\n  ${other.get(key)}`)
}
