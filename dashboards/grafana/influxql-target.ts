import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog'

/** How the data source plugin turns rows into frames: one frame a column, or one table. */
export type ResultFormat = 'time_series' | 'table'

/**
 * One InfluxQL query of a panel: the SDK has builders for many data sources, and none for InfluxDB. `alias` names the
 * frames of a time series; `$col` is the column's own name.
 */
export class InfluxQlTarget implements Builder<Dataquery> {
  readonly #model: Dataquery & Record<string, unknown>

  constructor(refId: string, query: string, resultFormat: ResultFormat = 'time_series') {
    this.#model = {
      refId,
      query,
      resultFormat,
      rawQuery: true,
      ...(resultFormat === 'time_series' && { alias: '$col' }),
    } as unknown as Dataquery & Record<string, unknown>
  }

  build(): Dataquery {
    return this.#model
  }
}

/** `A` for the first target of a panel, `B` for the next. */
export function refId(place: number): string {
  return String.fromCharCode(65 + place)
}
