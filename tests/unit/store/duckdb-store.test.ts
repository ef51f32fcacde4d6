import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DuckDbStore } from '../../../store/duckdb/duckdb-store.ts'
import { openDuckDbStore, StoreLockedError } from '../../../store/duckdb/open-duckdb-store.ts'
import { type KpiStore, StoreUnavailableError } from '../../../store/port.ts'
import { batch, deadLetterRow, historyRow, kpiRow, stationRow } from '../../conformance/store-fixtures.ts'
import { parts } from '../../support/kpi-parts.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22, 3)

describe('DuckDB store', () => {
  let folder: string
  let path: string
  const opened: DuckDbStore[] = []

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tram5g-duckdb-'))
    path = join(folder, 'kpi.duckdb')
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()))
    await rm(folder, { recursive: true, force: true })
  })

  const open = async (differing: Partial<Parameters<typeof openDuckDbStore>[0]> = {}) => {
    const store = await openDuckDbStore({ path, realm: 'live', now: () => NOW, ...differing })
    opened.push(store)
    return store
  }
  const expOf = async (store: KpiStore) => {
    const query = {
      table: 'cell_kpi',
      level: '1m',
      from: 0,
      to: NOW + DAY,
      fields: ['exp'],
      groupBy: [],
      where: {},
      bucket: 'all',
    } as const
    const [series] = await store.sum(query)
    return series?.windows[0]?.sums.get('exp')
  }

  // without a gate before the commit one new file in four gave other bytes than were written
  it('text that is read while more of it is written is what was written', async () => {
    const station = (i: number) => stationRow(`HN-${String(i).padStart(4, '0')}`)
    const rows = Array.from({ length: 190 }, (_, i) => ({ ...station(i), zoneName: `Khu công nghiệp số ${i}` }))
    for (let file = 0; file < 10; file++) {
      const store = await open({ path: ':memory:' })
      let isWriting = true
      const reading = [1, 2].map(async () => {
        while (isWriting) {
          const told = await store.stations()
          // before the first batch there is none
          if (told.length > 0) expect(told).toEqual(rows)
        }
      })
      for (let i = 0; i < 5; i++) await store.write(batch({ stations: rows }))
      isWriting = false
      await Promise.all(reading)
    }
  }, 60_000)

  it('is there again after it was closed, tag sets and all', async () => {
    const first = await open()
    await first.write(batch({ kpi: [kpiRow({ t: NOW, fields: { exp: 60 } })], stations: [stationRow('HN-0001')] }))
    await first.close()
    const second = await open()
    await second.write(
      batch({
        kpi: [kpiRow({ t: NOW, fields: { exp: 50 } }), kpiRow({ t: NOW, tags: { cell: '2' }, fields: { exp: 7 } })],
      }),
    )
    expect(await expOf(second)).toBe(57)
    expect(await second.stations()).toHaveLength(1)
  })

  it('has on disk whatever it said it wrote, at any moment', async () => {
    const store = await open()
    for (let i = 1; i <= 5; i++) {
      const kpi = [kpiRow({ t: NOW, tags: { cell: String(i) }, fields: { exp: 1 } })]
      await store.write(batch({ kpi, meta: { realm: 'live', catalogue: '1', realmClock: NOW + i, appliedOffset: i } }))
      // what a process that is killed now leaves behind
      const left = join(folder, `left-${i}.duckdb`)
      await copyFile(path, left)
      await copyFile(`${path}.wal`, `${left}.wal`)
      const again = await open({ path: left })
      expect(await expOf(again)).toBe(i)
      expect((await again.meta())?.appliedOffset).toBe(i)
      await again.close()
    }
  })

  it('writes a batch as a whole or not at all', async () => {
    const store = await open()
    await store.write(batch({ kpi: [kpiRow({ t: NOW, fields: { exp: 1 } })] }))
    const half = batch({
      kpi: [kpiRow({ t: NOW, fields: { exp: 2 } }), kpiRow({ t: NOW, tags: { cell: '9' }, fields: { exp: 3 } })],
      stations: [stationRow('HN-0001', { lastSeen: 1.5 })],
    })
    await expect(store.write(half)).rejects.toThrow(StoreUnavailableError)
    expect(await expOf(store)).toBe(1)
    // the tag set that came with the failed batch is given a number again
    const whole = { ...half, stations: [] }
    expect(await store.write(whole)).toEqual({ written: 2, expired: 0, refused: [] })
    expect(await expOf(store)).toBe(5)
  })

  it('stops at once where the caller has given up', async () => {
    const store = await open()
    const kpi = [kpiRow({ t: NOW, fields: { exp: 1 } })]
    await expect(store.write(batch({ kpi }), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(await expOf(store)).toBeUndefined()
    await store.write(batch({ kpi }))
    expect(await expOf(store)).toBe(1)
  })

  it('refuses a field, a tag and a time that it does not know, each with what it expected', async () => {
    const store = await open()
    const good = kpiRow({ t: NOW, fields: { exp: 60 } })
    const report = await store.write(
      batch({
        kpi: [
          { ...good, ...parts({ exp: 60, 'NoSuchKpi.vol': 1 }) },
          { ...good, tags: { ...good.tags, colour: 'red' } },
          { ...good, tags: { station: 'HN-0001' } },
          { ...good, t: NOW + 1 },
          { ...good, rev: -1 },
          { ...good, gpS: Number.NaN },
          { ...good, level: '5m' as '1m' },
          { ...good, table: 'meta' as 'cell_kpi' },
        ],
      }),
    )
    expect(report.written).toBe(0)
    expect(report.refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('no field "NoSuchKpi.vol" of cell_kpi'),
      expect.stringContaining('came also "colour"'),
      expect.stringContaining('expected the tag operator'),
      expect.stringContaining('start of a window of 1m'),
      expect.stringContaining('expected rev'),
      expect.stringContaining('expected gpS'),
      expect.stringContaining('expected one of the levels 10s, 1m'),
      expect.stringContaining('expected one of the tables cell_kpi'),
    ])
    expect(report.refused[0]?.row).toBe('cell_kpi 1m 2026-11-22T03:00:00.000Z "HN-0001/1"')
  })

  it('keeps everything of a simulated past, and what it is told of a live one', async () => {
    const sim = await open({ realm: 'sim-past', path: ':memory:' })
    expect(sim.keptSince('10s', NOW)).toBe(Number.NEGATIVE_INFINITY)
    const old = kpiRow({ level: '10s', t: NOW - 5000 * DAY, fields: { exp: 1 } })
    expect(await sim.write(batch({ kpi: [old] }))).toMatchObject({ written: 1, expired: 0 })
    const live = await open({ path: ':memory:', retention: { '10s': DAY, '1h': 2 * DAY } })
    expect(live.keptSince('10s', NOW)).toBe(NOW - DAY)
    expect(live.keptSince('1m', NOW)).toBe(NOW - 90 * DAY)
    expect(live.keptSince('1h', NOW)).toBe(NOW - 2 * DAY)
    await expect(open({ path: ':memory:', retention: { '1m': 0 } })).rejects.toThrow(/retention of 1m must be/)
  })

  it('prunes what has grown too old, rows and their history', async () => {
    const store = await open()
    const rows = [0, 6, 8].map((days) => kpiRow({ level: '1m', t: NOW - days * DAY, fields: { exp: 1 } }))
    await store.write(
      batch({
        kpi: rows,
        history: [historyRow(NOW, 1), historyRow(NOW - 8 * DAY, 1)],
        deadLetters: [deadLetterRow(1, NOW - 8 * DAY), deadLetterRow(2, NOW)],
      }),
    )
    expect(await store.prune(NOW)).toEqual({ deleted: 0 })
    // 83 days on, eight days before now are 91 days old
    expect(await store.prune(NOW + 83 * DAY)).toEqual({ deleted: 3 })
    expect(await expOf(store)).toBe(2)
    expect(await store.history({ limit: 10 })).toHaveLength(1)
    expect((await store.deadLetters(10)).map(({ offset }) => offset)).toEqual([2])
  })

  it('belongs to one realm', async () => {
    await (await open()).close()
    await expect(open({ realm: 'sim-other' })).rejects.toThrow('the store belongs to the realm live, not sim-other')
    await expect(open({ realm: 'sim-other', readOnly: true })).rejects.toThrow('belongs to the realm live')
    await expect(open({ realm: 'Live!' })).rejects.toThrow(/realm must be/)
    const store = await open()
    const meta = { realm: 'sim-other', catalogue: '1', realmClock: 0, appliedOffset: 0 }
    await expect(store.write(batch({ meta }))).rejects.toThrow(/sim-other came to the store of live/)
  })

  it('reads without writing', async () => {
    await expect(open({ readOnly: true })).rejects.toThrow(/does not exist yet; `tram5g process`/)
    const store = await open()
    await store.write(batch({ kpi: [kpiRow({ t: NOW, fields: { exp: 60 } })] }))
    await store.close()
    const before = await stat(path)
    const reader = await open({ readOnly: true })
    expect(await expOf(reader)).toBe(60)
    await expect(reader.write(batch({}))).rejects.toThrow(/opened read-only/)
    await expect(reader.prune(NOW)).rejects.toThrow(/opened read-only/)
    await reader.close()
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs)
  })

  it('has a column for a field from the first row on that brings it, at every level', async () => {
    const store = await open()
    const columnsOf = async () => {
      await store.close()
      const rows = await alter(path, [
        "SELECT table_name FROM duckdb_columns() WHERE column_name = 'UeThpDlDist.bin7' AND NOT internal ORDER BY table_name",
      ])
      return rows.map(([name]) => name)
    }
    await store.write(batch({ kpi: [kpiRow({ t: NOW, fields: { exp: 60 } })] }))
    expect(await columnsOf()).toEqual([])
    const again = await open()
    const sumOf = async (asked: KpiStore) => {
      const fields = ['exp', 'UeThpDlDist.bin7']
      const query = { table: 'cell_kpi', level: '1m', from: NOW, to: NOW + 1, fields, bucket: 'all' } as const
      const [series] = await asked.sum({ ...query, groupBy: [], where: {} })
      return Object.fromEntries(series?.windows[0]?.sums ?? [])
    }
    // nobody has brought it yet: nothing, and no error
    expect(await sumOf(again)).toEqual({ exp: 60 })
    await again.write(batch({ kpi: [kpiRow({ t: NOW, fields: { exp: 60, 'UeThpDlDist.bin7': 3 } })] }))
    expect(await sumOf(again)).toEqual({ exp: 60, 'UeThpDlDist.bin7': 3 })
    await again.close()
    const rows = await alter(path, ['SELECT level, exp, "UeThpDlDist.bin7" FROM cell_kpi'])
    expect(rows).toEqual([['1m', 60, 3]])
    const reader = await open({ readOnly: true })
    expect(await sumOf(reader)).toEqual({ exp: 60, 'UeThpDlDist.bin7': 3 })
  })

  it('gives an older file the columns that the catalogue has gained', async () => {
    const store = await open()
    await store.write(batch({ kpi: [kpiRow({ t: NOW, fields: { exp: 60, 'avail.up': 50 } })] }))
    await store.close()
    await alter(path, [
      'DROP VIEW cell_kpi',
      'ALTER TABLE cell_kpi_1m DROP COLUMN "avail.up"',
      'ALTER TABLE cell_kpi_10s DROP COLUMN "avail.up"',
      'ALTER TABLE cell_kpi_tags DROP COLUMN phase',
    ])
    const query = {
      table: 'cell_kpi',
      level: '1m',
      from: NOW,
      to: NOW + 1,
      fields: ['exp', 'avail.up'],
      bucket: 'level',
    } as const
    const sumsBy = async (asked: KpiStore, groupBy: string[]) => {
      const found = await asked.sum({ ...query, groupBy, where: {} })
      return found.map(({ by, windows }) => [by, windows.map(({ sums }) => Object.fromEntries(sums))])
    }
    const old = await open({ readOnly: true })
    expect(await sumsBy(old, [])).toEqual([[{}, [{ exp: 60 }]]])
    await expect(old.sum({ ...query, groupBy: ['phase'], where: {} })).rejects.toThrow()
    await old.close()
    const again = await open()
    expect(await sumsBy(again, ['phase'])).toEqual([[{ phase: 'unknown' }, [{ exp: 60 }]]])
    const row = kpiRow({ t: NOW, tags: { phase: 'unknown' }, fields: { exp: 60, 'avail.up': 40 } })
    await again.write(batch({ kpi: [row] }))
    expect(await sumsBy(again, ['phase'])).toEqual([[{ phase: 'unknown' }, [{ exp: 60, 'avail.up': 40 }]]])
  })

  it('refuses a file that is a database but no store, and one of another layout', async () => {
    await alter(path, ['CREATE TABLE mine (x INTEGER)'])
    await expect(open({ readOnly: true })).rejects.toThrow(/holds no KPI store/)
    await (await open()).close()
    await alter(path, ['UPDATE store_identity SET layout = 99'])
    await expect(open()).rejects.toThrow(/has layout 99/)
  })

  it('is one table a person can read', async () => {
    const store = await open()
    await store.write(
      batch({ kpi: [kpiRow({ t: NOW, fields: { exp: 60 } }), kpiRow({ level: '1h', t: NOW, fields: { exp: 3600 } })] }),
    )
    await store.close()
    const rows = await alter(path, ['SELECT level, station, cell, t, exp FROM cell_kpi ORDER BY exp'])
    expect(rows).toEqual([
      ['1m', 'HN-0001', '1', BigInt(NOW), 60],
      ['1h', 'HN-0001', '1', BigInt(NOW), 3600],
    ])
  })

  it('is open once in a process', async () => {
    const store = await open()
    await expect(open()).rejects.toThrow(/open in this process already/)
    await store.close()
    await store.close()
    await (await open()).close()
    await expect(store.stations()).rejects.toThrow('the store is closed')
    await expect(store.write(batch({}))).rejects.toThrow('the store is closed')
  })

  it('says which command holds the file, and that one can ask it', async () => {
    await (await open()).close()
    const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLD_FILE, path], {
      // a module given as text is looked up from here
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    try {
      await once(holder.stdout, 'data')
      for (const readOnly of [false, true]) {
        const error = await open({ readOnly }).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        expect(error).toBeInstanceOf(StoreLockedError)
        expect((error as StoreLockedError).pid).toBe(holder.pid)
        expect((error as StoreLockedError).message).toMatch(/is held by process \d+.*ask that one/)
        if (process.platform === 'linux') expect((error as StoreLockedError).message).toContain('--input-type=module')
      }
    } finally {
      holder.kill('SIGKILL')
      await once(holder, 'exit')
    }
    // a killed process holds nothing
    await (await open()).close()
  })
})

const HOLD_FILE = `
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(process.argv.at(-1))
  process.stdout.write('held')
  process.stdin.resume()
  process.stdin.on('end', () => instance.closeSync())
`

/** What somebody else does to the file while no store has it; the rows of the last statement. */
async function alter(path: string, statements: readonly string[]): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  try {
    let rows: unknown[][] = []
    for (const sql of statements) rows = (await connection.runAndReadAll(sql)).getRows()
    return rows
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
