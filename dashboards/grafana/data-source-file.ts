import { createHash } from 'node:crypto'
import { stringify } from 'yaml'
import type { Realm } from '../../contract/mod.ts'

/** Where Grafana finds the KPI store. */
export interface GrafanaInflux {
  /** `1`: user and password; `2`: a token with the right to read. */
  readonly flavour: '1' | '2'
  readonly url: string
  /** With the realm at its end: `tram5g_live`. */
  readonly database: string
  /** User of a 1.x server; absent: one without authentication. */
  readonly user?: string
  /** File, as Grafana sees it, with the password (1.x) or the token (2.x). */
  readonly secretFile?: string
}

export const DEFAULT_SECRET_FILE = '/run/tram5g/influx-reader/token'

/** Name of the realm's data source in Grafana; dashboards choose among names that begin so. */
export function dataSourceName(realm: Realm): string {
  return `tram5g ${realm}`
}

/** Grafana allows 40 characters. */
const LONGEST_UID = 40

/** Stable, so that links and alerts survive a new start. */
export function dataSourceUid(realm: Realm): string {
  const uid = `tram5g-${realm}`
  if (uid.length <= LONGEST_UID) return uid
  const digest = createHash('sha256').update(realm).digest('hex').slice(0, 8)
  return `${uid.slice(0, LONGEST_UID - 9)}-${digest}`
}

/** `provisioning/datasources/tram5g.yaml`: InfluxQL on 1.x and 2.x; secrets are named, never in it. */
export function dataSourceFile(realm: Realm, influx: GrafanaInflux): string {
  const isV2 = influx.flavour === '2'
  const secret = `$__file{${influx.secretFile ?? DEFAULT_SECRET_FILE}}`
  return stringify(
    {
      apiVersion: 1,
      prune: true,
      datasources: [
        {
          name: dataSourceName(realm),
          uid: dataSourceUid(realm),
          type: 'influxdb',
          access: 'proxy',
          url: influx.url,
          isDefault: true,
          editable: false,
          ...(!isV2 && influx.user !== undefined && { user: influx.user }),
          jsonData: {
            version: 'InfluxQL',
            dbName: influx.database,
            httpMode: 'POST',
            timeInterval: '10s',
            // a table of all cells of a fleet is one series a cell
            maxSeries: 100_000,
            ...(isV2 && { httpHeaderName1: 'Authorization' }),
          },
          ...(isV2 && { secureJsonData: { httpHeaderValue1: `Token ${secret}` } }),
          ...(!isV2 && influx.user !== undefined && { secureJsonData: { password: secret } }),
        },
      ],
    },
    { lineWidth: 0 },
  )
}
