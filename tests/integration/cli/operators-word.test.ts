import { afterEach, expect, test } from 'vitest'
import { getJson } from '../../support/api.ts'
import { CommandsInTurn } from '../../support/commands-in-turn.ts'
import { hasMosquittoPub, mosquittoPub } from '../../support/mosquitto-pub.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

const STATION = 'HN-0001'
const BOOT = '1790000000000-7'
const DEADLINE = { timeout: 60_000, interval: 200 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

async function makeHome(): Promise<Tram5gHome> {
  const home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
  steps.push(() => home.dispose())
  return home
}

const HEAD = 'station,from,operator,province,zone,zoneType,phase,vendor'
interface StationRow {
  readonly station: string
  readonly zone: string
  readonly registered: boolean
  readonly cells: readonly string[]
}

test('registry import: good CSV and JSON are shown within seconds; bad ones import nothing and name row and column', async () => {
  const home = await makeHome()
  const up = home.start(['up', '--no-simulator'])
  const url = await up.url()
  const wrong = `${HEAD}\nA-1,2026-10-01,a,HN,z,research,1,x\nA-2,2026-10-01,a,HN,z,airport,1,x\n`
  const refused = await home.run(['registry', 'import', await home.file('wrong.csv', wrong)])
  expect(refused).toMatchObject({ code: 2, out: '' })
  for (const word of ['nothing was imported', 'row 3', 'zoneType', '"airport"', 'it-park'])
    expect(refused.err).toContain(word)
  const csv = `\uFEFF${HEAD},cells,lat,lon\nHN-0001,2026-10-01,a,HN,hoa-lac,it-park,2,x,1;2,21.01,105.52\n\n`
  expect(await home.run(['registry', 'import', await home.file('good.csv', csv)])).toMatchObject({ code: 0, err: '' })
  const line = {
    station: 'DN-0001',
    from: 1_790_000_000_000,
    operator: 'b',
    province: 'DN',
    zone: 'da-nang',
    zoneType: 'university',
  }
  const json = JSON.stringify([{ ...line, phase: '1', vendor: 'y', cells: ['1'] }])
  expect(await home.run(['registry', 'import', await home.file('good.json', json)])).toMatchObject({ code: 0, err: '' })
  await expect
    .poll(async () => (await getJson<{ stations: StationRow[] }>(url, '/api/v1/stations')).stations.length, DEADLINE)
    .toBe(2)
  const { stations } = await home.json<{ stations: StationRow[] }>(['registry', 'show', '--json'])
  const shown = stations.map(({ station, zone, registered, cells }) => ({ station, zone, registered, cells }))
  expect(shown.toSorted((a, b) => (a.station < b.station ? 1 : -1))).toEqual([
    { station: 'HN-0001', zone: 'hoa-lac', registered: true, cells: ['1', '2'] },
    { station: 'DN-0001', zone: 'da-nang', registered: true, cells: ['1'] },
  ])
  expect((await home.run(['registry', 'show'])).out).toMatch(/HN-0001 +a +hoa-lac +it-park/)
  expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
})

test.skipIf(!hasMosquittoPub)(
  'maintenance add and close change planned seconds within seconds, and history says why (SKIPPED without mosquitto_pub)',
  async () => {
    const home = await makeHome()
    const up = home.start(['up', '--no-simulator'])
    const [url, port] = [await up.url(), await up.mqttPort()]
    // ten minutes: up, then locked from minute 2 to minute 6, by its states and nothing else
    const start = Math.floor(Date.now() / 900_000) * 900_000 - 3_600_000
    const at = (minute: number) => start + minute * 60_000
    let seq = 0
    const say = (kind: string, body: object) =>
      mosquittoPub({
        port,
        user: STATION,
        topic: `tram5g/v1/sim-test/${STATION}/${kind}`,
        payload: { boot: BOOT, seq: seq++, ...body },
      })
    const state = (minute: number, administrativeState: 'LOCKED' | 'UNLOCKED') =>
      say('state', {
        t: at(minute),
        cell: '1',
        operationalState: 'ENABLED',
        administrativeState,
        cellState: administrativeState === 'LOCKED' ? 'INACTIVE' : 'ACTIVE',
        availabilityStatus: administrativeState === 'LOCKED' ? ['OFF_LINE'] : [],
        energySavingState: 'isNotEnergySaving',
      })
    await say('birth', { t: at(0), conn: 'c1', cells: [{ cell: '1', mode: 'SA' }] })
    await state(0, 'UNLOCKED')
    await state(2, 'LOCKED')
    await state(6, 'UNLOCKED')
    await state(10, 'UNLOCKED')
    // long after: what is changed from now on was published before
    await say('state', { t: at(50), queued: 0 })

    const availability = async () => {
      const path = `/api/v1/kpi?kpi=CellAvail.Total,CellAvail.ExPlanned&level=all&from=${at(0)}&to=${at(10)}`
      const { results } = await getJson<{ results: { kpi: string; series: { points: { value: number }[] }[] }[] }>(
        url,
        path,
      )
      return Object.fromEntries(results.map(({ kpi, series }) => [kpi, series[0]?.points[0]?.value]))
    }
    // 360 s up of 600 s, by hand: locked without a window is an outage
    await expect.poll(availability, DEADLINE).toEqual({ 'CellAvail.Total': 60, 'CellAvail.ExPlanned': 60 })

    // planned from minute 2 to minute 6: 360 / 600 in total, and 360 / 360 with the planned time out of both sides
    const window = [
      '--from',
      String(at(2)),
      '--to',
      String(at(6)),
      '--why',
      'software upgrade',
      '--by',
      'NOC',
      '--id',
      'W1',
    ]
    const added = await home.run(['maintenance', 'add', `${STATION}/1`, ...window])
    expect(added).toMatchObject({ code: 0, err: '' })
    expect(added.out).toContain('registered afterwards')
    await expect.poll(availability, DEADLINE).toEqual({ 'CellAvail.Total': 60, 'CellAvail.ExPlanned': 100 })

    // it ended early, at minute 4: the two minutes after it are an overrun: 360 / (360 + 120)
    const closed = await home.run(['maintenance', 'close', 'W1', '--to', String(at(4)), '--why', 'done', '--by', 'NOC'])
    expect(closed).toMatchObject({ code: 0, err: '' })
    await expect.poll(availability, DEADLINE).toEqual({ 'CellAvail.Total': 60, 'CellAvail.ExPlanned': 75 })

    const { maintenance } = await home.json<{ maintenance: { id: string; from: number; to: number; cause: string }[] }>(
      ['maintenance', 'list', '--json'],
    )
    expect(maintenance).toMatchObject([{ from: at(2), to: at(4), cause: 'registered-afterwards' }])
    const { history } = await home.json<{
      history: { reason: string; station: string; before: object; after: object }[]
    }>(['history', '--station', STATION, '--json'])
    const planned = history.filter(({ reason }) => reason === 'maintenance')
    expect(planned.length).toBeGreaterThan(0)
    expect(JSON.stringify(planned)).toContain('avail.planned')

    const commands = new CommandsInTurn()
    steps.push(() => commands.dispose())
    for (const args of [
      ['maintenance', 'add', 'HN 1', ...window],
      ['maintenance', 'add', STATION, '--from', 'soon', '--to', 'now', '--why', 'x'],
      ['maintenance', 'add', STATION, '--from', String(at(6)), '--to', String(at(2)), '--why', 'x'],
    ]) {
      const { code, err, left } = await commands.run(home, args)
      expect(err.trimEnd().split('\n'), err).toHaveLength(1)
      expect({ code, left }).toEqual({ code: 2, left: [] })
    }
    expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
  },
)
