import { connectAsync } from 'mqtt'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getJson } from '../../support/api.ts'
import { CommandsInTurn } from '../../support/commands-in-turn.ts'
import { Tram5gHome, type Tram5gProcess } from '../../support/tram5g-process.ts'

const DEADLINE = { timeout: 60_000, interval: 200 }
const HOUR = 3_600_000
const NOW = Date.now()
const WHY = ['--why', 'antenna', '--by', 'NOC']

/** Words that are refused and lists: what changes something is said by a process of its own. */
let commands: CommandsInTurn
beforeAll(() => {
  commands = new CommandsInTurn()
})
afterAll(() => commands.dispose())

let home: Tram5gHome
let up: Tram5gProcess
let url: string
beforeEach(async () => {
  home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
  up = home.start(['up', '--no-simulator'])
  url = await up.url()
  const csv =
    'station,from,operator,province,zone,zoneType,phase,vendor,cells\nHN-0001,2026-01-01,a,01,z,research,1,x,1;2\n'
  expect(await home.run(['registry', 'import', await home.file('stations.csv', csv)])).toMatchObject({ code: 0 })
  const stations = async () => (await getJson<{ stations: unknown[] }>(url, '/api/v1/stations')).stations.length
  await expect.poll(stations, DEADLINE).toBe(1)
})
afterEach(async () => {
  await home.dispose()
})

const span = (fromHours: number, toHours: number) => [
  '--from',
  String(NOW + fromHours * HOUR),
  '--to',
  String(NOW + toHours * HOUR),
]
interface Listed {
  readonly id: string
  readonly status: string
  readonly from: number
  readonly to: number
}
const maintenance = async () =>
  (await commands.json<{ maintenance: Listed[] }>(home, ['maintenance', 'list', '--json'])).maintenance
const statuses = async () => Object.fromEntries((await maintenance()).map(({ id, status }) => [id, status]))
/** Waits for what the process has made of the records, without a process for each look. */
async function follows(
  type: string,
  done: (events: readonly { from: number; to: number }[]) => boolean,
): Promise<void> {
  const path = `/api/v1/events?from=${NOW - 50 * HOUR}&to=${NOW + 500 * HOUR}&type=${type}`
  await expect
    .poll(async () => done((await getJson<{ events: { from: number; to: number }[] }>(url, path)).events), DEADLINE)
    .toBe(true)
}

async function refuses(args: readonly string[], ...words: readonly string[]): Promise<void> {
  const { code, out, err, left } = await commands.run(home, args)
  expect(err.trimEnd().split('\n'), err).toHaveLength(1)
  for (const word of words) expect(err).toContain(word)
  expect({ code, out, left }).toEqual({ code: 2, out: '', left: [] })
}

describe('maintenance', () => {
  test('is listed by what it is now; what is doubtful is warned about; what is wrong is refused', async () => {
    const add = (id: string, target: string, from: number, to: number, ...more: readonly string[]) =>
      home.run(['maintenance', 'add', target, ...span(from, to), '--id', id, ...WHY, ...more])
    expect(await add('soon', 'HN-0001', 5, 6, '--ticket', 'T-1', '--approved-by', 'An')).toMatchObject({
      code: 0,
      err: '',
    })
    expect(await add('now', 'HN-0001/1', -1, 2)).toMatchObject({ code: 0, err: '' })
    expect(await add('past', 'HN-0001/2', -5, -4)).toMatchObject({ code: 0, err: '' })
    const known = { soon: 'planned', now: 'running', past: 'over' }
    await follows('maintenance', (events) => events.length === 3)
    expect(await statuses()).toEqual(known)

    const overlapping = await add('over', 'HN-0001', 1, 5.5)
    expect(overlapping.code).toBe(0)
    expect(overlapping.err).toMatch(/warning: it overlaps now /)
    expect(overlapping.err).toMatch(/warning: it overlaps soon /)
    expect(overlapping.err).not.toContain('past')
    const unknown = await add('nobody', 'HN-0009', 1, 1 + 24 * 8)
    expect(unknown.code).toBe(0)
    expect(unknown.err).toContain('station HN-0009 is unknown')
    expect(unknown.err).toContain('8 days long')
    await follows('maintenance', (events) => events.length === 5)

    // early, and not later
    await refuses(['maintenance', 'close', 'past', ...WHY], 'ends anyway', 'add another')
    expect((await home.run(['maintenance', 'close', 'now', ...WHY])).out).toMatch(/maintenance now closed at/)
    // not begun yet: taken back; and by its own word
    expect((await home.run(['maintenance', 'close', 'soon', ...WHY])).out).toMatch(/soon taken back/)
    expect((await home.run(['maintenance', 'withdraw', 'past', ...WHY])).out).toMatch(/past taken back/)
    const changed = { soon: 'taken-back', now: 'over', past: 'taken-back' }
    await follows('maintenance', (events) => events.filter(({ from, to }) => to === from).length === 2)
    expect(await statuses()).toMatchObject(changed)
    await refuses(['maintenance', 'withdraw', 'past', ...WHY], 'past', 'taken back before')
    const { out } = await commands.run(home, ['maintenance', 'list'])
    expect(out).toMatch(/^soon +taken back .*HN-0001 .*antenna \(NOC, T-1, approved by An\); taken back by NOC/m)
    expect(out).toMatch(/^now +over .*afterwards +HN-0001\/1 .*closed instead of/m)

    await refuses(['maintenance', 'add', 'HN-0001', ...span(1, 2), '--id', 'now', ...WHY], '--id', 'now is taken')
    await refuses(['maintenance', 'close', 'unheard', ...WHY], '"unheard"', 'tram5g maintenance list')
    expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
    // and from the file, where nothing runs
    expect(await statuses()).toMatchObject(changed)
  })
})

