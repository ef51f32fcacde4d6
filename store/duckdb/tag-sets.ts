import type { DuckDBConnection } from '@duckdb/node-api'
import { isSafeTagValue, quoted, UNKNOWN_TAG } from '../../contract/mod.ts'
import type { KpiTable } from '../port.ts'
import { TAGS_OF_TABLE, tagTable } from './kpi-tables.ts'
import { replaceRows } from './replace-rows.ts'
import { quoteName } from './table.ts'

/**
 * Numbers of the tag sets of one table. All of them are in memory (about 0.5 KB each; their number is that of the
 * table's identities: cells × the software, zone and phase they have had), so a known tag set costs one look-up and
 * is not checked again.
 */
export class TagSets {
  readonly #table: KpiTable
  readonly #tags: readonly string[]
  #byKey = new Map<string, number>()
  #byNumber = new Map<number, Readonly<Record<string, string>>>()
  #new: { series: number; values: readonly string[] }[] = []
  #next = 1
  #hasSaved = false

  constructor(table: KpiTable) {
    this.#table = table
    this.#tags = TAGS_OF_TABLE[table]
  }

  /** `columns` are those the file has, none of a table it lacks; a tag that it does not have yet is unknown in all of it. */
  async load(connection: DuckDBConnection, columns: ReadonlySet<string>): Promise<void> {
    this.#byKey = new Map()
    this.#byNumber = new Map()
    this.#new = []
    this.#next = 1
    if (columns.size === 0) return
    const tags = this.#tags.map((tag) => (columns.has(tag) ? quoteName(tag) : `'${UNKNOWN_TAG}'`))
    const reader = await connection.runAndReadAll(
      `SELECT series, ${tags.join(', ')} FROM ${quoteName(tagTable(this.#table).name)}`,
    )
    for (const [number, ...values] of reader.getRows()) {
      const series = Number(number)
      this.#keep(series, values.map(String))
      this.#next = Math.max(this.#next, series + 1)
    }
  }

  /** @throws RangeError for a number never given. */
  tagsOf(series: number): Readonly<Record<string, string>> {
    const tags = this.#byNumber.get(series)
    if (tags === undefined) throw new RangeError(`${this.#table} has no tag set ${series}`)
    return tags
  }

  /** The number of this tag set, given on its first appearance; a text says why it is refused. */
  numberOf(tags: Readonly<Record<string, string>>): number | string {
    const values: string[] = []
    for (const tag of this.#tags) values.push(tags[tag] ?? '')
    // no tag holds a line break, so joining is unambiguous
    const key = values.join('\n')
    const known = this.#byKey.get(key)
    if (known !== undefined && Object.keys(tags).length === this.#tags.length) return known
    const fault = this.#faultOf(tags)
    if (fault !== undefined) return fault
    const series = this.#next++
    this.#keep(series, values)
    this.#new.push({ series, values })
    return series
  }

  /** Writes the numbers given since; in the transaction of the rows that use them. */
  async save(connection: DuckDBConnection): Promise<void> {
    const rows = this.#new
    this.#hasSaved ||= rows.length > 0
    await replaceRows(connection, tagTable(this.#table), {
      count: rows.length,
      column: (name) => {
        const place = this.#tags.indexOf(name)
        return (row) => (name === 'series' ? rows[row]?.series : rows[row]?.values[place])
      },
    })
    this.#new = []
  }

  /** True where numbers were written since it was asked last. */
  takeSaved(): boolean {
    const has = this.#hasSaved
    this.#hasSaved = false
    return has
  }

  #keep(series: number, values: readonly string[]): void {
    this.#byKey.set(values.join('\n'), series)
    this.#byNumber.set(series, Object.fromEntries(this.#tags.map((tag, i) => [tag, values[i] ?? ''])))
  }

  #faultOf(tags: Readonly<Record<string, string>>): string | undefined {
    for (const tag of this.#tags) {
      const value = tags[tag]
      if (value === undefined) return `expected the tag ${tag} ('unknown' where not known), came none`
      if (!isSafeTagValue(value)) {
        return `expected the tag ${tag} to be 1 to 64 characters without \\ , = " white space or control, came ${quoted(value)}`
      }
    }
    const foreign = Object.keys(tags).find((tag) => !this.#tags.includes(tag))
    return foreign === undefined
      ? undefined
      : `expected the tags ${this.#tags.join(', ')}, came also ${quoted(foreign)}`
  }
}
