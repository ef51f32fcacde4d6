/** What people look at: panel definitions, console with its HTTP API, Grafana as code. */
export { FIVE_TIMES, FIVE_TIMES_EXPLANATION, type FiveTime } from './panels/five-times.ts'
export { FLEET_PAGE } from './panels/fleet-page.ts'
export type { Panel, PanelPage } from './panels/panel.ts'
