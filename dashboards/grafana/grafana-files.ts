import { isRealm, REALM_RULE, type Realm } from '../../contract/mod.ts'
import { dashboardProviderFile } from './dashboard-provider-file.ts'
import { dataSourceFile, type GrafanaInflux } from './data-source-file.ts'
import { fleetDashboard } from './fleet-dashboard.ts'
import type { Language } from './setting.ts'

export interface GrafanaOptions {
  readonly realm: Realm
  readonly influx: GrafanaInflux
  /** One language only; absent: a dashboard in each. */
  readonly language?: Language
  /** Where Grafana finds the dashboards, as it sees it; `/etc/tram5g/grafana/dashboards` where absent. */
  readonly dashboardsPath?: string
}

/** A file to write below a folder of the caller's choice. */
export interface GrafanaFile {
  /** Relative, with `/`. */
  readonly path: string
  readonly content: string
}

export const DEFAULT_DASHBOARDS_PATH = '/etc/tram5g/grafana/dashboards'

const LANGUAGES: readonly Language[] = ['vi', 'en']

/** The dashboards of a realm, in both languages or one. */
export function generateDashboards(options: Pick<GrafanaOptions, 'realm' | 'language'>): GrafanaFile[] {
  const { realm, language } = options
  if (!isRealm(realm)) throw new RangeError(`The realm must be ${REALM_RULE}, got ${JSON.stringify(realm)}.`)
  return LANGUAGES.filter((one) => language === undefined || one === language).map((one) => {
    const model = fleetDashboard({ realm, language: one })
    return { path: `dashboards/${model.uid}.json`, content: `${JSON.stringify(model, null, 2)}\n` }
  })
}

/**
 * Everything Grafana needs to show a realm: dashboards, and how to find them and the KPI store. The same input makes
 * the same bytes. Nothing in it is secret: the data source names the file its secret is in.
 */
export function grafanaFiles(options: GrafanaOptions): GrafanaFile[] {
  return [
    ...generateDashboards(options),
    { path: 'provisioning/datasources/tram5g.yaml', content: dataSourceFile(options.realm, options.influx) },
    {
      path: 'provisioning/dashboards/tram5g.yaml',
      content: dashboardProviderFile(options.dashboardsPath ?? DEFAULT_DASHBOARDS_PATH),
    },
  ]
}
