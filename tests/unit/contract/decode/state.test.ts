import { describe, expect, test } from 'vitest'
import { HEARTBEAT, ID, refused, STATE, sound } from './sample-messages.ts'

describe('state', () => {
  test('of a cell', () => {
    expect(sound('state', STATE)).toEqual({
      kind: 'state',
      id: ID,
      atMs: 1_790_000_060_500,
      cell: '1',
      operationalState: 'ENABLED',
      administrativeState: 'UNLOCKED',
      cellState: 'ACTIVE',
      availabilityStatus: ['DEGRADED'],
      energySavingState: 'isNotEnergySaving',
    })
  })

  test('names each status once', () => {
    const message = sound('state', { ...STATE, availabilityStatus: ['FAILED', 'DEGRADED', 'FAILED'] })
    expect(message).toMatchObject({ availabilityStatus: ['FAILED', 'DEGRADED'] })
  })

  test.each([
    'operationalState',
    'administrativeState',
    'cellState',
    'availabilityStatus',
    'energySavingState',
  ] as const)('is no complete picture without %s', (key) => {
    const { [key]: _, ...rest } = STATE
    expect(refused('state', rest).reject.detail).toMatch(new RegExp(`^${key}: .* got nothing$`))
  })

  test('of a cell holds nothing of a heartbeat', () => {
    expect(refused('state', { ...STATE, queued: 0 }).reject.code).toBe('unknown-key')
  })

  test('a cell that is null is a wrong cell, not a heartbeat', () => {
    expect(refused('state', { ...HEARTBEAT, cell: null }).reject.code).toBe('unknown-key')
    expect(refused('state', { ...STATE, cell: null }).reject).toEqual({
      code: 'wrong-type',
      detail: 'cell: expected a cell: 1 to 32 of A-Z a-z 0-9 _ . -, got null',
    })
  })
})

describe('heartbeat', () => {
  test('whole', () => {
    expect(sound('state', HEARTBEAT)).toEqual({
      kind: 'heartbeat',
      id: ID,
      atMs: 1_790_000_060_500,
      queued: 0,
      clock: { source: 'gnss', state: 'locked' },
    })
  })

  test('that tells only the time', () => {
    const { queued: _q, clock: _c, ...rest } = HEARTBEAT
    expect(sound('state', rest)).toMatchObject({ kind: 'heartbeat', queued: undefined, clock: undefined })
  })

  test.each([{ source: 'gps', state: 'locked' }, { source: 'gnss' }, 'gnss', null])(
    'not with the clock %j',
    (clock) => {
      expect(refused('state', { ...HEARTBEAT, clock }).reject.code).toBe('wrong-type')
    },
  )
})
