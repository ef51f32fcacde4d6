/** What people look at: panel definitions, console with its HTTP API, Grafana as code. */
export type { Explain } from './console/api/explain-routes.ts'
export type { OnChange } from './console/change-feed.ts'
export type {
  HealthAlarm,
  HealthReport,
  IntakeHealth,
  LogHealth,
  ProcessorHealth,
  StoreHealth,
} from './console/health-report.ts'
export { type ConsoleOptions, ConsoleStartError, type RunningConsole, startConsole } from './console/start-console.ts'
export type { DocumentRow, DocumentSection, DocumentTable, ExplainDocument } from './explain/document.ts'
export { explainDocument } from './explain/explain-document.ts'
export { instantInVietnam } from './explain/instant.ts'
export { FIVE_TIMES, FIVE_TIMES_EXPLANATION, type FiveTime } from './panels/five-times.ts'
export { FLEET_PAGE } from './panels/fleet-page.ts'
export type { Panel, PanelPage } from './panels/panel.ts'

/** Grafana as code, with its makers' builders: they take a quarter of a second to load, which nobody else waits for. */
export const grafanaAsCode = () => import('./grafana/mod.ts')
