import { expect, test } from 'vitest'
import { openGapsOf } from '../../../processor/identity/open-gaps.ts'
import { readStation } from '../../../processor/station.ts'
import { Reduction } from '../../support/reduce.ts'

const STATION = 'HN-0001'
const BOOT = '1790000000000-7'
const START = 1_790_000_000_000

test('a gap is as old as the message behind it, however much the station says afterwards', () => {
  const r = new Reduction()
  const report = (seq: number, receivedAt: number) =>
    r.send(
      STATION,
      'pm',
      { boot: BOOT, seq, end: START + seq * 10_000, gp: 10, cells: [{ cell: '1', m: {} }] },
      receivedAt,
    )
  r.send(STATION, 'birth', { boot: BOOT, seq: 0, t: START, conn: 'c', cells: [{ cell: '1' }] }, 1000)
  report(5, 2000)
  for (let seq = 6; seq < 20; seq++) report(seq, seq * 10_000)
  report(22, 300_000)
  const gaps = openGapsOf(r.state, [readStation(r.state, STATION)], 10)
  expect(gaps.map(({ from, to, seenAt }) => ({ from, to, seenAt }))).toEqual([
    { from: 1, to: 4, seenAt: 2000 },
    { from: 20, to: 21, seenAt: 300_000 },
  ])
})