describe('outages that an operator declares', () => {
  test('are in the events with who said so, are withdrawn, and are refused where they cannot be', async () => {
    const declare = (...args: readonly string[]) => ['outage', 'declare', '--station', 'HN-0001', ...args]
    const done = await home.run(declare(...span(-3, -2), '--id', 'D1', '--cell', '1', '--cell', '2', ...WHY))
    expect(done).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^outage D1: HN-0001\/1 HN-0001\/2 down from/),
    })
    expect((await home.run(declare(...span(-2.5, -1), '--id', 'D2', ...WHY))).code).toBe(0)
    const outages = async () => (await commands.json<{ outages: Listed[] }>(home, ['outage', 'list', '--json'])).outages
    await follows('declared-outage', (events) => events.length === 2)
    expect((await outages()).map(({ id }) => id)).toEqual(['D1', 'D2'])
    const { events } = await getJson<{ events: object[] }>(url, `/api/v1/events?from=0&to=${NOW}&type=declared-outage`)
    expect(events).toMatchObject([
      {
        type: 'declared-outage',
        station: '',
        cause: 'declared',
        window: { targets: ['HN-0001/1', 'HN-0001/2'], by: 'NOC' },
      },
      { station: 'HN-0001', cell: '' },
    ])
    const again = await home.run(declare(...span(-3, -1), '--cell', '7', ...WHY))
    expect(again.err).toContain('cell 7 of HN-0001 (known: 1, 2) is unknown')
    expect(again.err).toContain('it overlaps D2')
    expect(again.err).not.toContain('D1')

    expect(await home.run(['outage', 'withdraw', 'D1', ...WHY])).toMatchObject({ code: 0, err: '' })
    await follows('declared-outage', (events) => events.some(({ from, to }) => to === from))
    expect((await commands.run(home, ['outage', 'list'])).out).toMatch(/^D1 +taken back .*taken back by NOC: antenna$/m)
    await refuses(['outage', 'withdraw', 'D1', ...WHY], 'D1 was withdrawn before')
    await refuses(declare(...span(-2, -1), '--id', 'D2', ...WHY), '--id', 'D2 is taken')
    expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
  })
})

describe('doctor --station', () => {
  test('says in both languages what the feed reaches, what is missing and what to do', async () => {
    const client = await connectAsync(`mqtt://127.0.0.1:${await up.mqttPort()}`, {
      username: 'HN-0001',
      protocolVersion: 4,
    })
    const t = Math.floor(NOW / 900_000) * 900_000
    let seq = 0
    const publish = (kind: string, body: object) =>
      client.publishAsync(
        `tram5g/v1/sim-test/HN-0001/${kind}`,
        JSON.stringify({ boot: '1790000000000-7', seq: seq++, ...body }),
        { qos: 1 },
      )
    await publish('birth', { t: t - 60_000, conn: 'c1', cells: [{ cell: '1' }, { cell: '2' }] })
    await publish('pm', { end: t, gp: 900, cells: [{ cell: '1', m: {} }] })
    await publish('state', { t, queued: 0, clock: { source: 'ptp', state: 'locked' } })
    await client.endAsync()

    interface Told {
      readonly levels: Record<string, string>
      readonly checks: readonly { id: string; shown: string }[]
    }
    const json = async () => {
      const { out } = await commands.run(home, ['doctor', '--station', 'HN-0001', '--json'])
      return JSON.parse(out) as Told
    }
    await expect
      .poll(async () => (await json()).checks.find(({ id }) => id === 'heartbeat')?.shown, DEADLINE)
      .toBe('yes')
    const { levels, checks } = await json()
    expect(levels).toEqual({ 1: 'no', 2: 'not-shown', 3: 'no' })
    expect(Object.fromEntries(checks.map(({ id, shown }) => [id, shown]))).toMatchObject({
      birth: 'yes',
      death: 'not-shown',
      seq: 'yes',
      state: 'no',
      pm900: 'yes',
      queued: 'yes',
      live: 'no',
    })
    const english = await home.run(['doctor', '--station', 'HN-0001'], { LANG: 'C.UTF-8' })
    expect(english.code).toBe(1)
    expect(english.out).toContain('Level 1: birth, death, numbers, states, reports of 15 min: NOT REACHED')
    expect(english.out).toMatch(/NO +state of every cell: none ever came\n +→ to do: publish `state` of each cell/)
    expect(english.out).toMatch(/NO +live reports: only 900 s/)
    const vietnamese = await commands.run(home, ['doctor', '--station', 'HN-0001'], { LANG: 'vi_VN.UTF-8' })
    expect(vietnamese.out).toMatch(/KHÔNG +trạng thái từng cell \(state\): chưa từng có\n +→ cần làm: gửi `state`/)
    expect(vietnamese.out).toMatch(/chu kỳ cuối kết thúc \d\d\/\d\d\/\d{4} \d\d:\d\d/)
    await refuses(['doctor', '--station', 'HN-0404'], 'HN-0404', 'unknown')
    await refuses(['doctor', '--lang', 'vi'], '--lang', '--station')
    expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
  })
})
