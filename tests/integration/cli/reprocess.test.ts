import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { NewEntry } from '../../../log/mod.ts'
import { appendEntries } from '../../support/append-entries.ts'
import { CommandsInTurn } from '../../support/commands-in-turn.ts'
import { hasInfluxd, startInfluxd } from '../../support/influxd.ts'
import { ALL_SUCCEED, laterVersion } from '../../support/later-version.ts'
import { DAY_0, nineDays, REALM } from '../../support/nine-days.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

// two versions, three editions and their comparisons: many processes, each of which takes its second to start
vi.setConfig({ testTimeout: 600_000 })

const DEADLINE = { timeout: 120_000, interval: 500 }
const DAY_MS = 86_400_000

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

interface Comparison {
  readonly before: { readonly name: string; readonly catalogue: string }
  readonly after: { readonly name: string; readonly catalogue: string }
  readonly figures: number
  readonly different: number
  readonly kpis: readonly { readonly kpi: string; readonly level: string; readonly reasons: Record<string, number> }[]
  readonly differences: readonly {
    readonly level: string
    readonly t: number
    readonly before: { readonly value: number }
    readonly after: { readonly value: number }
    readonly reason: string
  }[]
}

/** So many entries are a backlog: behind it everything is written at once, also rows that usually wait for some minutes. */
const backlog = (settings: NewEntry): NewEntry[] => Array.from({ length: 2000 }, () => settings)

const FIGURE = ['kpi', 'RrcSetupSuccess', '--level', '1d', '--by', 'station', '--json']
async function successOf(home: Tram5gHome, day: number, ...more: string[]): Promise<unknown> {
  const from = DAY_0 + day * DAY_MS
  const span = ['--from', String(from), '--to', String(from + DAY_MS)]
  const answer = await home.json<{ results: { series: { points: { value: number | null; rev: number }[] }[] }[] }>([
    ...FIGURE,
    ...span,
    ...more,
  ])
  return answer.results[0]?.series.map(({ points }) => points[0]?.value)
}

const compare = (home: Tram5gHome, ...more: string[]) => home.json<Comparison>(['compare', '--json', ...more])

