import { afterEach, describe, expect, test } from 'vitest'
import type { Explanation } from '../../../contract/mod.ts'
import { hasInfluxd, startInfluxd } from '../../support/influxd.ts'
import { hasMosquittoPub, mosquittoPub } from '../../support/mosquitto-pub.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

const STATION = 'HN-0001'
const DEADLINE = { timeout: 60_000, interval: 300 }
const RRC = { 'RRC.ConnEstabAtt': 100, 'RRC.ConnEstabSucc': 98 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

/** The last whole quarter of an hour: reports of its last minutes are of no future. */
function lastMinute(): number {
  return Math.floor((Date.now() - 60_000) / 60_000) * 60_000
}

async function publish(port: number, realm: string, minute: number): Promise<void> {
  const boot = `${minute}-1`
  const end = minute + 60_000
  const send = (kind: string, body: object) =>
    mosquittoPub({ port, user: STATION, topic: `tram5g/v1/${realm}/${STATION}/${kind}`, payload: JSON.stringify(body) })
  await send('state', { boot, seq: 0, t: minute, queued: 0 })
  await send('pm', { boot, seq: 1, end, gp: 60, cells: [{ cell: '1', m: { ...RRC, 'RRC.ConnEstabSucc': 90 } }] })
  await send('pm', { boot, seq: 2, end, gp: 60, rev: 1, cells: [{ cell: '1', m: RRC }] })
  await send('pm', { boot, seq: 3, end, gp: 60, cells: [{ cell: '2', m: { 'RRC.ConnEstabAtt': 7 } }] })
}

const asked = (minute: number, cell: string) => [
  'explain',
  'RrcSetupSuccess',
  ...['--cell', `${STATION}/${cell}`, '--at', String(minute + 30_000), '--level', '1m'],
]

/** What is the same whoever is asked, and whenever. */
const core = ({ figure, calculation, parts, reports, catalogue, check }: Explanation) => ({
  figure,
  calculation,
  parts,
  counts: reports?.counts,
  list: reports?.list,
  catalogue,
  check,
})

describe.skipIf(!hasMosquittoPub)('tram5g explain (SKIPPED where mosquitto_pub is not installed)', () => {
  test('while up runs and when it is stopped: the same messages, rules and numbers', async () => {
    const home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
    steps.push(() => home.dispose())
    const up = home.start(['up', '--no-simulator'])
    const url = await up.url()
    const minute = lastMinute()
    await publish(await up.mqttPort(), 'sim-test', minute)

    const ask = () => home.json<Explanation>([...asked(minute, '1'), '--json'])
    await expect.poll(async () => (await ask()).figure.value, DEADLINE).toBe(98)
    await expect.poll(async () => (await ask()).check, DEADLINE).toBe('agrees')
    const running = await ask()
    expect(running.calculation?.en).toBe('98 / 100 · 100 = 98 %')
    expect(running.reports?.list).toMatchObject([
      { seq: 2, rev: 1, use: 'counts', inLog: true, clockOffsetMs: expect.any(Number) as number },
      { seq: 1, rev: 0, use: 'lost', stages: [{ rule: 'rev', clause: 'semantics §2' }] },
    ])
    const query = `kpi=RrcSetupSuccess&level=1m&at=${minute}&station=${STATION}&cell=1`
    const overHttp = (await (await fetch(`${url}api/v1/explain?${query}`)).json()) as Explanation
    expect(core(overHttp)).toEqual(core(running))

    const wrong = await home.run(['explain', 'Nothing', '--at', '5m'])
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.err).toMatch(/unknown kpi "Nothing"/)
    expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })

    expect(core(await ask())).toEqual(core(running))
    const { out, code } = await home.run([...asked(minute, '2'), '--lang', 'vi'])
    expect(code).toBe(0)
    expect(out).toContain('không có giá trị – chưa có báo cáo')
    expect(out).toContain('thiếu RRC.ConnEstabSucc')
    const unknown = await home.run(['explain', 'RrcSetupSuccess', '--cell', `${STATION}/9`, '--at', '5m'])
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toMatch(/station HN-0001 has no cell "9"; its cells are 1, 2/)
  })

  test.skipIf(!hasInfluxd)(
    'over InfluxDB the processor answers on its socket, for the command and for serve',
    async () => {
      const influx = await startInfluxd()
      steps.push(() => influx.dispose())
      const home = await Tram5gHome.make({
        TRAM5G_REALM: 'sim-test',
        TRAM5G_MQTT_PORT: '0',
        TRAM5G_HTTP_PORT: '0',
        TRAM5G_INFLUX_URL: influx.url,
      })
      steps.push(() => home.dispose())
      const broker = home.start(['broker'])
      const port = await broker.mqttPort()
      const process = home.start(['process'])
      await process.line(/→ influxdb/)
      const minute = lastMinute()
      await publish(port, 'sim-test', minute)
      const ask = () => home.json<Explanation>([...asked(minute, '1'), '--json'])
      // before the first figure the station is not known
      await expect.poll(() => ask().then(({ check }) => check, String), DEADLINE).toBe('agrees')
      const bySocket = await ask()
      expect(bySocket.figure.value).toBe(98)
      const serve = home.start(['serve'])
      await serve.url()
      expect(core(await ask())).toEqual(core(bySocket))
      await process.interrupt()
      // the state is free now: serve reads it itself
      expect(core(await ask())).toEqual(core(bySocket))
    },
  )
})
