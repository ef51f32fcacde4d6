import { expect, it } from 'vitest'
import { historyOf, rowsChanged } from '../../../cli/editions/rows-changed.ts'
import { keyOfRow, piecesOf, type StoredRows } from '../../../cli/editions/stored-rows.ts'
import { CELL_TAGS } from '../../../contract/mod.ts'
import type { KpiRow } from '../../../store/mod.ts'

const T = Date.UTC(2026, 9, 1)

function row(zone: string, parts: Record<string, number>, rev: number): KpiRow {
  const tags = Object.fromEntries(CELL_TAGS.map((tag) => [tag, tag === 'zone' ? zone : tag === 'cell' ? '1' : 'x']))
  const [names, values] = [Object.keys(parts), Object.values(parts)]
  return { table: 'cell_kpi', level: '1h', t: T, tags, names, values, rev, gpS: 900, retired: false }
}

const stored = (...rows: KpiRow[]): StoredRows => new Map(rows.map((each) => [keyOfRow(each), each]))
const shown = ({ tags, names, values, rev, retired }: KpiRow) => ({
  zone: tags.zone,
  parts: Object.fromEntries(names.map((name, i) => [name, values[i]])),
  rev,
  retired,
})

it('writes what differs one rev further than either has it, parts that are no more as 0, and nothing else', () => {
  const present = stored(row('a', { att: 100, old: 7 }, 3), row('b', { att: 50 }, 1))
  const edition = stored(row('a', { att: 101 }, 0), row('b', { att: 50 }, 0))
  const { rows, revs } = rowsChanged(present, edition)
  // 3 + 1 for what changed; of the other the edition's rev goes on from 1
  expect(rows.map(shown)).toEqual([{ zone: 'a', parts: { att: 101, old: 0 }, rev: 4, retired: false }])
  expect([...revs.values()]).toEqual([4, 1])
  // done again it comes to the same
  const again = rowsChanged(stored(...rows, row('b', { att: 50 }, 1)), edition)
  expect(again.rows).toEqual([])
  expect([...again.revs.values()]).toEqual([4, 1])
})

it('takes the parts from rows that the edition does not have, and tells the cell once', () => {
  const present = stored(row('a', { att: 100 }, 0))
  const edition = stored(row('b', { att: 90 }, 0))
  const { rows } = rowsChanged(present, edition)
  expect(rows.map(shown)).toEqual([
    { zone: 'b', parts: { att: 90 }, rev: 0, retired: false },
    { zone: 'a', parts: { att: 0 }, rev: 1, retired: true },
  ])
  // of the cell, in whatever zone: 100 were 100 + 0, and are 0 + 90
  const cause = { changedAt: T + 1, reason: 'edition-2', offset: 9 }
  expect(historyOf(rows, present, keyOfRow, cause)).toEqual([
    { level: '1h', t: T, station: 'x', cell: '1', rev: 1, ...cause, before: { att: 100 }, after: { att: 90 } },
  ])
})

it('reads in pieces of whole windows', () => {
  // 20,000 rows of 9,000 cells are 2 hours
  expect(piecesOf('1h', T, T + 5 * 3_600_000, 9000)).toEqual([
    [T, T + 2 * 3_600_000],
    [T + 2 * 3_600_000, T + 4 * 3_600_000],
    [T + 4 * 3_600_000, T + 5 * 3_600_000],
  ])
})
