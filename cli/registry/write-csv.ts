import type { RegistryLine } from '../../contract/mod.ts'
import { csvCell } from '../output/csv-cell.ts'
import { COLUMN_NAMES, type ColumnName, columnOf } from './columns.ts'

/** Spreadsheets take a CSV for UTF-8 only where this stands before it. */
const BOM = '\uFEFF'

/** The lines as a CSV that imports again to the same lines; columns that no line has are left out, but for the required ones. */
export function registryCsv(lines: readonly RegistryLine[]): string {
  const names = COLUMN_NAMES.filter(
    (name) => columnOf(name).isRequired === true || lines.some((line) => line[name] !== undefined),
  )
  const rows = lines.map((line) => names.map((name) => written(line, name)))
  return BOM + [names, ...rows].map(csvRow).join('')
}

function written(line: RegistryLine, name: ColumnName): string {
  const value: unknown = line[name]
  return value === undefined ? '' : columnOf(name).write(value)
}

/** A header line with every column, and two stations of nobody as remarks, which an import passes over. */
export function registryTemplate(): string {
  const example = (changes: Partial<Record<ColumnName, string>>) =>
    csvRow(COLUMN_NAMES.map((name) => changes[name] ?? columnOf(name).example))
  const two = {
    station: 'HN-0002',
    cells: '1',
    publisher: '',
    sharedWith: '',
    sharingType: 'none',
    lat: '21.0041',
    lon: '105.8437',
  }
  return `${BOM}${csvRow(COLUMN_NAMES)}# ${example({})}# ${example(two)}`
}

const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`
