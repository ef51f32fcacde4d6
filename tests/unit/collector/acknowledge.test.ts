import { expect, test } from 'vitest'
import { acknowledge } from '../../../collector/acknowledge.ts'

function connection(name: string, alive: boolean, writes: [string, number[]][]) {
  return {
    acknowledge: (ids: readonly number[]) => {
      if (alive) writes.push([name, [...ids]])
      return alive
    },
  }
}

test('one write for each run of a connection, in order; the dead and QoS 0 get none', () => {
  const writes: [string, number[]][] = []
  const [old, current] = [connection('old', false, writes), connection('current', true, writes)]
  const tickets = [
    { connection: old, messageId: 1 },
    { connection: old, messageId: 2 },
    undefined,
    { connection: current, messageId: 2 },
    undefined,
    { connection: current, messageId: 7 },
  ]
  expect(acknowledge(tickets)).toBe(2)
  expect(writes).toEqual([['current', [2, 7]]])
  expect(acknowledge([])).toBe(0)
})
