import type { FieldName } from '../../contract/mod.ts'
import type { HistoryRow, KpiRow } from '../../store/mod.ts'
import type { StoredRows } from './stored-rows.ts'

/** What must be written so that a store says of some windows what an edition says. */
export interface RowsChanged {
  readonly rows: readonly KpiRow[]
  /** Of every row of the edition by its key: where `rev` goes on from. */
  readonly revs: ReadonlyMap<string, number>
}

/**
 * The edition's rows that are others or new, one `rev` further than either has it, but for windows that are open still; and with all
 * parts 0 those that it does not have. A part that it does not have any more is 0.
 */
export function rowsChanged(
  present: StoredRows,
  edition: StoredRows,
  isOpen: (row: KpiRow) => boolean = () => false,
): RowsChanged {
  const rows: KpiRow[] = []
  const revs = new Map<string, number>()
  for (const [key, is] of edition) {
    const was = present.get(key)
    const parts = { ...zeros(was), ...partsOf(is) }
    const isSame = was !== undefined && was.gpS === is.gpS && sameParts(partsOf(was), parts)
    const isAmended = was !== undefined && !isSame && !isOpen(is)
    const rev = Math.max(was?.rev ?? 0, is.rev) + (isAmended ? 1 : 0)
    revs.set(key, rev)
    if (!isSame || rev !== was.rev) rows.push({ ...is, ...columnsOf(parts), rev })
  }
  for (const [key, was] of present) {
    if (edition.has(key) || was.values.every((value) => value === 0)) continue
    rows.push({ ...was, ...columnsOf(zeros(was)), rev: was.rev + 1, retired: true })
  }
  return { rows, revs }
}

type Parts = Record<FieldName, number>

function partsOf(row: KpiRow | undefined): Parts {
  const parts: Parts = {}
  row?.names.forEach((name, i) => {
    parts[name] = row.values[i] as number
  })
  return parts
}

const zeros = (row: KpiRow | undefined): Parts => Object.fromEntries(row?.names.map((name) => [name, 0]) ?? [])
const columnsOf = (parts: Parts): Pick<KpiRow, 'names' | 'values'> => ({
  names: Object.keys(parts),
  values: Object.values(parts),
})

/** A part that was not there was 0; `after` has all that `before` has. */
const sameParts = (before: Parts, after: Parts): boolean =>
  Object.entries(after).every(([name, value]) => value === (before[name] ?? 0))

/** The history of what {@link rowsChanged} changes, one row for each cell and window, whatever tags its rows have. */
export function historyOf(
  rows: readonly KpiRow[],
  present: StoredRows,
  keyOf: (row: KpiRow) => string,
  cause: Pick<HistoryRow, 'changedAt' | 'reason' | 'offset'>,
): HistoryRow[] {
  const found = new Map<string, { row: KpiRow; before: Parts; after: Parts }>()
  for (const row of rows) {
    const key = `${row.t} ${row.tags.station}/${row.tags.cell ?? ''}`
    const known = found.get(key) ?? { row, before: {}, after: {} }
    found.set(key, known.row.rev < row.rev ? { ...known, row } : known)
    const was = partsOf(present.get(keyOf(row)))
    for (const [name, value] of Object.entries(partsOf(row))) {
      known.before[name] = (known.before[name] ?? 0) + (was[name] ?? 0)
      known.after[name] = (known.after[name] ?? 0) + value
    }
  }
  return [...found.values()].flatMap(({ row, before, after }) => {
    const changed = Object.keys(after).filter((name) => before[name] !== after[name])
    if (changed.length === 0) return []
    const only = (parts: Parts) => Object.fromEntries(changed.map((name) => [name, parts[name] ?? 0]))
    const { level, t, rev, tags } = row
    const place = { level, t, station: tags.station ?? '', cell: tags.cell ?? '', rev }
    return [{ ...place, ...cause, before: only(before), after: only(after) }]
  })
}
