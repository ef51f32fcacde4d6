import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { getJson } from '../../support/api.ts'
import { CommandsInTurn } from '../../support/commands-in-turn.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

const DEADLINE = { timeout: 60_000, interval: 200 }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

const HEAD = 'station,from,operator,province,zone,zoneType,phase,vendor,cells,contact'
const FIRST = `${HEAD}
HN-0001,2026-01-01,a,01,hoa-lac,it-park,1,x,1;2,"Trực ca ""NOC"", số 1"
HN-0001,2098-01-01,a,01,noi-thanh,city-centre,2,x,1;2,
HN-0002,2026-01-01,a,01,hoa-lac,it-park,1,x,,
`

const SECOND = `${HEAD},publisher
HN-0001,2026-01-01,a,01,hoa-lac,it-park,1,x,1;2,"Trực ca ""NOC"", số 1",
HN-0001,2097-01-01,a,01,noi-thanh,city-centre,2,x,1;2,,
HN-0002,2026-01-01,a,01,hoa-lac-2,it-park,1,x,,,EMS-9
`

interface Shown {
  readonly lines: readonly { from: number; by: string; why: string; line: { zone: string; contact?: string } }[]
}

test('what an import would change is shown before, kept with who said it, and comes back from its own export', async () => {
  const home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
  // what only looks, or is refused, need not be a process of its own
  const commands = new CommandsInTurn()
  steps.push(
    () => home.dispose(),
    () => commands.dispose(),
  )
  const first = await home.file('first.csv', FIRST)
  // before anything runs: nothing is known, and nothing is written by a dry run
  expect(await commands.run(home, ['registry', 'import', first, '--dry-run'])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(
      /Nothing of realm sim-test is known yet\.\n[\s\S]*3 new, 0 changed, 0 as they are\. Nothing was written\.\n$/,
    ),
  })
  const up = home.start(['up', '--no-simulator'])
  const url = await up.url()
  const word = ['--by', 'Trần Nga', '--why', 'đợt 1']
  expect(await home.run(['registry', 'import', first, ...word])).toMatchObject({ code: 0, err: '' })
  const lines = async () => (await getJson<{ registry: unknown[] }>(url, '/api/v1/registry')).registry.length
  await expect.poll(lines, DEADLINE).toBe(3)

  // a line of the far future changes nothing of today
  const zones = async () =>
    (
      await commands.json<{ stations: { station: string; zone: string }[] }>(home, ['registry', 'show', '--json'])
    ).stations.map(({ station, zone }) => [station, zone])
  await expect.poll(zones, DEADLINE).toEqual([
    ['HN-0001', 'hoa-lac'],
    ['HN-0002', 'hoa-lac'],
  ])
  const at = async (instant: string) =>
    (
      await commands.json<{ lines: { station: string; zone: string }[] }>(home, [
        'registry',
        'show',
        '--at',
        instant,
        '--json',
      ])
    ).lines.map(({ zone }) => zone)
  expect(await at('2025-12-31')).toEqual([])
  expect(await at('2026-01-01')).toEqual(['hoa-lac', 'hoa-lac'])
  expect(await at('2098-06-01')).toEqual(['noi-thanh', 'hoa-lac'])
  const one = await commands.json<Shown>(home, ['registry', 'show', '--station', 'HN-0001', '--json'])
  expect(one.lines).toMatchObject([
    { by: 'Trần Nga', why: 'đợt 1', line: { zone: 'hoa-lac', contact: 'Trực ca "NOC", số 1' } },
    { line: { zone: 'noi-thanh' } },
  ])
  expect((await commands.run(home, ['registry', 'show', '--station', 'HN-0001'])).out).toMatch(
    /HN-0001 from 2026-01-01 .*Trần Nga.*đợt 1/,
  )
  expect(await commands.run(home, ['registry', 'show', '--station', 'HN-0009'])).toMatchObject({ code: 2 })

  // its own export changes nothing
  const out = join(home.directory, 'out.csv')
  expect(await home.run(['registry', 'export', '--out', out])).toMatchObject({ code: 0, err: '', out: '' })
  expect((await readFile(out)).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect((await home.raw(['registry', 'export'])).equals(await readFile(out))).toBe(true)
  const same = await commands.run(home, ['registry', 'import', out, '--dry-run'])
  expect(same).toMatchObject({ code: 0, err: '', out: '0 new, 0 changed, 3 as they are. Nothing was written.\n' })

  // a changed line, a new one, and a publisher of whom nobody has heard
  const changed = await home.file('second.csv', SECOND)
  const dry = await commands.run(home, ['registry', 'import', changed, '--dry-run'])
  expect(dry.out).toContain('new      HN-0001 from 2097-01-01: zone noi-thanh, phase 2, a')
  expect(dry.out).toContain('changed  HN-0002 from 2026-01-01: publisher (nothing) → EMS-9; zone hoa-lac → hoa-lac-2')
  expect(dry.out).toContain('1 new, 1 changed, 1 as they are. Nothing was written.')
  expect(dry.err).toMatch(/^tram5g: warning: .*EMS-9/)
  expect(await lines()).toBe(3)
  expect(await home.run(['registry', 'import', changed])).toMatchObject({
    code: 0,
    out: '3 registry lines written into the log of realm sim-test. 1 new, 1 changed, 1 as they are.\n',
  })
  await expect.poll(lines, DEADLINE).toBe(4)
  await expect.poll(async () => (await zones())[1], DEADLINE).toEqual(['HN-0002', 'hoa-lac-2'])

  // every wrong line is named, at most twenty of them, and nothing is written
  const rows = Array.from({ length: 30 }, (_, i) => `HN-${i},2026-01-01,a,01,z,airport,1,x`)
  const wrong = await home.file('wrong.csv', [HEAD.replace(',cells,contact', ''), ...rows].join('\n'))
  const refused = await commands.run(home, ['registry', 'import', wrong])
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).toContain('30 problems, nothing was imported.')
  expect(refused.err.match(/row \d+, column zoneType: expected one of it-park/g)).toHaveLength(20)
  expect(refused.err).toContain('… and 10 more')
  expect(await lines()).toBe(4)
  expect(await up.interrupt()).toMatchObject({ code: 0, err: '' })
})

test('a reader that stops reading is no fault', async () => {
  const home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test' })
  steps.push(() => home.dispose())
  const started = home.start(['registry', 'template'])
  started.stopReading()
  expect(await started.ended).toMatchObject({ code: 0, err: '' })
})
