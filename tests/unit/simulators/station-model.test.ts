import { describe, expect, test } from 'vitest'
import { formatBoot } from '../../../contract/mod.ts'
import { NOON, oneStation, readMade } from './small-fleet.ts'

const MINUTE = 60_000

describe('a station that starts', () => {
  const { voice, model } = oneStation()
  const said = readMade(voice, model.start())

  test('says its birth with seq 0, then each cell, then its alarms', () => {
    expect(said.map(({ kind, seq }) => [kind, seq])).toEqual([
      ['birth', 0],
      ['state', 1],
      ['state', 2],
      ['state', 3],
      ['alarm-list', 4],
    ])
    expect(said[0]!.json).toMatchObject({ t: NOON, started: NOON, conn: '1', hb: 60, gps: [10, 900] })
    expect(said[0]!.json).not.toHaveProperty('prev')
    expect(said[1]!.json).toMatchObject({ cell: '1', operationalState: 'ENABLED', cellState: 'ACTIVE' })
    expect(said[4]!.json).toMatchObject({ active: [] })
  })

  test('says no second birth for the connection it announced, but one for the next', () => {
    expect(model.connected()).toEqual([])
    const [birth] = readMade(voice, model.connected())
    expect(birth).toMatchObject({ kind: 'birth', seq: 5, json: { conn: '2' } })
  })
})

describe('an hour of a station', () => {
  const { voice, model } = oneStation()
  model.start()
  const said = readMade(voice, model.advance(NOON + 60 * MINUTE))
  const of = (kind: string) => said.filter((s) => s.kind === kind)

  test('has 60 heartbeats, 12 states of each cell, and both profiles of reports', () => {
    expect(of('heartbeat')).toHaveLength(60)
    expect(of('state')).toHaveLength(36)
    expect(of('alarm-list')).toHaveLength(4)
    const reports = of('pm')
    expect(reports.filter(({ json }) => json.gp === 900).length).toBeGreaterThanOrEqual(3)
    // The last report of the hour is still on its way
    expect(reports.filter(({ json }) => json.gp === 10).length).toBe(359)
  })

  test('counts every message once, in order', () => {
    expect(said.map(({ seq }) => seq)).toEqual(said.map((_, i) => i + 5))
  })

  test('cells report states at most 310 s apart, which is what proves the time between', () => {
    for (const cell of ['1', '2', '3']) {
      const times = [
        NOON,
        ...of('state')
          .filter(({ json }) => json.cell === cell)
          .map(({ atMs }) => atMs),
      ]
      for (let i = 1; i < times.length; i++) expect(times[i]! - times[i - 1]!).toBeLessThanOrEqual(310_000)
    }
  })
})

describe('a fault of cell 2', () => {
  const { voice, model } = oneStation({
    events: [
      {
        kind: 'station-outage',
        cause: 'fault',
        cells: ['2'],
        stations: ['HN-0001'],
        fromMs: NOON + 5 * MINUTE,
        toMs: NOON + 7 * MINUTE + 3000,
      },
    ],
  })
  model.start()
  const said = readMade(voice, model.advance(NOON + 16 * MINUTE))
  const at = (ms: number) => said.filter(({ atMs }) => atMs === NOON + ms)
  const report = (endMs: number, gp: number) =>
    at(endMs).find(({ kind, json }) => kind === 'pm' && json.gp === gp)!.json.cells as {
      cell: string
      m: Record<string, number>
    }[]

  test('is told by a state and an alarm, and both end', () => {
    expect(at(5 * MINUTE).map(({ json }) => json)).toContainEqual(
      expect.objectContaining({ cell: '2', operationalState: 'DISABLED', availabilityStatus: ['FAILED'] }),
    )
    const alarms = said.filter(({ kind }) => kind === 'alarm').map(({ json }) => json)
    expect(alarms).toMatchObject([
      { alarmType: 'EQUIPMENT_ALARM', perceivedSeverity: 'MAJOR', cell: '2', raised: NOON + 5 * MINUTE },
      { perceivedSeverity: 'CLEARED', cell: '2', t: NOON + 7 * MINUTE + 3000 },
    ])
    expect(alarms[0]!.alarmId).toBe(alarms[1]!.alarmId)
    expect(at(7 * MINUTE + 3000).map(({ json }) => json)).toContainEqual(
      expect.objectContaining({ cell: '2', operationalState: 'ENABLED', cellState: 'ACTIVE' }),
    )
  })

  test('leaves only the time out of service in reports of that cell', () => {
    const [one, two] = report(6 * MINUTE, 10)
    expect(two!.m).toEqual({
      'RRU.CellUnavailableTime.sum': 10,
      'RRU.CellUnavailableTime.causeFault': 10,
      'RRU.CellUnavailableTime.causeTransportProblem': 0,
      'RRU.CellUnavailableTime.causeManualIntervention': 0,
    })
    expect(one!.m['RRU.CellUnavailableTime.sum']).toBe(0)
    expect(one!.m['RRU.PrbAvailDl']).toBeGreaterThan(0)
  })

  test('is counted by the second: 3 s of the period in which it ends, 123 s of the quarter', () => {
    expect(report(7 * MINUTE + 10_000, 10)[1]!.m['RRU.CellUnavailableTime.sum']).toBe(3)
    expect(report(15 * MINUTE, 900)[1]!.m['RRU.CellUnavailableTime.sum']).toBe(123)
  })
})

describe('a power outage', () => {
  const offMs = NOON + 5 * MINUTE + 4000
  const onMs = NOON + 8 * MINUTE + 2000
  const { voice, model } = oneStation({
    events: [{ kind: 'station-outage', cause: 'power', stations: ['HN-0001'], fromMs: offMs, toMs: onMs }],
  })
  model.start()
  const before = model.advance(NOON + 6 * MINUTE)
  const first = model.state
  const after = model.advance(NOON + 16 * MINUTE)
  const said = readMade(voice, after)

  test('ends every message at once', () => {
    expect(Math.max(...before.map(({ madeMs }) => madeMs))).toBeLessThan(offMs)
    expect(first.alive).toBe(false)
    expect(said[0]!.atMs).toBe(onMs)
  })

  test('is followed by a new boot that names the one before and its last seq', () => {
    expect(said[0]).toMatchObject({
      kind: 'birth',
      seq: 0,
      json: {
        boot: `${onMs}-${first.boot.boot.n + 1}`,
        started: onMs,
        reason: 'power',
        prev: { boot: formatBoot(first.boot.boot), last: first.nextSeq - 1 },
      },
    })
  })

  test('makes the reports suspect in whose period the station started, and no others', () => {
    const reports = said.filter(({ kind }) => kind === 'pm')
    const suspect = reports.filter(({ json }) => (json.cells as { suspect?: boolean }[]).some((c) => c.suspect))
    expect(suspect.map(({ json }) => [json.gp, json.end])).toEqual([
      [10, NOON + 8 * MINUTE + 10_000],
      [900, NOON + 15 * MINUTE],
    ])
    expect(reports.length).toBeGreaterThan(40)
  })
})

describe('a link that is down', () => {
  test('is told by the heartbeats, which count what is held back', () => {
    const { voice, model } = oneStation()
    model.start()
    const made = model.advance(NOON + 3 * MINUTE, { online: false, queued: 4 })
    const beats = readMade(voice, made).filter(({ kind }) => kind === 'heartbeat')
    expect(beats.map(({ json }) => json.queued)).toEqual(beats.map(({ seq }) => seq - 5 + 4))
    expect(beats).toHaveLength(3)
  })
})