async function story(environment: Record<string, string>): Promise<void> {
  const home = await Tram5gHome.make({ TRAM5G_REALM: REALM, TRAM5G_HTTP_PORT: '0', ...environment })
  steps.push(() => home.dispose())
  const all = nineDays(2)
  const settings = all[0] as NewEntry
  // a day and an hour: of the day all is written at once behind the backlog, of the hour the last seconds may wait
  const first = [settings, ...nineDays(25 / 24).slice(1)]
  const rest = all.filter(({ receivedAt }) => receivedAt > DAY_0 + 25 * 3_600_000)
  const day = ['--to', String(DAY_0 + DAY_MS)]
  await appendEntries(home, [...first, ...backlog(settings)])
  const old = home.start(['process'])
  await old.line(/process · realm/)

  // the same version again: nothing is another figure
  const made = await home.run(['reprocess', '--why', 'to see that it is the same', '--by', 'lan'])
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(made.out).toContain('edition 1 is finished')
  // rows of cells and of zones are written at paces of their own
  await expect.poll(async () => (await compare(home, '--by', 'station,cell', ...day)).different, DEADLINE).toBe(0)
  const same = {
    code: 0,
    err: '',
    out: expect.stringMatching(/current \(catalogue \d+\) → edition 1[\s\S]*no difference/),
  }
  await expect.poll(() => home.run(['compare', '--level', 'all', ...day]), DEADLINE).toMatchObject(same)

  // a later version beside the running one: its catalogue is told apart from what it changes
  const later = home.of(await laterVersion(home.directory, '99', ALL_SUCCEED))
  expect(await later.run(['reprocess', '--why', 'catalogue 99', '--by', 'lan'])).toMatchObject({ code: 0, err: '' })
  const change = await compare(later, '--level', '1d', '--by', 'station,cell')
  expect(change).toMatchObject({ before: { name: 'current' }, after: { name: 'edition 2', catalogue: '99' } })
  expect(change.kpis.map(({ kpi }) => kpi)).toEqual(['RrcSetupSuccess'])
  // a day of two cells: 96 reports of 98 in 100, and by the later version of 100 in 100
  expect(change.differences.map(({ before, after }) => [before.value, after.value])).toEqual(Array(2).fill([98, 100]))
  expect(change.differences[0]?.reason).toMatch(/^catalogue: version \d+ → \d+$/)
  const csv = await later.run(['compare', '--csv', '--level', '1d'])
  expect(csv.out.split('\n')[0]).toContain('kpi,unit,level,t,time,zone,before,after,difference')
  // of the one zone, the day
  expect(csv.out.trim().split('\n')).toHaveLength(1 + 1)
  const paged = await compare(later, '--level', '1h', '--by', 'station,cell', '--limit', '3', '--offset', '2', ...day)
  expect(paged).toMatchObject({ different: 48, offset: 2, limit: 3 })
  expect(paged.differences).toHaveLength(3)
  expect(await successOf(later, 0)).toEqual([98, 98])
  expect(await successOf(later, 0, '--edition', '2')).toEqual([100, 100])

  // what takes the place of published figures does so while no processor runs, by the version that made it
  const tooSoon = await later.run(['reprocess', 'promote', '2', '--why', 'decided'])
  expect(tooSoon).toMatchObject({ code: 2 })
  expect(tooSoon.err).toMatch(/already running.*process/)
  expect((await old.interrupt()).code).toBe(0)
  const byOld = await home.run(['reprocess', 'promote', '2', '--why', 'decided'])
  expect(byOld).toMatchObject({ code: 2 })
  expect(byOld.err).toContain('catalogue 99')
  const promoted = await later.run(['reprocess', 'promote', '2', '--why', 'decided', '--by', 'nga'])
  expect(promoted).toMatchObject({ code: 0, err: '' })
  expect(await successOf(later, 0)).toEqual([100, 100])
  const listed = await readFile(home.path(REALM, 'editions', '2', 'differences.csv'), 'utf8')
  // by zone: 1 day, 25 hours, 100 quarters
  expect(listed.split('\n').filter((line) => line.startsWith('RrcSetupSuccess,'))).toHaveLength(1 + 25 + 100)
  const { editions } = await later.json<{ editions: { id: number; promoted?: object }[] }>([
    'reprocess',
    'list',
    '--json',
  ])
  expect(editions.map(({ id, promoted: done }) => [id, done !== undefined])).toEqual([
    [1, false],
    [2, true],
  ])
  const { history } = await later.json<{ history: { reason: string; t: number; before: object; after: object }[] }>([
    'history',
    '--level',
    '1d',
    '--station',
    'HN-0001',
    '--json',
  ])
  const ofEdition = history.filter(({ reason }) => reason === 'edition-2')
  // the second day is open still: it has no history
  expect(ofEdition.map(({ t }) => t)).toEqual([DAY_0])
  // 96 reports of a day
  expect(ofEdition[0]).toMatchObject({
    before: { 'RrcSetupSuccess.succ': 96 * 98 },
    after: { 'RrcSetupSuccess.succ': 96 * 100 },
  })

  // and the processor goes on from there
  await appendEntries(home, [...rest, ...backlog(settings)])
  const next = later.start(['process'])
  await next.line(/process · realm/)
  await expect.poll(() => successOf(later, 1), DEADLINE).toEqual([100, 100])
  expect(await successOf(later, 0)).toEqual([100, 100])
  expect(await later.run(['ledger'])).toMatchObject({ code: 0, err: '' })
  const most = ['--to', String(DAY_0 + 2 * DAY_MS - 3_600_000)]
  const again = await later.run(['reprocess', '--why', 'whole', '--by', 'lan'])
  expect(again).toMatchObject({ code: 0, err: '' })
  await expect
    .poll(async () => (await compare(later, '--edition', '3', '--by', 'station,cell', ...most)).different, DEADLINE)
    .toBe(0)
  expect(await later.run(['reprocess', 'drop', '3'])).toMatchObject({ code: 0, err: '' })
  expect((await next.interrupt()).code).toBe(0)
}

describe('editions', () => {
  test('with DuckDB', async () => {
    await story({})
  })

  test.skipIf(!hasInfluxd)('with InfluxDB (SKIPPED where influxd is not installed)', async () => {
    const influx = await startInfluxd()
    steps.push(() => influx.dispose())
    await story({ TRAM5G_INFLUX_URL: influx.url })
  })

  test('wrong words are told what is right', async () => {
    const home = await Tram5gHome.make({ TRAM5G_REALM: REALM })
    const commands = new CommandsInTurn()
    steps.push(
      () => home.dispose(),
      () => commands.dispose(),
    )
    const refused = async (args: string[], said: RegExp) => {
      const { code, err, out, left } = await commands.run(home, args)
      expect([code, out, left]).toEqual([2, '', []])
      expect(err).toMatch(said)
    }
    await refused(['reprocess', '--why', 'x'], /there is no log/)
    await appendEntries(home, nineDays(1))
    await refused(['reprocess'], /--why is missing/)
    await refused(['reprocess', '--why', 'x', '--from', '2030-01-01'], /nothing in the log was received then/)
    await refused(['reprocess', '--edition', '7'], /there is no edition "7"/)
    await refused(['compare'], /there is no finished edition.*tram5g reprocess/)
    await refused(['compare', '--edition', '1', '--edition', '2', '--edition', '3'], /two at most/)
    await refused(['kpi', '--edition', '1'], /there is no edition "1"/)
    expect((await commands.run(home, ['reprocess', 'list'])).out).toContain('no editions')
  })
})
