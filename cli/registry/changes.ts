import type { RegistryLine } from '../../contract/mod.ts'
import { COLUMN_NAMES, type ColumnName, columnOf } from './columns.ts'

/** What an import would do with one line. */
export interface LineChange {
  readonly line: RegistryLine
  /** `new`: no line of this station and date; `changed`: some columns differ; `same`: nothing would change. */
  readonly kind: 'new' | 'changed' | 'same'
  /** Of `changed`: what stands there now, and what would stand there; '' for nothing. */
  readonly columns: readonly { readonly name: ColumnName; readonly before: string; readonly after: string }[]
}

/** Lines of a file against those known; a line is known by its station and its date. */
export function changesOf(lines: readonly RegistryLine[], known: readonly RegistryLine[]): LineChange[] {
  const byKey = new Map(known.map((line) => [keyOf(line), line]))
  return lines.map((line): LineChange => {
    const before = byKey.get(keyOf(line))
    if (before === undefined) return { line, kind: 'new', columns: [] }
    const columns = COLUMN_NAMES.map((name) => ({
      name,
      before: shown(before, name),
      after: shown(line, name),
    })).filter((c) => c.before !== c.after)
    return { line, kind: columns.length > 0 ? 'changed' : 'same', columns }
  })
}

const keyOf = (line: RegistryLine): string => `${line.station} ${line.from}`

function shown(line: RegistryLine, name: ColumnName): string {
  const value: unknown = line[name]
  return value === undefined ? '' : columnOf(name).write(value)
}

/** The line that holds at `atMs` [epoch ms] for each station; a station whose first line is later has none. */
export function linesAt(lines: readonly RegistryLine[], atMs: number): RegistryLine[] {
  const held = new Map<string, RegistryLine>()
  for (const line of lines) {
    const other = held.get(line.station)
    if (line.from <= atMs && (other === undefined || line.from > other.from)) held.set(line.station, line)
  }
  return [...held.values()].sort((a, b) => (a.station < b.station ? -1 : 1))
}
