/** Grafana as code: the panel definitions as classic dashboards, with the provisioning around them. */
export type { GrafanaInflux } from './data-source-file.ts'
export { deployedFiles } from './deployed-files.ts'
export { type GrafanaFile, type GrafanaOptions, generateDashboards, grafanaFiles } from './grafana-files.ts'
