import { LEVEL_MS, LEVELS, type Level, windowStart } from '../../contract/mod.ts'
import type { StateToPromote } from '../../processor/mod.ts'
import {
  type EventRow,
  KPI_TABLES,
  type KpiRow,
  type KpiStore,
  type StoreBatch,
  windowStatus,
} from '../../store/mod.ts'
import type { Edition } from './edition.ts'
import { historyOf, rowsChanged } from './rows-changed.ts'
import { keyOfRow, piecesOf, storedRows } from './stored-rows.ts'

export interface PromoteOptions {
  readonly edition: Edition & Required<Pick<Edition, 'span'>>
  /** The figures that are shown. */
  readonly present: KpiStore
  readonly made: KpiStore
  readonly state: StateToPromote
  readonly onProgress: (share: number) => void
}

/** History of fine windows would be larger than the figures themselves; what they add up to stands in these. */
const HISTORY_LEVELS: readonly Level[] = ['15m', '1h', '1d']

const EMPTY: StoreBatch = { kpi: [], stations: [], ledger: [], events: [], history: [], deadLetters: [] }

/**
 * Writes an edition over the figures that are shown, from the first window that it tells whole: rows that differ with history, and
 * rows that it does not have with all parts 0. Older figures stay. Done again after a crash it comes to the same.
 *
 * @returns how many rows were written
 * @throws {StoreUnavailableError} do it again.
 */
export async function promoteRows(o: PromoteOptions): Promise<number> {
  const { edition, present, made } = o
  const [before, after] = [await present.meta(), await made.meta()]
  if (after === undefined) throw new Error(`edition ${edition.id} has no figures in its store.`)
  const stations = await made.stations()
  const cells = stations.reduce((n, station) => n + station.cells.length, 0)
  const end = Math.max(before?.realmClock ?? 0, after.realmClock)
  const cause = { changedAt: after.realmClock, reason: `edition-${edition.id}`, offset: edition.endOffset }
  let written = 0
  for (const [i, level] of LEVELS.entries()) {
    const size = LEVEL_MS[level]
    const from = windowStart(level, Math.max(0, edition.span.from) + size - 1)
    const pieces = piecesOf(level, from, windowStart(level, end) + size, cells)
    for (const [n, [a, b]] of pieces.entries()) {
      written += await promotePiece(o, level, a, b, cause)
      o.onProgress((i + (n + 1) / pieces.length) / LEVELS.length)
    }
  }
  await present.write({
    ...EMPTY,
    stations,
    registry: await made.registry(),
    ledger: await made.ledger(),
    events: await eventsChanged(o, end),
    meta: after,
  })
  return written
}

async function promotePiece(
  { present, made, state }: PromoteOptions,
  level: Level,
  from: number,
  to: number,
  cause: Parameters<typeof historyOf>[3],
): Promise<number> {
  const isOpen = ({ t, gpS }: KpiRow) => windowStatus(level, t, gpS, cause.changedAt) === 'open'
  let written = 0
  const revs = new Map<string, number>()
  for (const table of KPI_TABLES) {
    const [was, is] = [
      await storedRows(present, table, level, from, to),
      await storedRows(made, table, level, from, to),
    ]
    const changed = rowsChanged(was, is, isOpen)
    for (const [key, rev] of changed.revs) revs.set(`${table} ${key}`, rev)
    const hasHistory = (table === 'cell_kpi' || table === 'station_kpi') && HISTORY_LEVELS.includes(level)
    const amended = hasHistory ? changed.rows.filter((row) => !isOpen(row)) : []
    const history = historyOf(amended, was, keyOfRow, cause)
    if (changed.rows.length === 0) continue
    // first: a row that is as it should be is not looked at again where this is done again
    if (history.length > 0) await present.write({ ...EMPTY, history })
    await present.write({ ...EMPTY, kpi: changed.rows })
    written += changed.rows.length
  }
  await state.raise(level, from, to, (row: KpiRow) => revs.get(`${row.table} ${keyOfRow(row)}`))
  return written
}

/** The edition's events, and those of its time that it does not have, ended where they began, so that no list shows them. */
async function eventsChanged({ edition, present, made }: PromoteOptions, end: number): Promise<EventRow[]> {
  const { from } = edition.span
  const is = await made.events(Math.max(0, from), end + 1)
  const known = new Set(is.map(({ id }) => id))
  const gone = (await present.events(Math.max(0, from), end + 1)).filter((e) => e.from >= from && !known.has(e.id))
  return [...is, ...gone.map((event) => ({ ...event, to: event.from, cause: 'withdrawn' }))]
}
