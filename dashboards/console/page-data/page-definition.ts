import { CATALOGUE_VERSION, kpiById, type Realm, realmKind } from '../../../contract/mod.ts'
import { LEDGER_EQUATIONS } from '../../panels/ledger-terms.ts'
import { kpisOf, type Panel, type PanelPage } from '../../panels/panel.ts'
import { seriesColour } from '../../panels/series-colour.ts'
import type { KpiInfo, PageDefinition, PanelDefinition } from '../page/wire.d.ts'

/** The page as the browser gets it: panels with the words and units of their KPIs. */
export function pageDefinition(page: PanelPage, realm: Realm): PageDefinition {
  return {
    realm,
    realmKind: realmKind(realm),
    catalogue: CATALOGUE_VERSION,
    title: page.title,
    subtitle: page.subtitle,
    ranges: page.ranges,
    defaultRange: page.defaultRange,
    panels: page.panels.map(panelDefinition),
    kpis: Object.fromEntries(
      page.panels.flatMap((panel) => kpisOf(panel).map((id, place) => [id, kpiInfo(id, place)])),
    ),
  }
}

function kpiInfo(id: string, place: number): KpiInfo {
  const kpi = kpiById(id)
  if (kpi === undefined) throw new Error(`A panel names the KPI '${id}', which the catalogue does not have.`)
  return { title: kpi.title, unit: kpi.unit, colour: seriesColour(id, place) }
}

function panelDefinition(panel: Panel): PanelDefinition {
  const head = { id: panel.id, title: panel.title, description: panel.description, width: panel.grid.w }
  switch (panel.kind) {
    case 'kpi-stat':
      return { ...head, kind: panel.kind, kpis: panel.kpis }
    case 'kpi-lines': {
      const { kind, kpis, draw, showBounds, axis = {} } = panel
      return { ...head, kind, kpis, draw, showBounds, axis }
    }
    case 'five-times':
      return { ...head, kind: panel.kind, times: panel.times, usual: panel.usual }
    case 'kpi-bars':
      return { ...head, kind: panel.kind, kpi: panel.kpi, by: panel.by }
    case 'kpi-table': {
      const { kind, kpis, by, orderBy, minCoverage } = panel
      return { ...head, kind, kpis, by, orderBy, minCoverage }
    }
    case 'events':
      return {
        ...head,
        kind: panel.kind,
        types: panel.types,
        causes: panel.causes,
        attributions: panel.attributions,
      }
    case 'pipeline':
      return { ...head, kind: panel.kind, terms: panel.terms, equations: LEDGER_EQUATIONS }
    case 'stations':
      return { ...head, kind: panel.kind }
  }
}
