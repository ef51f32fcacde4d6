import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { memoryLog, type TelemetryLog } from '../../../log/mod.ts'
import { type Processor, startProcessor } from '../../../processor/mod.ts'
import { type KpiRequest, type KpiStore, openDuckDbStore, queryKpi } from '../../../store/mod.ts'

const T = Date.UTC(2026, 9, 1, 5)
const REALM = 'sim-test'
const VOLUME = 'DRB.PdcpSduVolumeDL'
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
let log: TelemetryLog
let store: KpiStore
let seq = 0
beforeEach(async () => {
  seq = 0
  folder = mkdtempSync(join(tmpdir(), 'tram5g-totals-'))
  log = memoryLog({ realm: REALM })
  store = await openDuckDbStore({ path: ':memory:', realm: REALM, now: Date.now })
})
afterEach(async () => {
  await store.close()
  await log.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Hardly anything stays decoded in memory: what the state says comes from the disk. */
const start = (over: Partial<Parameters<typeof startProcessor>[0]> = {}): Promise<Processor> =>
  startProcessor({
    log,
    stateDirectory: join(folder, 'state'),
    store,
    realm: REALM,
    hotEntries: 8,
    now: Date.now,
    random: Math.random,
    logger: quiet,
    ...over,
  })

/** Beyond 2^53 in bits, and as text beyond it in Mbit. */
const BASE = 18_446_744_073_709_000_000n
const say = (kind: string, body: object, at = seq++) =>
  log.append(0, [
    {
      receivedAt: Date.now(),
      source: 'mqtt',
      topic: `tram5g/v1/${REALM}/HN-0001/${kind}`,
      payload: Buffer.from(JSON.stringify({ boot: '1790000000000-7', seq: at, ...body })),
    },
  ])
const report = (endS: number, mbit: number, at?: number) =>
  say(
    'pm',
    {
      end: T + endS * 1000,
      gp: 10,
      total: [VOLUME],
      cells: [{ cell: '1', m: { [`${VOLUME}.5qi9`]: String(BASE + BigInt(mbit)), [`${VOLUME}.5qi1`]: String(mbit) } }],
    },
    at,
  )

async function volumes(differing: Partial<KpiRequest> = {}): Promise<(number | null | undefined)[]> {
  const answer = await queryKpi(store, {
    kpis: ['TrafficVolumeDl'],
    level: '15m',
    from: T,
    to: T + 900_000,
    by: [],
    where: {},
    ...differing,
  })
  return answer.results.flatMap(({ series }) => series.flatMap(({ points }) => points.map(({ value }) => value)))
}

it('goes on from the last total after a restart, and splits what it counted when a late one comes', async () => {
  for (const end of [10, 20, 30]) await report(end, end)
  const first = await start()
  await first.drain()
  // 20 of each of two 5QIs
  expect(await volumes()).toEqual([40])
  await first.stop()
  await report(60, 90)
  const second = await start()
  await second.drain()
  expect(await volumes()).toEqual([160])
  expect(await volumes({ level: '1m', to: T + 60_000 })).toEqual([160])
  expect(await volumes({ level: '10s', from: T + 50_000, to: T + 60_000 })).toEqual([null])
  await report(50, 50)
  await report(40, 40)
  await second.drain()
  expect(await volumes()).toEqual([160])
  expect(await volumes({ level: '10s', from: T + 30_000, to: T + 60_000 })).toEqual([20, 20, 80])
  // each 5QI by itself
  expect(await volumes({ by: ['fiveqi'] })).toEqual([80, 80])
  expect(await volumes({ where: { fiveqi: ['9'] }, level: '10s', from: T + 50_000, to: T + 60_000 })).toEqual([40])
  await second.stop()
})

it('a late total makes again from the log what the state has let go', async () => {
  for (const end of [10, 20, 40, 50, 60]) await report(end, end)
  await say('state', { t: T + 6 * 3_600_000, queued: 0 })
  const processor = await start({ expireEveryMs: 0 })
  await processor.drain()
  expect(await volumes({ level: '1m', to: T + 60_000 })).toEqual([100])
  await report(30, 32)
  await processor.drain()
  expect(await volumes({ level: '1m', to: T + 60_000 })).toEqual([100])
  await processor.stop()
})
