import { describe, expect, it } from 'vitest'
import { listWindows } from '../../../cli/operators-word/list-windows.ts'
import type { RegisteredWindow } from '../../../cli/operators-word/windows.ts'

const NOW = Date.UTC(2026, 10, 22, 5)
const MINUTE = 60_000

const window = (id: string, overrun: RegisteredWindow['overrun']): RegisteredWindow => ({
  id,
  from: NOW - 60 * MINUTE,
  to: NOW - 30 * MINUTE,
  cause: 'registered',
  targets: ['HN-0001'],
  by: 'nga',
  why: 'antenna',
  ticket: '',
  approvedBy: '',
  recordedAt: NOW - 90 * MINUTE,
  afterwards: false,
  plannedTo: NOW - 30 * MINUTE,
  ...(overrun !== undefined && { overrun }),
})
const cell = (name: string, minutes: number | null) => ({
  station: 'HN-0001',
  cell: name,
  from: NOW - 30 * MINUTE,
  to: minutes === null ? null : NOW - 30 * MINUTE + minutes * MINUTE,
})

describe('the list of maintenance windows', () => {
  it('shows how long the longest of its cells overran, and whether it goes on', () => {
    const text = listWindows(
      [window('a', [cell('1', 12), cell('2', 7)]), window('b', [cell('1', 12), cell('2', null)]), window('c', [])],
      'maintenance',
      NOW,
      false,
    )
    const [head = '', , ...lines] = text.split('\n')
    expect(head).toContain('overrun')
    expect(lines.map((line) => / (\d+ min(, goes on)?|–) +HN-0001/.exec(line)?.[1])).toEqual([
      '12 min',
      '30 min, goes on',
      '–',
    ])
  })

  it('has them all as JSON', () => {
    const { maintenance } = JSON.parse(listWindows([window('a', [cell('1', 12)])], 'maintenance', NOW, true)) as {
      maintenance: unknown[]
    }
    expect(maintenance).toMatchObject([{ id: 'a', status: 'over', overrun: [cell('1', 12)] }])
  })

  it('has no such column where nothing overran, nor for declared outages', () => {
    expect(listWindows([window('a', [])], 'maintenance', NOW, false)).not.toContain('overrun')
    expect(listWindows([window('a', undefined)], 'outages', NOW, false)).not.toContain('overrun')
  })
})
