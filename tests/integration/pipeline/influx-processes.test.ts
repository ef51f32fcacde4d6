import { afterEach, describe, expect, test } from 'vitest'
import { askFigures, type Figures, figuresOf, ledgerOf } from '../../support/api.ts'
import { hasInfluxd, startInfluxd } from '../../support/influxd.ts'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { hasMosquittoPub, mosquittoPub } from '../../support/mosquitto-pub.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'
import { DL_BY_CELL, FIGURES, handWritten, lastFullMinute, REGISTRY_CSV } from './hand-written.ts'

const STATION = 'HN-0001'
const DEADLINE = { timeout: 60_000, interval: 200 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

describe.skipIf(!mosquittoInstalled || !hasMosquittoPub || !hasInfluxd)(
  'collect, process and serve as processes, Mosquitto before and InfluxDB behind (SKIPPED where one is not installed)',
  () => {
    test('hand-written messages become the right numbers in the API, in the command and in InfluxDB', async () => {
      const [broker, influx] = await Promise.all([startMosquitto({ users: [STATION] }), startInfluxd()])
      steps.push(
        () => broker.dispose(),
        () => influx.dispose(),
      )
      const home = await Tram5gHome.make({
        TRAM5G_REALM: 'live',
        TRAM5G_MQTT_URL: broker.url,
        TRAM5G_MQTT_USERNAME: 'collector',
        TRAM5G_INFLUX_URL: influx.url,
        TRAM5G_HTTP_PORT: '0',
      })
      steps.push(() => home.dispose())
      const password = await home.file('password', `${passwordOf('collector')}\n`)
      const registry = await home.file('stations.csv', REGISTRY_CSV)
      const collect = home.start(['collect'], { TRAM5G_MQTT_PASSWORD_FILE: password })
      const process = home.start(['process'])
      await Promise.all([collect.line(/collect · realm live/), process.line(/→ influxdb/)])
      // `process` makes the databases at its start; a `serve` that comes before it says so, and tries on
      const serve = home.start(['serve'])
      const url = await serve.url()
      expect((await home.run(['registry', 'import', registry])).err).toBe('')

      const minute = lastFullMinute(Date.now())
      const messages = handWritten(minute)
      for (const { kind, payload } of messages) {
        const topic = `tram5g/v1/live/${STATION}/${kind}`
        await mosquittoPub({ port: broker.port, user: STATION, password: passwordOf(STATION), topic, payload })
      }

      // (c) the API of serve
      const asked = { kpis: FIGURES.map((f) => f.kpi), level: '1m', from: minute, to: minute + 60_000 }
      await expect.poll(() => figuresOf(url, asked), DEADLINE).toEqual(valuesWanted())
      // rows of cells and zones are written at paces of their own
      const byCell = async () => {
        const { results } = await askFigures(url, { ...asked, kpis: ['DlUeThroughput'], by: 'zone,cell' })
        return results[0]?.series.map((s) => ({ ...s.by, value: s.points[0]?.value }))
      }
      const wanted = Object.entries(DL_BY_CELL).map(([cell, value]) => ({ zone: 'hoa-lac', cell, value }))
      await expect.poll(byCell, DEADLINE).toEqual(wanted)
      // (a) the command
      const span = ['--level', '1m', '--from', String(minute), '--to', String(minute + 60_000)]
      const answer = await home.json<Figures>(['kpi', ...asked.kpis, ...span, '--json'])
      expect(answer.realm).toBe('live')
      for (const { kpi, value } of FIGURES) {
        const point = answer.results.find((r) => r.kpi === kpi)?.series[0]?.points[0]
        expect(point, kpi).toMatchObject({ t: minute, coverage: 1 })
        expect(point?.value, kpi).toBeCloseTo(value, 9)
      }
      // (b) InfluxQL over HTTP, as the README shows it
      const sums = `SELECT sum("DlUeThroughput.vol") AS n, sum("DlUeThroughput.time") AS d FROM "1m"."zone_kpi" WHERE time = ${minute}ms GROUP BY "zone"`
      const response = await fetch(`${influx.url}/query`, {
        method: 'POST',
        body: new URLSearchParams({
          db: 'tram5g_live',
          epoch: 'ms',
          q: `SELECT n / d AS kbps FROM (${sums}) WHERE d > 0 GROUP BY "zone"`,
        }),
      })
      expect(await response.json()).toMatchObject({
        results: [
          { series: [{ tags: { zone: 'hoa-lac' }, columns: ['time', 'kbps'], values: [[expect.anything(), 60_000]] }] },
        ],
      })

      // written at a pace of its own, too
      await expect
        .poll(() => ledgerOf(url, STATION), DEADLINE)
        .toMatchObject({
          received: messages.length,
          accepted: messages.length,
          published: messages.length,
          missing: 0,
          rejected: {},
        })
      expect((await home.run(['ledger'])).code).toBe(0)
      for (const running of [serve, process, collect])
        expect(await running.interrupt()).toMatchObject({ code: 0, err: '' })
    })
  },
)

function valuesWanted(): Record<string, unknown> {
  return Object.fromEntries(FIGURES.map(({ kpi, value }) => [kpi, expect.closeTo(value, 9)]))
}
