/**
 * Sends a query as Grafana's InfluxDB data source does: variables are put in by the browser, macros by the plugin,
 * which posts one form to `/query` and makes frames of the first result. Its rules are taken from its source.
 */

/** What a user has chosen; a list is a multiple choice, `undefined` is *All*. */
export interface Choices {
  readonly level: string
  readonly operator?: readonly string[]
  readonly zone?: readonly string[]
  readonly vendor?: readonly string[]
}

export interface View {
  readonly url: string
  readonly database: string
  readonly choices: Choices
  /** Both ends inclusive, as Grafana has them [epoch ms]. */
  readonly from: number
  readonly to: number
}

export interface Target {
  readonly refId: string
  readonly query: string
  readonly resultFormat: 'time_series' | 'table'
  readonly alias?: string
}

interface Row {
  readonly name: string
  readonly tags?: Readonly<Record<string, string>>
  readonly columns: readonly string[]
  readonly values?: readonly (readonly (string | number | boolean | null)[])[]
}

/** One column: its name on the dashboard, its tags, and its values by time. */
export interface Series {
  readonly name: string
  readonly tags: Readonly<Record<string, string>>
  readonly points: readonly { readonly t: number; readonly value: string | number | boolean | null }[]
}

const escapeRegex = (text: string) => text.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&')

/**
 * In the browser: a multiple choice becomes `(a|b)`, *All* the variable's own `allValue`; `$__from` and `$__to` are the ends
 * of the time range [epoch ms].
 */
export function withVariables(query: string, { choices: { level, ...filters }, from, to }: View): string {
  let text = query.replaceAll('$level', level).replaceAll('$__from', String(from)).replaceAll('$__to', String(to))
  for (const tag of ['operator', 'zone', 'vendor'] as const) {
    const chosen = filters[tag]
    const value = chosen === undefined ? '.*' : `(${chosen.map(escapeRegex).join('|')})`
    text = text.replace(new RegExp(`\\$${tag}\\b`, 'g'), () => value)
  }
  return text
}

/** In the plugin: `$timeFilter` first, then `$interval`, `$__interval_ms`, `$__interval`. */
export function withMacros(query: string, from: number, to: number, intervalMs: number): string {
  return query
    .replaceAll('$timeFilter', `time >= ${from}ms and time <= ${to}ms`)
    .replaceAll('$interval', `${intervalMs / 1000}s`)
    .replaceAll('$__interval_ms', String(intervalMs))
    .replaceAll('$__interval', `${intervalMs / 1000}s`)
}

/** @throws Error with InfluxDB's own words, which Grafana would show on the panel. */
export async function ask(view: View, query: string): Promise<readonly Row[]> {
  const text = withMacros(withVariables(query, view), view.from, view.to, 60_000)
  if (/\$[A-Za-z_{]/.test(text)) throw new Error(`a variable or macro is left in: ${text}`)
  const answer = await fetch(`${view.url}/query?${new URLSearchParams({ db: view.database, epoch: 'ms' })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ q: text }),
  })
  const body = (await answer.json()) as { error?: string; results?: { error?: string; series?: Row[] }[] }
  const error = body.error ?? body.results?.[0]?.error
  if (!answer.ok || error !== undefined) throw new Error(`InfluxDB answered ${answer.status}: ${error}\n${text}`)
  return body.results?.[0]?.series ?? []
}

/** Frames of a target; names are the columns' own, which is what `alias: $col` and a table both give. */
export async function seriesOf(view: View, target: Target): Promise<Series[]> {
  const rows = await ask(view, target.query)
  return rows.flatMap(({ tags = {}, columns, values = [] }) =>
    columns.slice(1).map((name, i) => ({
      name,
      tags,
      points: values.map((value) => ({ t: Number(value[0]), value: value[i + 1] ?? null })),
    })),
  )
}
