import { afterEach, describe, expect, test } from 'vitest'
import { askFigures, type Figures, figuresOf, ledgerOf } from '../../support/api.ts'
import { hasMosquittoPub, mosquittoPub } from '../../support/mosquitto-pub.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'
import { DL_BY_CELL, FIGURES, handWritten, lastFullMinute, REGISTRY_CSV } from './hand-written.ts'

const STATION = 'HN-0001'
const DEADLINE = { timeout: 60_000, interval: 200 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

describe.skipIf(!hasMosquittoPub)('up --no-simulator (SKIPPED where mosquitto_pub is not installed)', () => {
  test('hand-written messages become the right numbers, and are there after a restart, each counted once', async () => {
    const home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
    steps.push(() => home.dispose())
    const up = home.start(['up', '--no-simulator'])
    const url = await up.url()
    const registry = await home.file('stations.csv', REGISTRY_CSV)
    expect((await home.run(['registry', 'import', registry])).code).toBe(0)

    const minute = lastFullMinute(Date.now())
    const messages = handWritten(minute)
    const send = async (port: number) => {
      for (const { kind, payload } of messages)
        await mosquittoPub({ port, user: STATION, topic: `tram5g/v1/sim-test/${STATION}/${kind}`, payload })
    }
    await send(await up.mqttPort())
    const asked = { kpis: FIGURES.map((f) => f.kpi), level: '1m', from: minute, to: minute + 60_000 }
    const wanted = Object.fromEntries(FIGURES.map(({ kpi, value }) => [kpi, expect.closeTo(value, 9)]))
    await expect.poll(() => figuresOf(url, asked), DEADLINE).toEqual(wanted)
    await expect
      .poll(async () => {
        const { results } = await askFigures(url, { ...asked, kpis: ['DlUeThroughput'], by: 'cell' })
        return Object.fromEntries(results[0]?.series.map((s) => [s.by.cell, s.points[0]?.value]) ?? []) as Record<
          string,
          unknown
        >
      }, DEADLINE)
      .toEqual(DL_BY_CELL)
    const span = ['--level', '1m', '--from', String(minute), '--to', String(minute + 60_000)]
    const valuesOf = ({ results }: Figures) =>
      Object.fromEntries(results.map(({ kpi, series }) => [kpi, series[0]?.points[0]?.value]))
    const whileRunning = await home.json<Figures>(['kpi', ...asked.kpis, ...span, '--json'])
    expect(valuesOf(whileRunning)).toEqual(wanted)
    expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })

    // read from the file, where no process serves it
    const atRest = await home.json<Figures>(['kpi', ...asked.kpis, ...span, '--json'])
    expect(atRest).toEqual(whileRunning)

    const again = home.start(['up', '--no-simulator'])
    const newUrl = await again.url()
    await send(await again.mqttPort())
    await expect
      .poll(() => ledgerOf(newUrl, STATION), DEADLINE)
      .toMatchObject({
        received: 2 * messages.length,
        accepted: messages.length,
        duplicate: messages.length,
        missing: 0,
      })
    expect(await figuresOf(newUrl, asked)).toEqual(wanted)
    expect(await home.run(['ledger'])).toMatchObject({ code: 0, err: '' })
    expect(await again.interrupt()).toMatchObject({ code: 0, err: '' })
  })
})
