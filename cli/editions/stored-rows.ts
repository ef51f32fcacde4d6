import { LEVEL_MS, type Level } from '../../contract/mod.ts'
import { FIELDS_OF_TABLE, type KpiRow, type KpiStore, type KpiTable, TAGS_OF_TABLE } from '../../store/mod.ts'

/** Rows by what identifies them within a table and level: window start and tags. */
export type StoredRows = ReadonlyMap<string, KpiRow>

/**
 * The rows of a table whose windows start in [from, to), as they were written: grouped by all its tags, a sum is one row. A row that
 * was retired has no part other than 0.
 */
export async function storedRows(
  store: KpiStore,
  table: KpiTable,
  level: Level,
  from: number,
  to: number,
): Promise<StoredRows> {
  const [groupBy, fields] = [TAGS_OF_TABLE[table], FIELDS_OF_TABLE[table]]
  const series = await store.sum({ table, level, from, to, fields, groupBy, where: {}, bucket: 'level' })
  const rows = new Map<string, KpiRow>()
  const lists = new Map<string, readonly string[]>()
  for (const { by, windows } of series) {
    const key = JSON.stringify(groupBy.map((tag) => by[tag]))
    for (const { t, sums, rev, gpS } of windows) {
      const found = [...sums.keys()]
      const list = found.join()
      const names = lists.get(list) ?? found
      lists.set(list, names)
      const values = [...sums.values()]
      const retired = rev > 0 && values.every((value) => value === 0)
      rows.set(`${t} ${key}`, { table, level, t, tags: by, names, values, rev, gpS, retired })
    }
  }
  return rows
}

/** As {@link storedRows} names it. */
export function keyOfRow({ table, t, tags }: KpiRow): string {
  return `${t} ${JSON.stringify(TAGS_OF_TABLE[table].map((tag) => tags[tag]))}`
}

/** Rows read at once, about. */
const ROWS_AT_ONCE = 20_000

/** [from, to) in pieces of whole windows that hold about so many rows. */
export function piecesOf(level: Level, from: number, to: number, cells: number): [from: number, to: number][] {
  const length = Math.max(1, Math.floor(ROWS_AT_ONCE / Math.max(1, cells))) * LEVEL_MS[level]
  const pieces: [number, number][] = []
  for (let at = from; at < to; at += length) pieces.push([at, Math.min(to, at + length)])
  return pieces
}
