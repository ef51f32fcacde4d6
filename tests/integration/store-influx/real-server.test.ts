import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { LEVEL_MS, windowStart } from '../../../contract/mod.ts'
import { type InfluxStoreOptions, type KpiStore, openInfluxStore, StoreUnavailableError } from '../../../store/mod.ts'
import { batch, eventRow, historyRow, kpiRow, ledgerRow, stationRow } from '../../conformance/store-fixtures.ts'
import { flavourAtHand, hasInfluxd, type Influxd, startInfluxd } from '../../support/influxd.ts'

interface Answer {
  results: { error?: string; series?: { tags?: Record<string, string>; columns: string[]; values: unknown[][] }[] }[]
}

describe.skipIf(!hasInfluxd)(`InfluxDB itself${hasInfluxd ? '' : ': SKIPPED, NO influxd INSTALLED'}`, () => {
  const base = windowStart('1h', Date.now()) - 2 * LEVEL_MS['1h']
  const stores: KpiStore[] = []
  let shared: Influxd
  let databases = 0

  beforeAll(async () => {
    shared = await startInfluxd()
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
  })
  afterAll(async () => {
    await shared?.dispose()
  })

  function open(influxd: Influxd, options: Partial<InfluxStoreOptions> = {}) {
    databases += 1
    const database = `real${databases}`
    const store = openInfluxStore({
      url: influxd.url,
      ...influxd.auth,
      database,
      realm: 'live',
      now: Date.now,
      ...options,
    })
    stores.push(store)
    const ask = async (influxQl: string) => {
      const { results } = (await influxd.query(influxQl, `${database}_live`)) as Answer
      expect(results[0]?.error).toBeUndefined()
      return results[0]?.series ?? []
    }
    return { store, database: `${database}_live`, ask }
  }

  const rows = (count: number, t = base) =>
    Array.from({ length: count }, (_, i) => kpiRow({ t, tags: { cell: `c${i}` }, fields: { exp: 1 } }))

  const expOf = async (store: KpiStore) => {
    const query = { table: 'cell_kpi', level: '1m', from: base, to: base + LEVEL_MS['1h'] } as const
    const [series] = await store.sum({ ...query, fields: ['exp'], groupBy: [], where: {}, bucket: 'all' })
    return series?.windows[0]?.sums.get('exp')
  }

  it('one line of 1000 in conflict with the type of a field: 999 stored, one refused by name', async () => {
    const { store, ask, database } = open(shared)
    await store.prepare()
    // by another hand, in the shard of the same time: a string where a number belongs
    await raw(shared, database, `cell_kpi,cell=hand strange="text" ${base}`)
    const odd = kpiRow({ t: base, tags: { cell: 'bad' }, fields: { exp: 1, strange: 2 } })
    const all = [...rows(499), odd, ...rows(999).slice(499)]
    expect(all).toHaveLength(1000)
    const report = await store.write(batch({ kpi: all }))
    expect(report.written).toBe(999)
    expect(report.refused).toEqual([
      { row: `cell_kpi 1m ${base} HN-0001/bad`, reason: expect.stringMatching(/field type conflict/) as string },
    ])
    expect(await expOf(store)).toBe(999)
    expect((await ask('SELECT count("exp") FROM "1m"."cell_kpi"'))[0]?.values[0]?.[1]).toBe(999)
  })

  it('a conflict of every line keeps every line, and they are stored once it is repaired', async () => {
    const { store, database } = open(shared)
    await store.prepare()
    await raw(shared, database, `cell_kpi,cell=hand exp="text" ${base}`)
    await expect(store.write(batch({ kpi: rows(300) }))).rejects.toThrow(
      /refuses most of 300 lines.*field type conflict/,
    )
    await drop(shared, database)
    await expect.poll(() => written(store, rows(300)), { timeout: 30_000 }).toBe(300)
    expect(await expOf(store)).toBe(300)
  })

  it('stores and gives back any text in a field', async () => {
    const { store } = open(shared)
    const texts = [
      '"',
      '\\',
      '\\"',
      'a\\',
      'dòng 1\ndòng 2',
      '\r\n\t',
      "it's",
      ',= ',
      '🗼 trạm',
      '',
      ' ',
      '\\n',
      '\\\\"\\',
    ]
    const events = texts.map((text, i) => eventRow(`id ${i} ${text}`, base + i, null, { text, cause: text }))
    expect((await store.write(batch({ events }))).refused).toEqual([])
    expect(await store.events(base, base + LEVEL_MS['1h'])).toEqual(events)
  })

  it('keeps apart many events, changes and letters of one instant', async () => {
    const { store } = open(shared)
    const events = Array.from({ length: 300 }, (_, i) => eventRow(`e${String(i).padStart(3, '0')}`, base, null))
    const history = Array.from({ length: 500 }, (_, i) =>
      historyRow(base + i * 60_000, i % 3, { changedAt: base + 1e9, offset: 10 + (i % 7) }),
    )
    await store.write(batch({ events, history }))
    expect(await store.events(base, base + 1)).toEqual(events)
    expect(await store.history({ limit: 1000 })).toHaveLength(500)
  })

  it('leaves one point of an event that moved, so that a dashboard sees it once', async () => {
    const { store, ask } = open(shared)
    const other = eventRow('other', base + 60_000, null)
    await store.write(batch({ events: [other, eventRow('moved', base + 60_000, null, { cell: '' })] }))
    const moved = eventRow('moved', base, base + 5, { cell: '2' })
    await store.write(batch({ events: [moved] }))
    expect((await ask('SELECT "id" FROM "events"'))[0]?.values.map(([, id]) => id)).toEqual(['moved', 'other'])
    expect(await store.events(base - 1, base + LEVEL_MS['1h'])).toEqual([moved, other])
  })

  it('shows stations and ledger to a dashboard as one point each, and the course of the ledger', async () => {
    const { store, ask } = open(shared)
    const meta = { realm: 'live', catalogue: '1', realmClock: base, appliedOffset: 1 }
    for (const minutes of [0, 5, 16]) {
      const ledger = [ledgerRow('HN-0001', { received: 100 + minutes })]
      const clock = { ...meta, realmClock: base + minutes * 60_000 }
      await store.write(batch({ stations: [stationRow('HN-0001')], ledger, meta: clock }))
    }
    expect((await ask('SELECT count("zone_name") FROM "stations"'))[0]?.values[0]?.[1]).toBe(1)
    expect((await ask('SELECT "received" FROM "ledger"'))[0]?.values.map(([, received]) => received)).toEqual([116])
    const trend = await ask(`SELECT "received", "rejected.bad-number" FROM "15m"."ledger_trend"`)
    expect(trend[0]?.values).toEqual([
      [base, 105, 2],
      [base + 900_000, 116, 2],
    ])
  })

  it('makes its retention policies (2.x: buckets), and repairs them when they were changed', () =>
    shared.flavour === 'v1' ? policiesAreRepaired() : bucketsAreRepaired())

  /** Of 1.x; autogen stays the default. */
  async function policiesAreRepaired(): Promise<void> {
    const { store, ask, database } = open(shared)
    await store.prepare()
    await ask(`ALTER RETENTION POLICY "10s" ON "${database}" DURATION 3d DEFAULT`)
    await store.prepare()
    const policies = await ask(`SHOW RETENTION POLICIES ON "${database}"`)
    const seen = policies[0]?.values.map(([name, duration, , , isDefault]) => [name, duration, isDefault])
    expect(Object.fromEntries((seen ?? []).map(([name, ...rest]) => [name, rest]))).toEqual({
      autogen: ['0s', true],
      '10s': ['168h0m0s', false],
      '1m': ['2160h0m0s', false],
      '15m': ['17520h0m0s', false],
      '1h': ['0s', false],
      '1d': ['0s', false],
    })
  }

  async function bucketsAreRepaired(): Promise<void> {
    const { store, database } = open(shared)
    await store.prepare()
    const { id } = await bucketOf(shared, `${database}/10s`)
    await api(shared, 'PATCH', `/api/v2/buckets/${id}`, {
      retentionRules: [{ type: 'expire', everySeconds: 3 * 86_400 }],
    })
    await store.prepare()
    const kept = async (name: string) => (await bucketOf(shared, name)).retentionRules[0]?.everySeconds ?? 0
    expect(await kept(`${database}/10s`)).toBe(7 * 86_400)
    expect(await kept(`${database}/15m`)).toBe(730 * 86_400)
    expect(await kept(`${database}/1d`)).toBe(0)
    expect(await kept(database)).toBe(0)
  }

  it('says that there is no database yet, rather than that there is no data', async () => {
    const { store } = open(shared)
    await expect(store.stations()).rejects.toThrow(StoreUnavailableError)
    await expect(store.sum(sumAll())).rejects.toThrow(/no database real\d+_live yet/)
  })

  it('comes back after its database was dropped', async () => {
    const { store, database } = open(shared)
    await store.write(batch({ kpi: rows(3) }))
    await drop(shared, database)
    await expect(store.write(batch({ kpi: rows(3) }))).rejects.toThrow(StoreUnavailableError)
    expect((await store.write(batch({ kpi: rows(3) }))).written).toBe(3)
    expect(await expOf(store)).toBe(3)
  })

  it('answers a question of more than 10,000 rows whole', async () => {
    const { store } = open(shared)
    await store.write(batch({ kpi: rows(12_000) }))
    const query = { table: 'cell_kpi', level: '1m', from: base, to: base + 1, fields: ['exp'] } as const
    const series = await store.sum({ ...query, groupBy: ['station', 'cell'], where: {}, bucket: 'level' })
    expect(series).toHaveLength(12_000)
    expect(await expOf(store)).toBe(12_000)
  })

  it('what was said to be written is there after SIGKILL, and writing goes on after the restart', async () => {
    const influxd = await startInfluxd()
    try {
      const { store } = open(influxd)
      await store.write(batch({ kpi: rows(2_000) }))
      await influxd.kill9()
      await expect(store.write(batch({ kpi: rows(10) }))).rejects.toThrow(StoreUnavailableError)
      await expect(store.sum(sumAll())).rejects.toThrow(/did not answer a query/)
      await influxd.start()
      await expect.poll(() => expOf(store).catch(() => 'not yet'), { timeout: 30_000 }).toBe(2_000)
      await expect.poll(() => written(store, rows(2_010)), { timeout: 30_000 }).toBe(2_010)
      expect(await expOf(store)).toBe(2_010)
    } finally {
      await influxd.dispose()
    }
  })

  it('a wrong password keeps everything and says so; the right one writes', async () => {
    const influxd = await startInfluxd({ auth: true })
    try {
      const wrong = influxd.flavour === 'v1' ? { password: 'not it' } : { token: 'not it' }
      const { store } = open(influxd, wrong)
      const message = /answered 401 .*token, user or password/
      await expect(store.write(batch({ kpi: rows(1) }))).rejects.toThrow(message)
      await expect(store.stations()).rejects.toThrow(message)
      const { store: right } = open(influxd)
      expect((await right.write(batch({ kpi: rows(1) }))).written).toBe(1)
    } finally {
      await influxd.dispose()
    }
  })

  // 2.x has no such limit
  it.runIf(flavourAtHand() === 'v1')('a limit of series keeps every row and says so', async () => {
    const influxd = await startInfluxd({ data: ['max-series-per-database = 50'] })
    try {
      const { store } = open(influxd)
      expect((await store.write(batch({ kpi: rows(40) }))).written).toBe(40)
      await expect(store.write(batch({ kpi: rows(60) }))).rejects.toThrow(
        /limit of series or values is reached.*max-series/,
      )
    } finally {
      await influxd.dispose()
    }
  })

  const sumAll = () =>
    ({
      table: 'cell_kpi',
      level: '1m',
      from: base,
      to: base + 1,
      fields: ['exp'],
      groupBy: [],
      where: {},
      bucket: 'all',
    }) as const

  const written = (store: KpiStore, kpi: ReturnType<typeof rows>) =>
    store.write(batch({ kpi })).then(
      (report) => report.written,
      () => 'not yet',
    )

  interface Bucket {
    id: string
    retentionRules: { everySeconds: number }[]
  }

  async function api(influxd: Influxd, method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${influxd.url}${path}`, {
      method,
      headers: { authorization: `Token ${influxd.auth.token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    expect(answer.ok).toBe(true)
    return answer.status === 204 ? undefined : answer.json()
  }

  async function bucketOf(influxd: Influxd, name: string): Promise<Bucket> {
    const found = await api(influxd, 'GET', `/api/v2/buckets?name=${encodeURIComponent(name)}`)
    return (found as { buckets: [Bucket] }).buckets[0]
  }

  /** All that the store made, gone. */
  async function drop(influxd: Influxd, database: string) {
    if (influxd.flavour === 'v1') return void (await influxd.query(`DROP DATABASE "${database}"`))
    for (const policy of ['', '/10s', '/1m', '/15m', '/1h', '/1d']) {
      const { id } = await bucketOf(influxd, `${database}${policy}`)
      await api(influxd, 'DELETE', `/api/v2/buckets/${id}`)
    }
  }

  /** Past the store, as another hand would. */
  async function raw(influxd: Influxd, database: string, line: string) {
    const v1 = influxd.flavour === 'v1'
    const path = v1
      ? `/write?db=${database}&rp=1m&precision=ms`
      : `/api/v2/write?org=${influxd.auth.org}&bucket=${database}/1m&precision=ms`
    const headers: Record<string, string> = v1 ? {} : { authorization: `Token ${influxd.auth.token}` }
    const answer = await fetch(`${influxd.url}${path}`, { method: 'POST', body: line, headers })
    expect(answer.status).toBe(204)
  }
})
