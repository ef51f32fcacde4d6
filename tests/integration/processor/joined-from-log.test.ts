import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type Offset,
  openLmdbLog,
  openLmdbLogReader,
  type TelemetryLog,
  type TelemetryLogReader,
} from '../../../log/mod.ts'
import { type Processor, startProcessor } from '../../../processor/mod.ts'
import { type KpiStore, openDuckDbStore, queryKpi } from '../../../store/mod.ts'

const T = Date.UTC(2026, 9, 1, 5)
const REALM = 'sim-test'
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
let log: TelemetryLog
let store: KpiStore
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tram5g-joined-'))
  log = await openLmdbLog({
    directory: join(folder, 'log'),
    realm: REALM,
    budgetBytes: 64 * 1024 * 1024,
    onCommitStuck: () => {
      throw new Error('a commit did not end')
    },
  })
  store = await openDuckDbStore({ path: ':memory:', realm: REALM, now: Date.now })
})
afterEach(async () => {
  await store.close()
  await log.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Reads the log on disk as a processor in another process does, and notes which entries it is asked for again. */
async function reader(fetched: Offset[][]): Promise<TelemetryLogReader> {
  const real = await openLmdbLogReader({ directory: join(folder, 'log'), realm: REALM })
  return new Proxy(real, {
    get(target, name) {
      if (name === 'get')
        return async (partition: number, offsets: readonly Offset[]) => {
          fetched.push([...offsets])
          return await target.get(partition, offsets)
        }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
    },
  })
}

/** A processor over the log on disk, from its start to its stop; the entries that it asked for again. */
async function processed(): Promise<Offset[][]> {
  const fetched: Offset[][] = []
  const source = await reader(fetched)
  const processor: Processor = await startProcessor({
    log: source,
    stateDirectory: join(folder, 'state'),
    store,
    realm: REALM,
    hotEntries: 8,
    now: Date.now,
    random: Math.random,
    logger: quiet,
  })
  await processor.drain()
  await processor.stop()
  await source.close()
  return fetched
}

interface Told {
  readonly src: string
  readonly seq: number
  readonly rev?: number
  readonly m: Readonly<Record<string, number>>
}

/** Of the minute from `T`; its offset in the log. */
async function say({ src, seq, rev = 0, m }: Told): Promise<Offset> {
  const body = { boot: '1790000000000-7', src, seq, end: T + 60_000, gp: 60, rev, cells: [{ cell: '1', m }] }
  const [offset] = await log.append(0, [
    {
      receivedAt: T + 61_000,
      source: 'mqtt',
      topic: `tram5g/v1/${REALM}/HN-0001/pm`,
      payload: Buffer.from(JSON.stringify(body)),
    },
  ])
  return offset as Offset
}

async function success(level: '1m' | '1h'): Promise<unknown> {
  const span = { from: T, to: T + (level === '1m' ? 60_000 : 3_600_000) }
  const answer = await queryKpi(store, { kpis: ['RrcSetupSuccess'], level, ...span, by: [], where: {} })
  return answer.results[0]?.series[0]?.points.map(({ value, n }) => ({ value, n }))
}

it('what the CU told before a restart is fetched from the log when the DU tells the same period', async () => {
  const cu = await say({ src: 'cu', seq: 0, m: { 'RRC.ConnEstabAtt': 200 } })
  // alone in its period it costs no look into the log, and makes no figure
  expect(await processed()).toEqual([])
  expect(await success('1m')).toEqual([{ value: null, n: 0 }])

  const du = await say({ src: 'du', seq: 0, m: { 'RRC.ConnEstabSucc': 190 } })
  expect((await processed()).flat()).toContain(cu)
  // 190 / 200
  expect(await success('1m')).toEqual([{ value: 95, n: 200 }])
  expect(await success('1h')).toEqual([{ value: 95, n: 200 }])

  // corrected by the DU after another restart: 198 / 200; both that were there are read again
  await say({ src: 'du', seq: 1, rev: 1, m: { 'RRC.ConnEstabSucc': 198 } })
  expect((await processed()).flat()).toEqual(expect.arrayContaining([cu, du]))
  expect(await success('1m')).toEqual([{ value: 99, n: 200 }])
  expect(await success('1h')).toEqual([{ value: 99, n: 200 }])
})
