import { describe, expect, it } from 'vitest'
import type { RegistryLine } from '../../../contract/mod.ts'
import { type LogEntry, memoryLog } from '../../../log/mod.ts'
import type { KpiRow } from '../../../store/mod.ts'
import { Reduction } from '../../support/reduce.ts'
import { LOCKED, Station, UP } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const HOUR_MS = 3_600_000
const at = (s: number) => T + s * 1000

const LINE: RegistryLine = {
  station: 'HN-0001',
  type: 'station',
  province: '01',
  vendor: 'nha-san-xuat-x',
  phase: 'thu-nghiem',
  from: T - 300 * 86_400_000,
  operator: 'nha-mang-a',
  zone: 'hoa-lac',
  zoneType: 'it-park',
  inServiceFrom: T - 300 * 86_400_000,
}

/**
 * Three hours of one station. In the first: registry, birth, planned work from 1:40 to 2:00, registered before. From 1:45 to
 * 2:10 the cell is locked: 15 min planned, 10 min overrun.
 */
function threeHours(): { run: Reduction; firstHour: number } {
  const run = new Reduction()
  run.control({ type: 'settings', at: T, settings: { silenceHeartbeats: 3, stateHoldS: 310 } })
  run.control({ type: 'registry', at: T, by: 'lan', why: 'opening', lines: [LINE] })
  run.control({
    type: 'maintenance-add',
    at: T,
    by: 'nga',
    why: 'antenna',
    id: 'm1',
    targets: ['HN-0001'],
    from: at(6000),
    to: at(7200),
  })
  run.control({ type: 'tick', at: at(3600), since: T, connected: true, accepting: true })
  const station = new Station(run, T).birth(0, { cells: [{ cell: '1', mode: 'NSA', band: 'n41', scsKHz: 30 }] })
  let firstHour = 0
  for (let s = 0; s <= 10_800; s += 60) {
    if (s === 3600) {
      firstHour = run.entries.length
      run.control({ type: 'tick', at: at(10_800), since: at(3600), connected: true, accepting: true })
    }
    const isLocked = s >= 6300 && s < 7800
    if (s % 300 === 0) station.state(s, isLocked ? LOCKED : UP)
    else station.heartbeat(s)
    if (s > 0 && !isLocked) station.reports(s - 60, s, 60)
  }
  return { run: run.settle(), firstHour }
}

/** The log after retention has let go of its first hour. */
async function cut({ entries }: Reduction, firstHour: number): Promise<LogEntry[]> {
  let now = T
  const log = memoryLog({ realm: 'sim-test', segmentMaxMs: HOUR_MS, retentionMs: HOUR_MS, now: () => now })
  const offsets = await log.append(0, entries.slice(0, firstHour))
  now += 4 * HOUR_MS
  await log.append(0, entries.slice(firstHour))
  expect(await log.retain(0, offsets.at(-1), now)).toEqual({ removedSegments: 1 })
  return await log.read(0, undefined, 10_000)
}

async function madeAgain(): Promise<{ whole: Reduction; again: Reduction }> {
  const { run, firstHour } = threeHours()
  const again = new Reduction()
  for (const entry of await cut(run, firstHour)) again.feed(entry)
  return { whole: run, again: again.settle() }
}

/** Windows that start at 1:15 or later: 15 min after what is left of the log begins. */
const isTold = (row: KpiRow) => row.t >= at(3600 + 900)
const shown = (rows: readonly KpiRow[]) =>
  rows.map(({ rev: _, ...row }) => row).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

describe('a state made again from a log that retention has cut short', () => {
  it('knows registry, birth and planned work, and tells every window behind the cut as before', async () => {
    const { whole, again } = await madeAgain()
    expect(shown(again.rows())).toEqual(shown(whole.rows().filter(isTold)))
    expect(again.rows().find((row) => row.table === 'cell_kpi')?.tags).toMatchObject({
      zone: 'hoa-lac',
      mode: 'NSA',
      band: 'n41',
    })
    // 1:45 to 2:00 is 15 · 60 = 900 s, 2:00 to 2:10 600 s
    expect(again.times('15m', at(6300), 'HN-0001', '1')).toMatchObject({ 'avail.planned': 900 })
    expect(again.times('15m', at(7200), 'HN-0001', '1')).toMatchObject({ 'avail.overrun': 600, 'avail.up': 300 })
  })

  it('makes no window of which the cut has taken a part, so that a store keeps what it has of them', async () => {
    const { again } = await madeAgain()
    expect(again.rows().filter((row) => !isTold(row))).toEqual([])
    expect(new Set(again.rows().map(({ level }) => level))).toEqual(new Set(['10s', '1m', '15m', '1h']))
    expect(
      Math.min(
        ...again
          .rows()
          .filter((r) => r.level === '1h')
          .map(({ t }) => t),
      ),
    ).toBe(at(7200))
  })

  it('misses none of the messages that the cut has taken, and calls nobody silent for them', async () => {
    const { whole, again } = await madeAgain()
    const ledger = again.state.get<{ published: number; accepted: number }>('ledger/HN-0001')
    expect(ledger?.published).toBe(ledger?.accepted)
    expect(again.events('silence')).toEqual([])
    // the overrun, of the cell and of the station
    expect(again.events('outage').map(({ from, to }) => [from, to])).toEqual([
      [at(7200), at(7800)],
      [at(7200), at(7800)],
    ])
    expect(again.events('outage')).toEqual(whole.events('outage'))
  })
})
