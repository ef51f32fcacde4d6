import { afterEach, describe, expect, it } from 'vitest'
import { LEVEL_MS, windowStart } from '../../../contract/mod.ts'
import { type InfluxStoreOptions, type KpiStore, openInfluxStore, StoreUnavailableError } from '../../../store/mod.ts'
import { batch, eventRow, kpiRow, ledgerRow } from '../../conformance/store-fixtures.ts'
import { type FakeAnswer, type FakeInflux, type FakeInfluxOptions, startFakeInflux } from '../../support/fake-influx.ts'

const NOW = 1_790_000_000_000
const T = windowStart('1m', NOW) - LEVEL_MS['1h']

const rows = (count: number, level: '10s' | '1m' = '1m') =>
  Array.from({ length: count }, (_, i) => kpiRow({ level, t: T, tags: { cell: `c${i}` }, fields: { exp: i } }))

describe('answers of InfluxDB to a write', () => {
  const disposals: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const dispose of disposals.splice(0).reverse()) await dispose()
  })

  async function make(fakeOptions: FakeInfluxOptions = {}, options: Partial<InfluxStoreOptions> = {}) {
    const fake = await startFakeInflux(fakeOptions)
    disposals.push(() => fake.dispose())
    const store = openInfluxStore({
      url: fake.url,
      database: 'tram5g',
      realm: 'live',
      now: () => NOW,
      timeoutMs: 20_000,
      ...options,
    })
    disposals.push(() => store.close())
    return { fake, store }
  }

  const failure = async (store: KpiStore, count = 3): Promise<StoreUnavailableError> => {
    const error: unknown = await store.write(batch({ kpi: rows(count) })).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(StoreUnavailableError)
    return error as StoreUnavailableError
  }

  /** Nothing is lost: what was refused once is stored when it is sent again. */
  const recovers = async (store: KpiStore, fake: FakeInflux, count = 3) => {
    expect(await store.write(batch({ kpi: rows(count) }))).toEqual({ written: count, expired: 0, refused: [] })
    expect(fake.stored.size).toBe(count)
  }

  const keeping: [string, FakeAnswer, RegExp][] = [
    ['200', { status: 200, body: '{"results":[{}]}' }, /answered 200 .*kept/],
    ['200 without a word', { status: 200 }, /only 204/],
    ['201', { status: 201, body: '{"error":"partial"}' }, /answered 201 .*only 204/],
    ['302', { status: 302, headers: { location: 'https://elsewhere' } }, /redirects/],
    [
      '401',
      { status: 401, body: '{"error":"authorization failed"}' },
      /401 .*token, user or password.*authorization failed/,
    ],
    ['403', { status: 403, body: '{"error":"\\"n\\" user is not authorized to write"}' }, /403 .*needs read and write/],
    ['404', { status: 404, body: '{"error":"database not found: \\"tram5g_live\\""}' }, /404 .*database/],
    ['404 of a bucket', { status: 404, body: '{"code":"not found","message":"bucket \\"x\\" not found"}' }, /bucket/],
    ['408', { status: 408 }, /408/],
    ['425', { status: 425 }, /425/],
    ['429', { status: 429, body: '{"message":"rate"}' }, /429 .*fewer/],
    ['500', { status: 500, body: '{"error":"timeout"}' }, /500 .*timeout/],
    ['500 of a policy gone', { status: 500, body: '{"error":"retention policy not found: 1m"}' }, /retention policy/],
    ['502 of a proxy', { status: 502, body: '<html>bad\ngateway</html>' }, /502/],
    ['503', { status: 503, body: '{"error":"starting"}' }, /503/],
    [
      'series limit',
      { status: 400, body: '{"error":"partial write: max-series-per-database limit exceeded: (5) dropped=1"}' },
      /limit of series/,
    ],
    [
      'value limit',
      { status: 422, body: '{"message":"partial write: max-values-per-tag limit exceeded (3/3) dropped=3"}' },
      /limit of series/,
    ],
    ['unauthorized by body', { status: 400, body: '{"message":"unauthorized access"}' }, /may not write/],
    [
      'conflict of every line',
      {
        status: 422,
        body: '{"message":"partial write: field type conflict: input field \\"exp\\" is type float, already exists as type integer dropped=3"}',
      },
      /refuses most of 3 lines/,
    ],
    ['400 of an unknown kind', { status: 400, body: '{"error":"engine is closed"}' }, /400 .*kept/],
    ['reset', 'reset', /did not answer/],
    ['an answer cut in half', 'half', /did not answer/],
  ]

  for (const [name, answer, message] of keeping) {
    it(`${name}: keeps everything, says what to do, and goes on afterwards`, async () => {
      const { fake, store } = await make()
      fake.answer(answer)
      const error = await failure(store)
      expect(error.message).toMatch(message)
      expect(error.message).not.toContain('\n')
      expect(error.retryAfterMs).toBeUndefined()
      await recovers(store, fake)
    })
  }

  it('no answer in time: the request is aborted, its socket closed, and nothing is lost', async () => {
    const { fake, store } = await make({}, { timeoutMs: 300 })
    await store.prepare()
    fake.answer('hang', 'hang', 'hang')
    for (let i = 0; i < 3; i++) expect((await failure(store)).message).toContain('no answer within 300 ms')
    await expect.poll(() => fake.openSockets(), { timeout: 20_000 }).toBeLessThanOrEqual(1)
    await recovers(store, fake)
  })

  it('nobody listens: says so', async () => {
    const { fake, store } = await make()
    await fake.dispose()
    disposals.shift()
    expect((await failure(store)).message).toMatch(/did not answer/)
  })

  it('a caller that aborts gets its rows back as not written', async () => {
    const { fake, store } = await make()
    await store.prepare()
    fake.answer('hang')
    const controller = new AbortController()
    const writing = store.write(batch({ kpi: rows(1) }), controller.signal)
    const failed = expect(writing).rejects.toThrow(StoreUnavailableError)
    await expect.poll(() => fake.writes.length, { timeout: 20_000 }).toBe(1)
    controller.abort()
    await failed
    await recovers(store, fake, 1)
  })

  it('Retry-After is seconds, or a date', async () => {
    const { fake, store } = await make()
    const date = new Date(NOW + 90_000).toUTCString()
    fake.answer({ status: 503, headers: { 'retry-after': '30' } }, { status: 429, headers: { 'retry-after': date } })
    expect((await failure(store)).retryAfterMs).toBe(30_000)
    expect((await failure(store)).retryAfterMs).toBe(90_000)
  })

  it('204: done, each line once', async () => {
    const { fake, store } = await make()
    await recovers(store, fake)
    expect(fake.writes).toHaveLength(1)
    expect(fake.writes[0]?.path).toBe('/write?db=tram5g_live&rp=1m&precision=ms')
    expect(fake.writes[0]?.body.split('\n')[1]).toBe(
      `cell_kpi,band=n41,cell=c1,mode=SA,operator=op-a,phase=phase-1,province=HN,software=1.0.0,station=HN-0001,vendor=vendor-x,zone=hoa-lac,zone_type=it-park exp=1,rev=0i,gp=60i,retired=0i ${T}`,
    )
  })

  for (const version of ['1.6.7', 'v2.7.12']) {
    it(`one bad line of 1000 costs one line, wherever it is (${version})`, async () => {
      for (const bad of [0, 1, 499, 500, 998, 999]) {
        const faultOf = (line: string) =>
          line.includes(`cell=c${bad},`) ? `unable to parse '${line.slice(0, 20)}': bad` : undefined
        const { fake, store } = await make({ version, faultOf }, { token: 't' })
        const report = await store.write(batch({ kpi: rows(1000) }))
        expect(report.written).toBe(999)
        expect(report.refused).toEqual([
          { row: `cell_kpi 1m ${T} HN-0001/c${bad}`, reason: expect.stringMatching(/unable to parse/) as string },
        ])
        expect(fake.stored.size).toBe(999)
        expect(fake.writes.length - 1).toBeLessThanOrEqual(2 * Math.log2(1000))
      }
    })
  }

  it('a conflict of most lines that the server does not count is the fault of the database: nothing is given up', async () => {
    const faultOf = (line: string) => (line.includes('cell=c7,') ? undefined : 'partial write: field type conflict: x')
    const { fake, store } = await make({ faultOf })
    const error = await failure(store, 1000)
    expect(error.message).toMatch(/refuses most of 1000 lines/)
    expect(fake.writes.length).toBeLessThan(2 * 101 + 2 * Math.log2(1000))
  })

  it('413: halves until it fits, and refuses only the line that never will', async () => {
    const { fake, store } = await make({ maxBodyBytes: 1000 })
    const big = kpiRow({
      t: T,
      tags: { cell: 'big' },
      fields: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`field.number.${i}`, i])),
    })
    const report = await store.write(batch({ kpi: [...rows(20), big, ...rows(40).slice(20)] }))
    expect(report.written).toBe(40)
    expect(report.refused).toEqual([
      { row: `cell_kpi 1m ${T} HN-0001/big`, reason: expect.stringContaining('bytes') as string },
    ])
    expect(fake.stored.size).toBe(40)
  })

  it('counts what the server says is beyond retention, and looks for a fault hidden behind it', async () => {
    const { fake, store } = await make()
    fake.answer({ status: 400, body: '{"error":"partial write: points beyond retention policy dropped=2"}' })
    const old = rows(5).map((row, i) => ({ ...row, t: T - i * 60_000 }))
    expect(await store.write(batch({ kpi: old }))).toEqual({ written: 3, expired: 2, refused: [] })
    expect(fake.writes).toHaveLength(2)
    expect(fake.writes[1]?.body.split('\n')).toHaveLength(3)
    for (const line of fake.stored) expect(Number(line.split(' ').at(-1))).toBeGreaterThanOrEqual(T - 2 * 60_000)
  })

  it('a database that vanished is made again before the next write', async () => {
    const { fake, store } = await make()
    await store.prepare()
    const created = () => fake.requests.filter(({ body }) => body.includes('CREATE+RETENTION')).length
    const before = created()
    fake.answer({ status: 404, body: '{"error":"database not found: \\"tram5g_live\\""}' })
    await failure(store)
    await recovers(store, fake)
    expect(created()).toBe(2 * before)
  })

  it('cuts 12,000 rows into requests of 5,000 lines, gzipped, in order', async () => {
    const { fake, store } = await make()
    await store.write(batch({ kpi: rows(12_000) }))
    expect(fake.writes.map(({ body }) => body.split('\n').length)).toEqual([5000, 5000, 2000])
    expect(fake.writes.every(({ gzipped }) => gzipped)).toBe(true)
    expect(fake.stored.size).toBe(12_000)
  })

  it('writes meta when all else is written, and not before', async () => {
    const { fake, store } = await make()
    await store.prepare()
    const meta = { realm: 'live', catalogue: '1', realmClock: NOW, appliedOffset: 9 }
    const everything = batch({ kpi: rows(2), ledger: [ledgerRow('HN-0001')], events: [eventRow('e', T, null)], meta })
    fake.answer({ status: 503 }, { status: 503 }, { status: 503 })
    await expect(store.write(everything)).rejects.toThrow(StoreUnavailableError)
    expect(fake.writes.some(({ body }) => body.startsWith('meta '))).toBe(false)
    fake.answer()
    await expect
      .poll(
        () =>
          store.write(everything).then(
            ({ written }) => written,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(4)
    expect(fake.writes.at(-1)?.body).toBe(`meta realm="live",catalogue="1",realm_clock=${NOW}i,applied_offset=9i 0`)
  })

  it('never has two writes to one policy in flight', async () => {
    const { fake, store } = await make()
    await store.prepare()
    fake.answer('hang')
    const controller = new AbortController()
    const first = store.write(batch({ kpi: rows(1) }), controller.signal).catch((error: unknown) => error)
    await expect.poll(() => fake.writes.length, { timeout: 20_000 }).toBe(1)
    const second = store.write(batch({ kpi: rows(2) }))
    // another policy is not held up, and by its answer the second would have been sent too, had it not to wait
    await store.write(batch({ kpi: rows(3, '10s') }))
    expect(fake.writes.filter(({ path }) => path.includes('rp=1m'))).toHaveLength(1)
    controller.abort()
    expect(await first).toBeInstanceOf(StoreUnavailableError)
    expect((await second).written).toBe(2)
  })

  it('2.x: makes a bucket for each level, and names them and the organisation in each write', async () => {
    const { fake, store } = await make({ version: 'v2.7.12' }, { token: 'secret' })
    await store.prepare()
    expect(Object.fromEntries(fake.buckets)).toEqual({
      'tram5g_live/10s': 7 * 86_400,
      'tram5g_live/1m': 90 * 86_400,
      'tram5g_live/15m': 730 * 86_400,
      'tram5g_live/1h': 0,
      'tram5g_live/1d': 0,
      tram5g_live: 0,
    })
    await store.write(batch({ kpi: rows(1), ledger: [ledgerRow('HN-0001')] }))
    expect(fake.writes.map(({ path }) => path).sort()).toEqual([
      '/api/v2/write?bucket=tram5g_live%2F15m&precision=ms&org=tram5g',
      '/api/v2/write?bucket=tram5g_live%2F1m&precision=ms&org=tram5g',
      '/api/v2/write?bucket=tram5g_live&precision=ns&org=tram5g',
    ])
    expect(fake.requests.every(({ headers }) => headers.authorization === 'Token secret')).toBe(true)
  })

  it('1.8: the newer path, policies by InfluxQL', async () => {
    const { fake, store } = await make({ version: '1.8.10' }, { username: 'u', password: 'p' })
    await store.write(batch({ kpi: rows(1) }))
    expect(fake.writes[0]?.path).toBe('/api/v2/write?bucket=tram5g_live%2F1m&precision=ms')
    expect(fake.writes[0]?.headers.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`)
  })

  it('3.x: refuses with the reason, and not as something to try again', async () => {
    const { store } = await make({ version: '3.2.1' })
    const error: unknown = await store.prepare().catch((reason: unknown) => reason)
    expect(error).not.toBeInstanceOf(StoreUnavailableError)
    expect((error as Error).message).toMatch(/InfluxDB 3 does not overwrite a point deterministically/)
  })

  it('keeps simulated and replayed realms for ever', async () => {
    const { fake, store } = await make({ version: 'v2.7.12' }, { token: 't', realm: 'sim-demo' })
    await store.prepare()
    expect([...fake.buckets.values()]).toEqual([0, 0, 0, 0, 0, 0])
    expect(store.keptSince('10s', NOW)).toBe(Number.NEGATIVE_INFINITY)
    expect(fake.buckets.has('tram5g_sim-demo/10s')).toBe(true)
  })
})
