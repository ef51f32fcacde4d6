import { describe, expect, it } from 'vitest'
import { formatForeignTopic, formatTopic, type RegistryLine } from '../../../contract/mod.ts'
import { readLedger } from '../../../processor/ledger.ts'
import { isSameLine, lineAt } from '../../../processor/registry-lines.ts'
import { registryKey } from '../../../processor/state/keys.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5)
const HOUR = 3_600_000
const line = (from: number, more: Partial<RegistryLine> = {}): RegistryLine => ({
  station: 'HN-0001',
  from,
  type: 'station',
  operator: 'a',
  province: '01',
  zone: 'z',
  zoneType: 'it-park',
  phase: '1',
  vendor: 'x',
  ...more,
})

describe('the line that holds', () => {
  it('is the latest before the instant; before the first one the first', () => {
    const lines = [line(T), line(T + HOUR, { zone: 'z-2' })]
    expect([T - 1, T, T + HOUR - 1, T + HOUR].map((at) => lineAt(lines, at)?.zone)).toEqual(['z', 'z', 'z', 'z-2'])
    expect(lineAt([], T)).toBeUndefined()
  })

  it('is the same whatever the order of its columns', () => {
    const { station, ...rest } = line(T, { cells: ['1', '2'] })
    expect(isSameLine({ ...rest, station }, line(T, { cells: ['1', '2'] }))).toBe(true)
    expect(isSameLine(line(T), line(T, { site: 's' }))).toBe(false)
  })

  it('lets a gateway speak from its date on, and not before', () => {
    const run = new Reduction()
    const word = { type: 'registry' as const, at: T, by: 'nga', why: 'gateway' }
    run.control({ ...word, lines: [line(T - HOUR), line(T + HOUR, { publisher: 'GW' })] })
    const topic = formatForeignTopic('GW', formatTopic('sim-test', 'HN-0001', 'state'))
    const beat = (seq: number, t: number) => run.mqtt(topic, { boot: '1790000000000-7', seq, t, queued: 0 })
    const clock = (t: number) => run.send('CLOCK-1', 'state', { boot: '1790000000000-1', seq: t / HOUR, t, queued: 0 })
    clock(T)
    beat(0, T)
    expect(readLedger(run.state, 'HN-0001')).toMatchObject({ accepted: 0, rejected: { 'identity-mismatch': 1 } })
    clock(T + HOUR)
    beat(0, T + HOUR)
    expect(readLedger(run.state, 'HN-0001')).toMatchObject({ accepted: 1, rejected: { 'identity-mismatch': 1 } })
  })

  it('is kept with whose word it was, for the store', () => {
    const run = new Reduction()
    run.control({ type: 'registry', at: T, by: 'nga', why: 'one', lines: [line(T)] })
    run.control({ type: 'registry', at: T + 1, by: 'nam', why: 'again', lines: [line(T)] })
    const key = registryKey('HN-0001', T)
    expect(run.state.get(key)).toEqual({ station: 'HN-0001', from: T, line: line(T), by: 'nga', why: 'one', at: T })
    run.control({ type: 'registry', at: T + 2, by: 'nam', why: 'other zone', lines: [line(T, { zone: 'z-2' })] })
    expect(run.state.get(key)).toMatchObject({ line: { zone: 'z-2' }, by: 'nam' })
    expect(run.dirty.get(key)).toBe('side')
  })
})
