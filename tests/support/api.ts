export interface Figures {
  readonly realm: string
  readonly results: readonly {
    readonly kpi: string
    readonly series: readonly {
      readonly by: Readonly<Record<string, string>>
      readonly points: readonly {
        readonly t: number
        readonly value: number | null
        readonly coverage: number | null
      }[]
    }[]
  }[]
}

export interface Asked {
  readonly kpis: readonly string[]
  readonly level: string
  readonly from: number
  readonly to: number
  readonly by?: string
}

export async function getJson<T>(url: string, path: string): Promise<T> {
  const response = await fetch(new URL(path, url))
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

export function askFigures(url: string, { kpis, level, from, to, by }: Asked): Promise<Figures> {
  const parameters = { kpi: kpis.join(','), level, from: String(from), to: String(to), ...(by !== undefined && { by }) }
  return getJson(url, `/api/v1/kpi?${new URLSearchParams(parameters)}`)
}

/** First value of the first series of each KPI. */
export async function figuresOf(url: string, asked: Asked): Promise<Record<string, number | null | undefined>> {
  const { results } = await askFigures(url, asked)
  return Object.fromEntries(results.map(({ kpi, series }) => [kpi, series[0]?.points[0]?.value]))
}

export interface LedgerLine {
  readonly station: string
  readonly received: number
  readonly accepted: number
  readonly duplicate: number
  readonly conflict: number
  readonly published: number
  readonly missing: number
  readonly rejectedWithSeq: number
  readonly rejected: Readonly<Record<string, number>>
}

export async function ledgerOf(url: string, station: string): Promise<LedgerLine | undefined> {
  const { stations } = await getJson<{ stations: LedgerLine[] }>(url, `/api/v1/ledger?station=${station}`)
  return stations[0]
}
