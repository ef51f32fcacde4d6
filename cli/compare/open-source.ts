import type { KpiDefinition } from '../../contract/mod.ts'
import type { EventRow, KpiAnswer, KpiRequest, RegistryRow, StationRow } from '../../store/mod.ts'
import type { Config } from '../config/settings.ts'
import { finishedEdition, listEditions } from '../editions/edition.ts'
import { placeOf } from '../editions/edition-place.ts'
import { type Catalogue, PRESENT_CATALOGUE, recordedCatalogue } from '../editions/recorded-catalogue.ts'
import { askRunning } from '../runtime/api-client.ts'
import type { RealmPaths } from '../runtime/paths.ts'
import { openToRead } from '../runtime/with-store.ts'
import { type FigureSource, storeSource } from './figure-source.ts'
import { LateWords } from './late-words.ts'

/** The figures that are shown at present. */
export const CURRENT = 'current'

/** The newest edition that is finished; undefined: there is none. */
export function newestFinished(paths: RealmPaths): string | undefined {
  const last = listEditions(paths).findLast(({ span }) => span !== undefined)
  return last === undefined ? undefined : String(last.id)
}

/** @throws {ConfigError} where there is no such edition, or no figures. */
export async function openSource(config: Config, paths: RealmPaths, name: string): Promise<FigureSource> {
  const catalogueOf = (version: string) => recordedCatalogue(paths, version) ?? PRESENT_CATALOGUE
  if (name === CURRENT) {
    return (
      (await runningSource(config, paths)) ?? storeSource({ name, store: await openToRead(config, paths), catalogueOf })
    )
  }
  const { id, span } = finishedEdition(paths, name)
  const place = placeOf(config, paths, id)
  return storeSource({
    name: `edition ${id}`,
    store: await openToRead(place.config, place.paths),
    catalogueOf,
    span,
  })
}

/** The process that has the DuckDB file answers for it, by its own catalogue; with InfluxDB the store itself is asked. */
async function runningSource(config: Config, paths: RealmPaths): Promise<FigureSource | undefined> {
  if (config.influxUrl !== undefined) return undefined
  const ask = <T>(path: string): Promise<T> => askRunning<T>(config, paths, path) as Promise<T>
  const health = await askRunning<{ realmClock: number | null; processor: { appliedOffset: number | null } | null }>(
    config,
    paths,
    '/api/v1/health',
  )
  if (health === undefined) return undefined
  const { catalogue, kpis } = await ask<{ catalogue: string; kpis: KpiDefinition[] }>('/api/v1/catalogue')
  const { stations } = await ask<{ stations: StationRow[] }>('/api/v1/stations')
  return {
    name: CURRENT,
    catalogue: { version: catalogue, kpis } satisfies Catalogue,
    span: { from: Number.NEGATIVE_INFINITY, to: health.realmClock ?? 0 },
    appliedOffset: health.processor?.appliedOffset ?? -1,
    cells: stations.reduce((n, { cells }) => n + cells.length, 0),
    ask: async (request) => (await ask<KpiAnswer>(`/api/v1/kpi?${parametersOf(request)}`)).results,
    words: async ({ from, to }) => {
      const events: EventRow[] = []
      for (const type of ['maintenance', 'declared-outage'])
        events.push(...(await ask<{ events: EventRow[] }>(`/api/v1/events?from=${from}&to=${to}&type=${type}`)).events)
      return new LateWords(events, (await ask<{ registry: RegistryRow[] }>('/api/v1/registry')).registry)
    },
    close: async () => undefined,
  }
}

function parametersOf({ kpis, level, from, to, by, where }: KpiRequest): URLSearchParams {
  const words: [string, string][] = [
    ['kpi', kpis.join(',')],
    ['level', level],
    ['from', String(from)],
    ['to', String(to)],
    ...(by.length === 0 ? [] : [['by', by.join(',')] as [string, string]]),
    ...Object.entries(where).flatMap(([tag, values]) => values.map((value): [string, string] => [tag, value])),
  ]
  return new URLSearchParams(words)
}
