import type { Level, Realm } from '../contract/mod.ts'
import type { KpiRow } from '../store/mod.ts'
import { STATE_FIELDS } from './rows/layout.ts'
import { StationRows } from './rows/station-rows.ts'
import { timeKey } from './state/keys.ts'
import { LmdbState } from './state/lmdb-state.ts'
import type { StateReader } from './state/view.ts'
import { storeRowsOf } from './store-rows.ts'
import type { ZoneRow } from './zone-rows.ts'

/** The state of an edition that is to take the place of another one. */
export interface StateToPromote {
  /** Highest offset whose effects are in it. */
  readonly applied: number | undefined
  /**
   * Raises `rev` of the rows of windows that start in [from, to), so that it goes on from what was published; `revOf` is asked with
   * each row as the store has it, undefined: it stays.
   */
  raise(level: Level, from: number, to: number, revOf: (row: KpiRow) => number | undefined): Promise<void>
  close(): Promise<void>
}

export interface StateToPromoteOptions {
  readonly directory: string
  readonly realm: Realm
  readonly logId: string
  readonly partition?: number
}

const KEYS_AT_ONCE = 5000

type RevOf = (row: KpiRow) => number | undefined

const revAmong = (rows: readonly KpiRow[], revOf: RevOf, atLeast: number): number =>
  Math.max(atLeast, ...rows.flatMap((row) => revOf(row) ?? []))

/** The rows of a station in one window with their `rev` raised; undefined: none is. */
function stationRows(state: StateReader, key: string, revOf: RevOf): StationRows | undefined {
  const known = state.get<StationRows>(key)
  if (known === undefined) return undefined
  const rows = known.rows.map((row, i) => {
    // what the store has of this cell alone
    const only = new StationRows([known.cells[i] as string], [row])
    const get = <T>(each: string): T | undefined => (each === key ? (only as T) : state.get<T>(each))
    const rev = revAmong(storeRowsOf({ get }, key), revOf, row.rev)
    return rev > row.rev ? { ...row, rev } : row
  })
  return rows.some((row, i) => row !== known.rows[i]) ? new StationRows(known.cells, rows) : undefined
}

function zoneRow(state: StateReader, key: string, revOf: RevOf): ZoneRow | undefined {
  const known = state.get<ZoneRow>(key)
  if (known === undefined) return undefined
  const rev = revAmong(storeRowsOf(state, key), revOf, known.rev)
  return rev > known.rev ? { ...known, rev } : undefined
}

/** @throws Error where it belongs to another log, realm or catalogue. */
export async function openStateToPromote(options: StateToPromoteOptions): Promise<StateToPromote> {
  const { directory, realm, logId, partition = 0 } = options
  const state = await LmdbState.open({ directory, identity: { realm, logId, partition, fields: STATE_FIELDS } })
  const raisePart = async (prefix: string, from: number, to: number, revOf: RevOf): Promise<void> => {
    let after = `${prefix}${timeKey(from)}`
    for (;;) {
      const keys = state.keys(prefix, after, KEYS_AT_ONCE)
      const inside = keys.filter((key) => Number(key.split('/')[2]) < to)
      const changes: [string, unknown][] = []
      for (const key of inside) {
        const raised = key.startsWith('row/') ? stationRows(state, key, revOf) : zoneRow(state, key, revOf)
        if (raised !== undefined) changes.push([key, raised])
      }
      if (changes.length > 0) await state.commit(changes, -1, new Map())
      if (inside.length < KEYS_AT_ONCE) return
      after = inside.at(-1) as string
    }
  }
  return {
    applied: state.applied,
    async raise(level, from, to, revOf) {
      await raisePart(`row/${level}/`, from, to, revOf)
      await raisePart(`zone/${level}/`, from, to, revOf)
    },
    close: () => state.close(),
  }
}
