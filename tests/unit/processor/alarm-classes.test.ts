import { describe, expect, it } from 'vitest'
import { classOfAlarm } from '../../../processor/alarm-classes.ts'

describe('what an alarm speaks of', () => {
  it.each([
    ['commercialPowerFailure', 'power'],
    ['Battery discharging', 'power'],
    ['RECTIFIER_FAILURE', 'power'],
    ['powerProblem', 'power'],
    ['Power supply unit fault', 'hardware'],
    ['TX power low', 'hardware'],
    ['lossOfSignal', 'transport'],
    ['S1/NG backhaul link down', 'transport'],
    ['highTemperature', 'environment'],
    ['outdoorUnitFailure', 'unknown'],
    ['doorOpen', 'environment'],
    ['softwareProgramError', 'software'],
    ['equipmentMalfunction', 'hardware'],
    ['indeterminate', 'unknown'],
  ] as const)('%s: %s', (cause, expected) => {
    expect(classOfAlarm(cause, undefined)).toBe(expected)
  })
  it('the specific problem counts, too', () => {
    expect(classOfAlarm('indeterminate', 'AC mains failure')).toBe('power')
  })
})
