import { describe, expect, test } from 'vitest'
import { type AddOptions, addMaintenance } from '../../../cli/commands/maintenance.ts'
import { type DeclareOptions, declareOutage } from '../../../cli/commands/outage.ts'
import type { Config } from '../../../cli/config/settings.ts'
import { haveCommon, unknownTargets } from '../../../cli/operators-word/targets.ts'
import { statusOf } from '../../../cli/operators-word/windows.ts'
import { stationRow } from '../../conformance/store-fixtures.ts'

const NOW = Date.UTC(2026, 10, 22, 2)
// refused before the disk is looked at
const CONFIG = { realm: 'sim-test', dataDir: '/proc/nothing' } as Config
const silent = { say: () => undefined, warn: () => undefined }

describe('a maintenance window that cannot be', () => {
  const usual: AddOptions = { from: '2026-11-22T10:00', to: '2026-11-22T12:00', by: 'Nga', why: 'antenna' }
  test.each<[string, readonly string[], Partial<AddOptions>, string]>([
    ['a target with a space', ['HN 1'], {}, 'expected a station (HN-0001) or a cell (HN-0001/2), got "HN 1"'],
    ['a cell of a cell', ['HN-0001/1/1'], {}, 'got "HN-0001/1/1"'],
    [
      'an end before its start',
      ['HN-0001'],
      { to: '2026-11-22T10:00' },
      '--to: expected an instant after 2026-11-22 10:00:00',
    ],
    ['no instant', ['HN-0001'], { from: 'soon' }, '--from: expected an instant'],
    ['a day that does not exist', ['HN-0001'], { to: '2026-11-31' }, '--to: expected an instant'],
    ['no reason', ['HN-0001'], { why: ' ' }, '--why: expected text of 1 to 200 characters'],
    ['nobody', ['HN-0001'], { by: '' }, '--by: expected text'],
    [
      'a ticket of two lines',
      ['HN-0001'],
      { ticket: 'a\nb' },
      '--ticket: expected text of 1 to 200 characters on one line',
    ],
    ['an empty approval', ['HN-0001'], { approvedBy: '' }, '--approved-by: expected text'],
    ['an id with a space', ['HN-0001'], { id: 'a b' }, '--id: expected 1 to 64 of'],
  ])('%s', async (_, targets, changes, says) => {
    await expect(addMaintenance(CONFIG, targets, { ...usual, ...changes }, NOW, silent)).rejects.toThrow(says)
  })
})

describe('an outage that cannot be declared', () => {
  const usual: DeclareOptions = { station: 'HN-0001', from: '3h', to: '1h', by: 'Nga', why: 'seen on site' }
  test.each<[string, Partial<DeclareOptions>, string]>([
    [
      'a cell as its station',
      { station: 'HN-0001/1' },
      '--station: expected a station such as HN-0001, and its cells with --cell',
    ],
    ['a cell that is none', { cell: ['1', 'a b'] }, 'got "HN-0001/a b"'],
    ['an end before its start', { to: '4h' }, '--to: expected an instant after'],
    ['in the future', { to: '2026-11-22T10:00' }, '--to: an outage is declared of time that has gone by'],
    ['no reason', { why: '' }, '--why: expected text'],
  ])('%s', async (_, changes, says) => {
    await expect(declareOutage(CONFIG, { ...usual, ...changes }, NOW, silent)).rejects.toThrow(says)
  })
})

test('a window is planned, running, over or taken back', () => {
  const at = (from: number, to: number) => statusOf({ from, to }, 100)
  expect([at(101, 102), at(100, 101), at(99, 100), at(100, 100), at(200, 200)]).toEqual([
    'planned',
    'running',
    'over',
    'taken-back',
    'taken-back',
  ])
})

test('targets have something in common where some cell belongs to both', () => {
  expect(haveCommon(['A'], ['B', 'A/1'])).toBe(true)
  expect(haveCommon(['A/1'], ['A'])).toBe(true)
  expect(haveCommon(['A/1'], ['A/1'])).toBe(true)
  expect(haveCommon(['A/1'], ['A/2', 'A/11', 'B'])).toBe(false)
  expect(haveCommon(['A'], ['AB/1'])).toBe(false)
})

test('stations and cells of which nobody has heard are told', () => {
  const stations = [stationRow('A', { cells: ['1', '2'] }), stationRow('B', { cells: [] })]
  expect(unknownTargets(['A', 'A/2', 'B'], stations)).toEqual([])
  expect(unknownTargets(['A/3', 'B/1', 'C', 'C/1'], stations)).toEqual([
    'cell 3 of A (known: 1, 2)',
    'cell 1 of B (known: none)',
    'station C',
    'station C',
  ])
})
