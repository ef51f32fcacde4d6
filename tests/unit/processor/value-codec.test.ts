import { describe, expect, it } from 'vitest'
import { Draft } from '../../../processor/mod.ts'
import { hasSameRest, pulseOf, restOf } from '../../../processor/state/station-parts.ts'
import { packValue, unpackValue } from '../../../processor/state/value-codec.ts'
import { readStation } from '../../../processor/station.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5)
const STATION = 'HN-0001'

/** What a station says in a minute: birth, states of its cells, a heartbeat, reports with its counter of unavailable time. */
function said(): Reduction {
  const boot = '1790000000000-7'
  let seq = 0
  const reduction = new Reduction()
  const tell = (kind: string, body: object): void => void reduction.send(STATION, kind, { boot, seq: seq++, ...body })
  tell('birth', {
    t: T,
    conn: 'c',
    started: T,
    reason: 'power',
    hb: 60,
    cells: [{ cell: '1', mode: 'SA', band: 'n41' }],
  })
  tell('state', {
    t: T,
    cell: '1',
    operationalState: 'ENABLED',
    administrativeState: 'UNLOCKED',
    cellState: 'ACTIVE',
    availabilityStatus: [],
    energySavingState: 'isNotEnergySaving',
  })
  for (let atS = 10; atS <= 60; atS += 10) {
    const m = { 'DRB.PdcpSduVolumeDL': 1, 'RRU.CellUnavailableTime.sum': atS === 30 ? 2000 : 0 }
    tell('pm', { end: T + atS * 1000, gp: 10, cells: [{ cell: '1', m }] })
  }
  tell('heartbeat', { t: T + 60_000, queued: 0 })
  return reduction.settle()
}

/** Names of all objects in a value but those that stand for data, as the reasons of rejections do. */
function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, own]) =>
    ['rejected', 'kinds', 'gps'].includes(name) ? [name] : [name, ...namesIn(own)],
  )
}

describe('values of the state on disk', () => {
  const { state } = said()
  const values = [...state.changes()].filter(([key]) => !key.startsWith('row/') && !key.startsWith('zone/'))

  it('come back as they were', () => {
    expect(values.length).toBeGreaterThan(10)
    for (const [, value] of values) expect(unpackValue(packValue(value))).toEqual(value)
  })

  it('say no names where they are written with every message', () => {
    const hot = ['ledger/', 'stream/', 'progress/', 'evidence/', 'reports/']
    const written = values.filter(([key]) => hot.some((prefix) => key.startsWith(prefix)))
    expect(new Set(written.map(([key]) => key.slice(0, key.indexOf('/') + 1))).size).toBe(hot.length)
    for (const [key, value] of [...written, ['pulse', pulseOf(readStation(state, STATION))] as const]) {
      const bytes = packValue(value).toString('latin1')
      expect([
        key,
        namesIn(value).filter((name) => name.length > 2 && name !== 'stream' && bytes.includes(name)),
      ]).toEqual([key, []])
    }
  })

  it('of a station keep apart what changes with its messages', () => {
    const station = readStation(state, STATION)
    expect({ ...restOf(station), ...pulseOf(station) }).toEqual(station)
    expect(hasSameRest(station, { ...station, life: [[0, 1]], queued: 3 })).toBe(true)
    expect(hasSameRest(station, { ...station, cells: ['1', '2'] })).toBe(false)
    expect(hasSameRest(station, { ...station, probed: { 9: 1 } })).toBe(false)
    expect(readStation(new Draft({ get: () => undefined, entry: () => undefined }), 'x').cells).toEqual([])
  })
})
