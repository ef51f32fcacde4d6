import type { KpiStore, StationRow } from '../../../store/mod.ts'
import type { Panel, PanelPage, TimeRange } from '../../panels/panel.ts'
import type { KpiQuery } from '../api/kpi-query.ts'
import type { HealthReport } from '../health-report.ts'
import type { Logger } from '../logger.ts'
import type { PageData, PanelData, Zone } from '../page/wire.d.ts'
import { isCatchingUp } from './catching-up.ts'
import { eventsData } from './events-data.ts'
import { fiveTimesData } from './five-times-data.ts'
import { barsData, linesData, statData, tableData } from './kpi-data.ts'
import { ledgerData } from './ledger-data.ts'
import type { PanelKeeper } from './panel-keeper.ts'
import { type Scope, scopeOf } from './scope.ts'
import { stationsData } from './stations-data.ts'

export interface PageSource {
  readonly store: KpiStore
  readonly query: KpiQuery
  readonly health: () => Promise<HealthReport>
  readonly now: () => number
  readonly logger: Logger
  readonly keeper: PanelKeeper
}

/**
 * All figures of a page at one moment. A panel whose question fails says so in its place; the others stand.
 *
 * @throws {StoreUnavailableError} where not even the meta row and the stations can be read.
 */
export async function pageData(
  page: PanelPage,
  range: TimeRange,
  zones: readonly string[],
  source: PageSource,
): Promise<PageData> {
  const { store, health, now, logger, keeper } = source
  const [meta, stations, report] = await Promise.all([store.meta(), store.stations(), health()])
  const scope = scopeOf(range, meta?.realmClock ?? now(), zones)
  const panels = await Promise.all(
    page.panels.map(async (panel): Promise<[string, PanelData]> => {
      try {
        const key = `${panel.id}|${range.id}|${zones.join(',')}`
        return [panel.id, await keeper.get(key, scope, () => panelData(panel, scope, stations, source))]
      } catch (error) {
        logger.warn({ err: error, panel: panel.id }, 'console: a panel could not be filled')
        return [panel.id, { kind: 'failed', message: error instanceof Error ? error.message : String(error) }]
      }
    }),
  )
  return {
    realmClock: meta?.realmClock ?? null,
    servedAt: now(),
    catchingUp: isCatchingUp(
      report,
      stations.reduce((sum, { cells }) => sum + cells.length, 0),
    ),
    range: range.id,
    from: scope.from,
    to: scope.to,
    stepMs: scope.stepMs,
    zones: zonesOf(stations),
    chosenZones: zones,
    panels: Object.fromEntries(panels),
  }
}

async function panelData(
  panel: Panel,
  scope: Scope,
  stations: readonly StationRow[],
  { store, query, health }: PageSource,
): Promise<PanelData> {
  switch (panel.kind) {
    case 'kpi-stat':
      return statData(panel, query, scope)
    case 'kpi-lines':
      return linesData(panel, query, scope)
    case 'kpi-bars':
      return barsData(panel, query, scope, new Map(zonesOf(stations).map(({ id, name }) => [id, name])))
    case 'kpi-table':
      return tableData(panel, query, scope)
    case 'five-times':
      return fiveTimesData(panel, store, scope)
    case 'stations':
      return stationsData(stations, scope.zones)
    case 'events':
      return eventsData(panel, await store.events(scope.from, scope.to), stationsWithin(scope, stations))
    case 'pipeline': {
      const [rows, report] = await Promise.all([store.ledger(), health()])
      return { kind: 'pipeline', ledger: ledgerData(panel, rows, stationsWithin(scope, stations)), health: report }
    }
  }
}

/** Names of the stations in the zones chosen; undefined where all are meant. */
function stationsWithin({ zones }: Scope, stations: readonly StationRow[]): ReadonlySet<string> | undefined {
  if (zones.length === 0) return undefined
  return new Set(stations.filter((row) => zones.includes(row.zone)).map((row) => row.station))
}

function zonesOf(stations: readonly StationRow[]): Zone[] {
  const names = new Map<string, string>()
  for (const { zone, zoneName } of stations) if (!names.has(zone) || zoneName !== '') names.set(zone, zoneName || zone)
  return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}
