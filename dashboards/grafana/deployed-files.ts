import { type GrafanaFile, grafanaFiles } from './grafana-files.ts'

/** Realms that docker-compose.yml can be started with as it is delivered. */
const DEPLOYED_REALMS = ['live', 'sim-demo'] as const

/** What stands below `deploy/grafana/`, a folder for each realm. */
export function deployedFiles(): GrafanaFile[] {
  return DEPLOYED_REALMS.flatMap((realm) =>
    grafanaFiles({
      realm,
      influx: { flavour: '2', url: 'http://influxdb:8086', database: `tram5g_${realm}` },
    }).map(({ path, content }) => ({ path: `${realm}/${path}`, content })),
  )
}
