import { expect, test } from 'vitest'
import { changesOf, linesAt } from '../../../cli/registry/changes.ts'
import type { RegistryLine } from '../../../contract/mod.ts'

const line = (station: string, from: number, more: Partial<RegistryLine> = {}): RegistryLine => ({
  station,
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

test('a line is new, changed or as it is, by its station and date', () => {
  const known = [line('A', 1, { cells: ['1', '2'], site: 's' }), line('B', 1)]
  const kinds = changesOf(
    [line('A', 1, { cells: ['1', '2'], zone: 'z-2' }), line('B', 1), line('B', 2), line('C', 1)],
    known,
  )
  expect(kinds.map(({ kind }) => kind)).toEqual(['changed', 'same', 'new', 'new'])
  expect(kinds[0]?.columns).toEqual([
    { name: 'zone', before: 'z', after: 'z-2' },
    { name: 'site', before: 's', after: '' },
  ])
})

test('at an instant the latest line before it holds, whatever the order of the lines', () => {
  const lines = [line('B', 5), line('A', 20, { zone: 'late' }), line('A', 10), line('C', 30)]
  expect(linesAt(lines, 19).map(({ station, zone }) => [station, zone])).toEqual([
    ['A', 'z'],
    ['B', 'z'],
  ])
  expect(linesAt(lines, 20).map(({ zone }) => zone)).toEqual(['late', 'z'])
  expect(linesAt(lines, 4)).toEqual([])
})
