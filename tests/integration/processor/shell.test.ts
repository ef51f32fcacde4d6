import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memoryLog, type TelemetryLog } from '../../../log/mod.ts'
import { type Processor, startProcessor } from '../../../processor/mod.ts'
import { type KpiStore, openDuckDbStore, StoreUnavailableError } from '../../../store/mod.ts'

const T = Date.UTC(2026, 9, 1, 5)
const BOOT = '1790000000000-7'
const REALM = 'sim-test'
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

let folder: string
let log: TelemetryLog
let store: KpiStore
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tram5g-shell-'))
  log = memoryLog({ realm: REALM })
  store = await openDuckDbStore({ path: ':memory:', realm: REALM, now: Date.now })
})
afterEach(async () => {
  await store.close()
  await log.close()
  rmSync(folder, { recursive: true, force: true })
})

const start = (over: Partial<Parameters<typeof startProcessor>[0]> = {}): Promise<Processor> =>
  startProcessor({
    log,
    stateDirectory: join(folder, 'state'),
    store,
    realm: REALM,
    now: Date.now,
    random: Math.random,
    logger: quiet,
    ...over,
  })

let seq = 0
const message = (kind: string, body: object) => ({
  receivedAt: Date.now(),
  source: 'mqtt' as const,
  topic: `tram5g/v1/${REALM}/HN-0001/${kind}`,
  payload: Buffer.from(JSON.stringify({ boot: BOOT, seq: seq++, ...body })),
})
const publish = (kind: string, body: object) => log.append(0, [message(kind, body)])
const reportOf = (endS: number, gp: number, mbit: number, rev = 0) =>
  message('pm', { end: T + endS * 1000, gp, rev, cells: [{ cell: '1', m: { 'DRB.PdcpSduVolumeDL': mbit } }] })
const report = (...of: Parameters<typeof reportOf>) => log.append(0, [reportOf(...of)])

async function volume(level: '10s' | '1m' | '15m' = '15m'): Promise<number> {
  const [series] = await store.sum({
    table: 'cell_kpi',
    level,
    from: T,
    to: T + 900_000,
    fields: ['TrafficVolumeDl.vol'],
    groupBy: [],
    where: {},
    bucket: 'all',
  })
  return (series?.windows[0]?.sums.get('TrafficVolumeDl.vol') ?? 0) / 1e6
}

describe('the shell round the reducer', () => {
  it('goes on where it was: a restart counts nothing twice', async () => {
    seq = 0
    for (let i = 1; i <= 6; i++) await report(i * 10, 10, 10)
    const first = await start()
    await first.drain()
    await first.stop()
    for (let i = 7; i <= 9; i++) await report(i * 10, 10, 10)
    const second = await start()
    await second.drain()
    expect(await volume()).toBe(90)
    await second.stop()
  })

  it('fetches older entries from the log when a late report needs what the state has let go', async () => {
    seq = 0
    for (let i = 1; i <= 6; i++) await report(i * 10, 10, 10)
    await publish('state', { t: T + 6 * 3_600_000, queued: 0 })
    const processor = await start({ expireEveryMs: 0 })
    await processor.drain()
    // 10 s rows are final and gone; the 30 s report replaces three of them
    await report(30, 30, 31)
    await processor.drain()
    expect(await volume('1m')).toBe(61)
    expect(await volume('15m')).toBe(61)
    await processor.stop()
  })

  it('writes all that waits when a backlog has been worked off, whatever its pace', async () => {
    seq = 0
    await report(10, 10, 10)
    // by a clock that stands still no pace is ever due again after the first write
    const at = Date.now()
    const processor = await start({ now: () => at })
    const all = async () => {
      const query = { table: 'cell_kpi', level: '1m', from: T, to: T + 12_600_000 } as const
      const fields = ['TrafficVolumeDl.vol'] as const
      const [series] = await store.sum({ ...query, fields, groupBy: [], where: {}, bucket: 'all' })
      return (series?.windows[0]?.sums.get('TrafficVolumeDl.vol') ?? 0) / 1e6
    }
    await expect.poll(all, { timeout: 20_000 }).toBe(10)
    await log.append(
      0,
      Array.from({ length: 1199 }, (_, i) => reportOf((i + 2) * 10, 10, 10)),
    )
    await expect.poll(all, { timeout: 20_000 }).toBe(12_000)
    await processor.stop()
  })

  it('refuses a state that belongs to another log', async () => {
    seq = 0
    await report(10, 10, 10)
    const processor = await start()
    await processor.drain()
    await processor.stop()
    const other = memoryLog({ realm: REALM })
    await expect(start({ log: other })).rejects.toThrow(/log and state do not belong together/)
    await other.close()
  })

  it('a store that is away costs nothing: everything is written when it is back', async () => {
    seq = 0
    let isAway = true
    const alarms: (string | undefined)[] = []
    const away: KpiStore = new Proxy(store, {
      get(target, name) {
        if (name === 'write') {
          return (...args: Parameters<KpiStore['write']>) =>
            isAway ? Promise.reject(new StoreUnavailableError('the store is away')) : target.write(...args)
        }
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
      },
    })
    const processor = await start({ store: away, onAlarm: (_, text) => alarms.push(text) })
    for (let i = 1; i <= 6; i++) await report(i * 10, 10, 10)
    await expect.poll(() => alarms.length, { timeout: 20_000 }).toBeGreaterThan(0)
    expect(await volume()).toBe(0)
    isAway = false
    await processor.drain()
    expect(await volume()).toBe(60)
    expect(alarms).toEqual(['the store is away', undefined])
    await processor.stop()
  })
})
