import { describe, expect, test } from 'vitest'
import { ALARM, ALARM_LIST, ID, refused, sound } from './sample-messages.ts'

const whole = {
  alarmId: 'a-1',
  alarmType: 'EQUIPMENT_ALARM',
  perceivedSeverity: 'MAJOR',
  probableCause: 'powerProblem',
  specificProblem: 'PSU 2',
  raisedMs: 1_790_000_050_000,
  cell: '1',
  text: 'Mất nguồn dự phòng',
}

describe('alarm', () => {
  test('one', () => {
    expect(sound('alarm', ALARM)).toEqual({
      kind: 'alarm',
      id: ID,
      atMs: 1_790_000_060_500,
      list: false,
      alarms: [whole],
    })
  })

  test('the whole list', () => {
    expect(sound('alarm', ALARM_LIST)).toEqual({
      kind: 'alarm',
      id: ID,
      atMs: 1_790_000_060_500,
      list: true,
      alarms: [whole, { alarmId: 'a-2', alarmType: 'x', perceivedSeverity: 'MINOR', probableCause: 'y' }],
    })
  })

  test('an empty list clears all', () => {
    expect(sound('alarm', { ...ALARM_LIST, active: [] })).toMatchObject({ list: true, alarms: [] })
  })

  test.each([
    [{ ...ALARM, active: [] }, 'unknown-key'],
    [{ ...ALARM, perceivedSeverity: 'major' }, 'wrong-type'],
    [{ ...ALARM, alarmId: undefined }, 'wrong-type'],
    [{ ...ALARM, text: 'x'.repeat(1_025) }, 'wrong-type'],
    [{ ...ALARM, cell: 'a b' }, 'wrong-type'],
    [
      {
        ...ALARM_LIST,
        active: Array.from({ length: 1_001 }, (_, i) => ({ ...ALARM_LIST.active[1], alarmId: `${i}` })),
      },
      'wrong-type',
    ],
    [{ ...ALARM_LIST, active: [{ ...ALARM_LIST.active[1], seq: 1 }] }, 'unknown-key'],
  ])('%# is refused', (message, code) => {
    expect(refused('alarm', message).reject.code).toBe(code)
  })
})
