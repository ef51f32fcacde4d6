import { quoted, type RegistryLine } from '../../contract/mod.ts'
import { COLUMN_NAMES, type ColumnName, columnOf, isColumn } from './columns.ts'

/** One entry of a file: its row as a person counts lines in it, and its values by column; absent: nothing stands there. */
export interface Entry {
  readonly row: number
  readonly values: Readonly<Record<string, unknown>>
}

export type CheckedRegistry =
  | { readonly ok: true; readonly lines: readonly RegistryLine[] }
  /** Each names row, column, what came and what is allowed. */
  | { readonly ok: false; readonly problems: readonly string[] }

/** Every entry checked, every problem told; nothing is taken where one is wrong. */
export function checkLines(entries: readonly Entry[], problemsBefore: readonly string[] = []): CheckedRegistry {
  const lines: RegistryLine[] = []
  const problems = [...problemsBefore]
  const rowOf = new Map<string, number>()
  for (const { row, values } of entries) {
    const found: string[] = []
    const line = checkEntry(values, (column, text) => found.push(`row ${row}, column ${column}: ${text}`))
    problems.push(...found)
    if (found.length > 0) continue
    const key = `${line.station} ${line.from}`
    const before = rowOf.get(key)
    if (before !== undefined)
      problems.push(
        `row ${row}, column from: expected another date than in row ${before}, which is of ${line.station} too`,
      )
    rowOf.set(key, row)
    lines.push(line)
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lines }
}

type Tell = (column: string, problem: string) => void

function checkEntry(values: Entry['values'], tell: Tell): RegistryLine {
  for (const name of Object.keys(values)) if (!isColumn(name)) tell(name, unknownColumn())
  const line: Partial<Record<ColumnName, unknown>> = {}
  for (const name of COLUMN_NAMES) {
    const value = values[name]
    const column = columnOf(name)
    if (value === undefined) {
      if (column.isRequired === true) tell(name, `expected ${column.allowed.en}; got nothing`)
      continue
    }
    const parsed = column.schema.safeParse(value)
    if (parsed.success) line[name] = parsed.data
    else tell(name, `expected ${column.allowed.en}; got ${shown(value)}`)
  }
  const checked = { type: 'station', ...line } as unknown as RegistryLine
  checkTogether(checked, tell)
  return checked
}

/** What one column says of another. */
function checkTogether({ lat, lon, phaseFrom, phaseTo, inServiceFrom, inServiceTo }: RegistryLine, tell: Tell): void {
  if (lat === undefined && lon !== undefined) tell('lat', 'expected a latitude beside lon; got nothing')
  if (lon === undefined && lat !== undefined) tell('lon', 'expected a longitude beside lat; got nothing')
  if (phaseFrom !== undefined && phaseTo !== undefined && phaseTo <= phaseFrom)
    tell('phaseTo', 'expected an instant after phaseFrom')
  if (inServiceFrom !== undefined && inServiceTo !== undefined && inServiceTo <= inServiceFrom)
    tell('inServiceTo', 'expected an instant after inServiceFrom')
}

/** What is said of a column that is none. */
export function unknownColumn(): string {
  return `expected one of ${COLUMN_NAMES.join(', ')}`
}

function shown(value: unknown): string {
  return quoted(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)))
}
