import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import { FLEET_PAGE } from '../panels/fleet-page.ts'
import type { Panel, PanelPage } from '../panels/panel.ts'
import { annotations } from './annotations.ts'
import { eventsTable } from './events-table.ts'
import { fiveTimesChart } from './five-times-chart.ts'
import { kpiBars } from './kpi-bars.ts'
import { kpiLines } from './kpi-lines.ts'
import { kpiStat } from './kpi-stat.ts'
import { kpiTable } from './kpi-table.ts'
import { pipelineStat } from './pipeline-stat.ts'
import { type DashboardSetting, type Language, TIME_ZONE } from './setting.ts'
import { stationsStat } from './stations-stat.ts'
import { variables } from './variables.ts'
import { WATERMARK_HEIGHT, watermarkPanel, watermarkText } from './watermark.ts'
import { WORDS } from './words.ts'

const UID: Readonly<Record<Language, string>> = { vi: 'tram5g-fleet-vi', en: 'tram5g-fleet' }

/** The fleet page as a classic Grafana dashboard (schema 42) in one language. */
export function fleetDashboard(setting: DashboardSetting, page: PanelPage = FLEET_PAGE): dashboard.Dashboard {
  const { language, realm } = setting
  const mark = watermarkText(setting)
  const banner = watermarkPanel(setting)
  const shiftY = banner === undefined ? 0 : WATERMARK_HEIGHT
  const title = `tram5g · ${page.title[language]}`
  const builder = new dashboard.DashboardBuilder(mark === undefined ? title : `${title} · ${mark}`)
    .uid(UID[language])
    .description(page.subtitle[language])
    .tags(['tram5g', language, realm])
    .timezone(TIME_ZONE)
    .weekStart('monday')
    .readonly()
    .refresh('10s')
    .time({ from: `now-${page.defaultRange}`, to: 'now' })
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .annotations(annotations(language))
    .link(otherLanguage(language))
  for (const variable of variables(setting)) builder.withVariable({ build: () => variable })
  if (banner !== undefined) builder.withPanel(banner)
  for (const panel of page.panels) {
    builder.withPanel(panelBuilder({ ...panel, grid: { ...panel.grid, y: panel.grid.y + shiftY } }, language))
  }
  return builder.build()
}

function panelBuilder(panel: Panel, language: Language): Builder<dashboard.Panel> {
  switch (panel.kind) {
    case 'kpi-stat':
      return kpiStat(panel, language)
    case 'kpi-lines':
      return kpiLines(panel, language)
    case 'five-times':
      return fiveTimesChart(panel, language)
    case 'kpi-bars':
      return kpiBars(panel, language)
    case 'kpi-table':
      return kpiTable(panel, language)
    case 'stations':
      return stationsStat(panel, language)
    case 'events':
      return eventsTable(panel, language)
    case 'pipeline':
      return pipelineStat(panel, language)
  }
}

/** The same page in the other language, with the same time range and choices. */
function otherLanguage(language: Language): dashboard.DashboardLinkBuilder {
  return new dashboard.DashboardLinkBuilder(WORDS.otherLanguage[language])
    .type(dashboard.DashboardLinkType.Link)
    .icon('external link')
    .url(`/d/${UID[language === 'vi' ? 'en' : 'vi']}`)
    .keepTime(true)
    .includeVars(true)
}
