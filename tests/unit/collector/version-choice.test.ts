import { expect, test } from 'vitest'
import type { ConnectionEnd } from '../../../collector/mqtt-refusal.ts'
import { VersionChoice } from '../../../collector/version-choice.ts'

const REFUSED: ConnectionEnd = { phase: 'handshake', reasonCode: 1, message: '' }
const HUNG_UP: ConnectionEnd = { phase: 'handshake', message: '' }
const LOST: ConnectionEnd = { phase: 'session', message: '' }
const BAD_PASSWORD: ConnectionEnd = { phase: 'handshake', reasonCode: 134, message: '' }
const UNREACHABLE: ConnectionEnd = { phase: 'unreachable', message: '' }

const versions = (...ends: ConnectionEnd[]) => {
  const choice = new VersionChoice()
  return ends.map((end) => {
    choice.learn(end)
    return choice.current
  })
}

test('a broker that refuses 5 is spoken to in 3.1.1 from then on', () => {
  expect(versions(REFUSED, LOST, HUNG_UP, UNREACHABLE)).toEqual([4, 4, 4, 4])
})

test('one that refuses 3.1.1 as well gets 5 again', () => {
  expect(versions(REFUSED, REFUSED, REFUSED)).toEqual([4, 5, 4])
})

test('one that hangs up gets 3.1.1 once, and 5 again after it', () => {
  expect(versions(HUNG_UP, LOST)).toEqual([4, 5])
  expect(versions(HUNG_UP, HUNG_UP, HUNG_UP)).toEqual([4, 5, 4])
})

test('any other end says nothing about versions', () => {
  expect(versions(BAD_PASSWORD, LOST, UNREACHABLE)).toEqual([5, 5, 5])
})
