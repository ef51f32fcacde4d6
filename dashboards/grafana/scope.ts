import type { KpiDefinition } from '../../contract/mod.ts'

/** Names of the dashboard's variables, as queries mention them. */
export const FILTER_TAGS = ['operator', 'zone', 'vendor'] as const

/**
 * A level's name is both its retention policy and, in InfluxQL, its length: one variable chooses the rows and the
 * width of the windows, so that a window is never cut or doubled.
 */
export const LEVEL = '$level'

/**
 * Windows start where the rows do: a day begins at 17:00Z, and 7 h is a multiple of every other level. Not `tz()`:
 * that needs a time zone database on the server, which the container images of InfluxDB lack.
 */
export const BY_WINDOW = `time(${LEVEL}, -7h)`

/** What the dashboard's variables select. Each is a multiple choice, so each is a regular expression. */
export const SELECTED = FILTER_TAGS.map((tag) => `"${tag}" =~ /^$${tag}$/`).join(' AND ')

export type KpiMeasurement = 'zone_kpi' | 'cell_kpi'

/** Which rows are summed, and into what. */
export interface Scope {
  readonly from: KpiMeasurement
  /** Tags that keep their rows apart; none: one figure for all that is selected. */
  readonly by: readonly string[]
  /** `windows`: a sum for each window of the level; `range`: one for the whole time range. */
  readonly over: 'windows' | 'range'
  /** Rows of cells of one radio mode do not take part. */
  readonly modes?: KpiDefinition['modes']
}

export const FLEET_BY_WINDOW: Scope = { from: 'zone_kpi', by: [], over: 'windows' }
export const FLEET_OVER_RANGE: Scope = { from: 'zone_kpi', by: [], over: 'range' }

/**
 * Σ of each field, under its own name. `fill(0)` makes an absent field of a row that is there 0, and a window without
 * rows a row of zeros, which the guard of the statement around it drops.
 */
export function sums(fields: readonly string[], scope: Scope): string {
  const columns = [...new Set(fields)].map((field) => `sum("${field}") AS "${field}"`).join(', ')
  const groups = [...tagsOf(scope), ...(scope.over === 'windows' ? [BY_WINDOW] : [])]
  return `SELECT ${columns} FROM "${LEVEL}"."${scope.from}" WHERE ${rowsOf(scope)}${groupBy(groups)} fill(0)`
}

/**
 * Condition of the rows that take part. A stand-alone counter of a cell that is only non-stand-alone is neither a gap
 * nor a zero, and the other way round.
 */
export function rowsOf({ modes = 'all' }: Scope): string {
  const takingPart = modes === 'all' ? '' : ` AND "mode" != '${modes === 'SA' ? 'NSA' : 'SA'}'`
  return `${SELECTED}${takingPart} AND $timeFilter`
}

export function tagsOf(scope: Scope): readonly string[] {
  return scope.by.map((tag) => `"${tag}"`)
}

export function groupBy(groups: readonly string[]): string {
  return groups.length === 0 ? '' : ` GROUP BY ${groups.join(', ')}`
}

/**
 * The columns of `figures` as Grafana shall see them. By window there is a null where `figures` has no row, so that a
 * line breaks where there is no data instead of bridging the gap; one row a window makes `max` that row's value.
 */
export function shown(columns: readonly Column[], figures: string, scope: Scope): string {
  if (scope.over === 'range') {
    const list = columns.map(({ column, as }) => `"${column}" AS "${as}"`).join(', ')
    return `SELECT ${list} FROM (${figures})${groupBy(tagsOf(scope))}`
  }
  const list = columns.map(({ column, as }) => `max("${column}") AS "${as}"`).join(', ')
  return `SELECT ${list} FROM (${figures}) WHERE $timeFilter${groupBy([...tagsOf(scope), BY_WINDOW])} fill(null)`
}

export interface Column {
  readonly column: string
  /** Its name on the dashboard. */
  readonly as: string
}
