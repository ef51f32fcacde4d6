import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { deployedFiles, grafanaFiles } from '../../../dashboards/grafana/mod.ts'
import { ROOT } from './schemas.ts'

const fileOf = (path: string, options: Parameters<typeof grafanaFiles>[0]): string =>
  grafanaFiles(options).find((file) => file.path === path)?.content ?? ''

const SOURCES = 'provisioning/datasources/tram5g.yaml'

interface DataSourceYaml {
  readonly uid: string
  readonly user?: string
  readonly jsonData: object
  readonly secureJsonData?: object
}

function dataSourceOf(options: Parameters<typeof grafanaFiles>[0]): DataSourceYaml {
  const { datasources } = parse(fileOf(SOURCES, options)) as { datasources: readonly [DataSourceYaml] }
  return datasources[0]
}

test('2.x: InfluxQL with a token read from a file', () => {
  const yaml = fileOf(SOURCES, {
    realm: 'live',
    influx: { flavour: '2', url: 'https://influx.example:8086', database: 'tram5g_live', secretFile: '/run/secrets/t' },
  })
  expect(parse(yaml)).toEqual({
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: 'tram5g live',
        uid: 'tram5g-live',
        type: 'influxdb',
        access: 'proxy',
        url: 'https://influx.example:8086',
        isDefault: true,
        editable: false,
        jsonData: {
          version: 'InfluxQL',
          dbName: 'tram5g_live',
          httpMode: 'POST',
          timeInterval: '10s',
          maxSeries: 100_000,
          httpHeaderName1: 'Authorization',
        },
        secureJsonData: { httpHeaderValue1: 'Token $__file{/run/secrets/t}' },
      },
    ],
  })
})

test('1.x: user and password, or neither where the server asks for none', () => {
  const influx = { flavour: '1', url: 'http://127.0.0.1:8086', database: 'tram5g_live' } as const
  const closed = dataSourceOf({ realm: 'live', influx: { ...influx, user: 'grafana', secretFile: '/run/p' } })
  expect(closed).toMatchObject({ user: 'grafana', secureJsonData: { password: '$__file{/run/p}' } })
  expect(closed.jsonData).not.toHaveProperty('httpHeaderName1')
  const open = dataSourceOf({ realm: 'live', influx })
  expect(open).not.toHaveProperty('secureJsonData')
  expect(open).not.toHaveProperty('user')
})

test('a data source uid has at most 40 characters, and long realms keep theirs apart', () => {
  const uidOf = (realm: string) => dataSourceOf({ realm, influx: { flavour: '2', url: 'http://i', database: 'd' } }).uid
  const long = `replay-${'a'.repeat(40)}`
  expect(uidOf(long).length).toBeLessThanOrEqual(40)
  expect(uidOf(`${long}b`)).not.toBe(uidOf(long))
})

test('dashboards are found in the folder named, and nobody edits them in place', () => {
  const yaml = fileOf('provisioning/dashboards/tram5g.yaml', {
    realm: 'live',
    influx: { flavour: '2', url: 'http://i', database: 'd' },
    dashboardsPath: '/srv/boards',
  })
  expect((parse(yaml) as { providers: object[] }).providers).toMatchObject([
    { type: 'file', folderUid: 'tram5g', allowUiUpdates: false, options: { path: '/srv/boards' } },
  ])
})

test('one language only, where asked', () => {
  const paths = grafanaFiles({
    realm: 'live',
    language: 'vi',
    influx: { flavour: '2', url: 'http://i', database: 'd' },
  }).map(({ path }) => path)
  expect(paths).toContain('dashboards/tram5g-fleet-vi.json')
  expect(paths).not.toContain('dashboards/tram5g-fleet.json')
})

test('deploy/grafana is what the panel definitions make of it today', () => {
  const hint = 'stale: run `npm run build && node dist/dashboards/grafana/write-files.js` and commit deploy/grafana'
  const folder = join(ROOT, 'deploy/grafana')
  const made = deployedFiles()
  for (const { path, content } of made) {
    expect(readFileSync(join(folder, path), 'utf8') === content, `deploy/grafana/${path} is ${hint}`).toBe(true)
  }
  const there = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  expect(there.sort(), `a file too many in deploy/grafana; ${hint}`).toEqual(made.map(({ path }) => path).sort())
})
