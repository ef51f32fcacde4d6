import { parse } from 'csv-parse/sync'
import { quoted } from '../../contract/mod.ts'
import { type Entry, unknownColumn } from './check-lines.ts'
import { isColumn, REQUIRED_COLUMNS } from './columns.ts'

export interface CsvEntries {
  readonly entries: readonly Entry[]
  /** Of the header and of rows with too few or too many cells. */
  readonly problems: readonly string[]
}

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

const SEPARATORS = [',', ';', '\t'] as const

/**
 * A CSV with a header line. A spreadsheet writes semicolons where the decimal comma is the custom, and tabs when it copies:
 * the header tells which. Empty cells are absent; lines that begin with # are remarks.
 *
 * @throws Error where it is no CSV, with the line.
 */
export function csvEntries(text: string): CsvEntries {
  const separator = separatorOf(text)
  const records = parse(text, {
    bom: true,
    delimiter: separator,
    comment: '#',
    comment_no_infix: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
    info: true,
  }) as unknown as CsvRecord[]
  const [header, ...rows] = records
  if (header === undefined)
    return { entries: [], problems: ['row 1: expected a header line with the names of columns; got nothing'] }
  const names = header.record
  const problems = headerProblems(names, firstRow(header))
  const entries: Entry[] = []
  for (const found of rows) {
    const cells = found.record
    // a spreadsheet leaves rows of separators behind
    if (cells.every((cell) => cell === '')) continue
    const row = firstRow(found)
    if (cells.length !== names.length) {
      problems.push(
        `row ${row}: expected ${names.length} cells, as in the header, with ${separatorName(separator)} between them; got ${cells.length}`,
      )
      continue
    }
    // what the header has wrong is told once, and not on every row
    const values = names.flatMap((name, i) => (isColumn(name) && cells[i] !== '' ? [[name, cells[i]]] : []))
    entries.push({ row, values: Object.fromEntries(values) as Record<string, unknown> })
  }
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name))
  return { entries: missing.length > 0 ? [] : entries, problems }
}

/** A record ends on the line that the parser tells; one with line ends in its cells began before. */
function firstRow({ record, info }: CsvRecord): number {
  return info.lines - record.reduce((n, cell) => n + cell.split('\n').length - 1, 0)
}

function headerProblems(names: readonly string[], row: number): string[] {
  const problems: string[] = []
  for (const [i, name] of names.entries()) {
    if (!isColumn(name)) problems.push(`row ${row}, column ${quoted(name)}: ${unknownColumn()}`)
    else if (names.indexOf(name) < i) problems.push(`row ${row}, column ${name}: expected every column once`)
  }
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name))
  if (missing.length > 0) problems.push(`row ${row}: columns that are missing: ${missing.join(', ')}`)
  return problems
}

function separatorOf(text: string): string {
  const header = text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''
  const count = (separator: string) => header.split(separator).length
  return SEPARATORS.reduce<string>((best, next) => (count(next) > count(best) ? next : best), ',')
}

const separatorName = (separator: string): string =>
  separator === '\t' ? 'tabs' : `${separator === ',' ? 'commas' : 'semicolons'}`
