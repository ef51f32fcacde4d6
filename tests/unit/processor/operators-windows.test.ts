import { describe, expect, it } from 'vitest'
import { readMaintenance } from '../../../processor/maintenance.ts'
import { declaredOutagesOf, readDeclaredOutages } from '../../../processor/outages-declared.ts'
import { eventKey } from '../../../processor/state/keys.ts'
import type { EventRow } from '../../../store/mod.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5)
const HOUR = 3_600_000
const word = (atMs: number) => ({ at: atMs, by: 'nga', why: 'storm' })
const event = (run: Reduction, id: string) => run.state.get<EventRow>(eventKey(id))

describe('declared outages', () => {
  const declare = (run: Reduction, id: string, targets: string[], from: number, to: number, atMs = T) =>
    run.control({ type: 'outage-declare', ...word(atMs), id, targets, from, to })

  it('are kept by cell, in order of their start, and make an event that the store gets', () => {
    const run = new Reduction()
    declare(run, 'd2', ['HN-0001/2'], T + HOUR, T + 2 * HOUR)
    declare(run, 'd1', ['HN-0001', 'HN-0002/1'], T - HOUR, T + HOUR)
    expect(declaredOutagesOf(run.state, 'HN-0001', '2', T + 2 * HOUR).map(({ id }) => id)).toEqual(['d1', 'd2'])
    expect(declaredOutagesOf(run.state, 'HN-0001', '2', T + HOUR).map(({ id }) => id)).toEqual(['d1'])
    expect(declaredOutagesOf(run.state, 'HN-0001', '1', T + 9 * HOUR).map(({ id }) => id)).toEqual(['d1'])
    expect(declaredOutagesOf(run.state, 'HN-0002', '2', T + 9 * HOUR)).toEqual([])
    expect(event(run, 'declared-outage-d2')).toMatchObject({
      type: 'declared-outage',
      from: T + HOUR,
      to: T + 2 * HOUR,
      station: 'HN-0001',
      cell: '2',
      cause: 'declared',
      window: { targets: ['HN-0001/2'], by: 'nga', why: 'storm', afterwards: false, plannedTo: T + 2 * HOUR },
    })
    expect(event(run, 'declared-outage-d1')).toMatchObject({ station: '', cell: '', window: { afterwards: true } })
    expect(run.dirty.get(eventKey('declared-outage-d1'))).toBe('side')
  })

  it('are taken back once, and nothing of them holds any more', () => {
    const run = new Reduction()
    declare(run, 'd1', ['HN-0001'], T, T + HOUR)
    run.control({ type: 'outage-withdraw', ...word(T + HOUR), by: 'nam', id: 'd1' })
    run.control({ type: 'outage-withdraw', ...word(T + 2 * HOUR), by: 'an', id: 'd1' })
    run.control({ type: 'outage-withdraw', ...word(T + 2 * HOUR), id: 'unknown' })
    expect(declaredOutagesOf(run.state, 'HN-0001', '1', T + 9 * HOUR)).toEqual([])
    expect(event(run, 'declared-outage-d1')).toMatchObject({
      from: T,
      to: T,
      cause: 'taken-back',
      window: { plannedTo: T + HOUR, changed: { by: 'nam', at: T + HOUR } },
    })
    expect(event(run, 'declared-outage-unknown')).toBeUndefined()
  })

  it('under an id that is taken change nothing: the first word stands', () => {
    const run = new Reduction()
    declare(run, 'd1', ['HN-0001'], T, T + HOUR)
    declare(run, 'd1', ['HN-0009'], T, T + 9 * HOUR)
    expect(readDeclaredOutages(run.state)).toMatchObject([{ targets: ['HN-0001'], to: T + HOUR }])
  })
})

describe('maintenance windows', () => {
  const add = (run: Reduction, id: string, targets: string[], from: number, to: number, atMs = T) =>
    run.control({ type: 'maintenance-add', ...word(atMs), id, targets, from, to, ticket: 'T-1', approvedBy: 'an' })
  const close = (run: Reduction, id: string, to: number, by = 'nam') =>
    run.control({ type: 'maintenance-close', ...word(T), by, id, to })

  it('tell with their event who registered what, and what became of it', () => {
    const run = new Reduction()
    add(run, 'm1', ['HN-0001/2'], T - 1, T + 2 * HOUR)
    const window = {
      targets: ['HN-0001/2'],
      by: 'nga',
      why: 'storm',
      ticket: 'T-1',
      approvedBy: 'an',
      recordedAt: T,
      afterwards: true,
      plannedTo: T + 2 * HOUR,
    }
    expect(event(run, 'maintenance-m1')).toMatchObject({ station: 'HN-0001', cell: '2', to: T + 2 * HOUR, window })
    close(run, 'm1', T + HOUR)
    expect(event(run, 'maintenance-m1')).toMatchObject({
      to: T + HOUR,
      window: { ...window, changed: { by: 'nam', at: T } },
    })
  })

  it('are never made longer by closing them, and closed at most once more when that is earlier', () => {
    const run = new Reduction()
    add(run, 'm1', ['HN-0001'], T, T + 2 * HOUR)
    close(run, 'm1', T + 3 * HOUR, 'an')
    expect(readMaintenance(run.state)).toMatchObject([{ to: T + 2 * HOUR }])
    expect(readMaintenance(run.state)[0]?.changed).toBeUndefined()
    close(run, 'm1', T + HOUR)
    close(run, 'm1', T + 2 * HOUR, 'an')
    expect(readMaintenance(run.state)).toMatchObject([{ to: T + HOUR, changed: { by: 'nam' } }])
  })

  it('taken back end where they began, whatever instant before it is named', () => {
    const run = new Reduction()
    add(run, 'm1', ['HN-0001'], T, T + HOUR)
    close(run, 'm1', 0)
    expect(readMaintenance(run.state)).toMatchObject([{ from: T, to: T, plannedTo: T + HOUR }])
    close(run, 'm1', T - HOUR, 'an')
    expect(readMaintenance(run.state)).toMatchObject([{ to: T, changed: { by: 'nam' } }])
  })

  it('under an id that is taken change nothing: the first word stands', () => {
    const run = new Reduction()
    add(run, 'm1', ['HN-0001'], T, T + HOUR)
    add(run, 'm1', ['HN-0002'], T, T + 5 * HOUR)
    expect(readMaintenance(run.state)).toMatchObject([{ targets: ['HN-0001'], to: T + HOUR }])
  })
})
