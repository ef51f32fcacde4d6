import { describe, expect, it } from 'vitest'
import { openGapsOf } from '../../../processor/identity/open-gaps.ts'
import { ledgerRow, readLedger } from '../../../processor/ledger.ts'
import { readStation } from '../../../processor/station.ts'
import { Reduction } from '../../support/reduce.ts'
import { Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const row = (run: Reduction, station = 'HN-0001') => ledgerRow(station, readLedger(run.state, station))

function closes(run: Reduction, station = 'HN-0001'): boolean {
  const r = row(run, station)
  const rejected = Object.values(r.rejected).reduce((a, b) => a + b, 0)
  return (
    r.received === r.accepted + r.duplicate + r.conflict + r.unreadable + rejected &&
    r.published === r.accepted + r.rejectedWithSeq + r.missing
  )
}

describe('the ledger closes (semantics §10)', () => {
  it('counts a hole as missing until it is filled', () => {
    const run = new Reduction()
    const s = new Station(run, T).birth(0).loses(2).heartbeat(60)
    expect(row(run)).toMatchObject({ received: 2, accepted: 2, published: 4, missing: 2 })
    expect(openGapsOf(run.state, [readStation(run.state, 'HN-0001')], 10)).toMatchObject([
      { boot: s.boot, src: '0', from: 1, to: 2 },
    ])
    s.seq = 1
    s.heartbeat(20).heartbeat(40)
    expect(row(run)).toMatchObject({ received: 4, accepted: 4, published: 4, missing: 0 })
    expect(closes(run)).toBe(true)
  })

  it('in the first boot it begins with the first ever received, in later ones with 0; prev.last tells what the end lost', () => {
    const run = new Reduction()
    const s = new Station(run, T)
    s.seq = 10
    s.birth(0).heartbeat(60)
    expect(row(run)).toMatchObject({ published: 2, missing: 0 })
    s.seq = 15
    s.restart(700, 690, 'power')
    // 10…14 of the first boot (12, 13, 14 never came), and the birth of the second
    expect(row(run)).toMatchObject({ received: 3, accepted: 3, published: 6, missing: 3 })
    s.loses().heartbeat(760)
    expect(row(run)).toMatchObject({ accepted: 4, published: 8, missing: 4 })
    expect(closes(run)).toBe(true)
  })

  it('repeats are duplicates; the same seq with other content is a conflict, kept with its bytes', () => {
    const run = new Reduction()
    const heartbeat = { boot: '1790000000000-7', seq: 0, t: T, queued: 0 }
    run
      .send('HN-0001', 'state', heartbeat)
      .send('HN-0001', 'state', heartbeat)
      .send('HN-0001', 'state', { ...heartbeat, queued: 3 })
    expect(row(run)).toMatchObject({ received: 3, accepted: 1, duplicate: 1, conflict: 1, published: 1, missing: 0 })
    expect(run.state.get('dead-letter/0000000000000003')).toMatchObject({ code: 'conflict', station: 'HN-0001' })
    expect(closes(run)).toBe(true)
  })

  it('a refused message whose seq can be read is rejected and not missing; unreadable bytes have none', () => {
    const run = new Reduction()
    const boot = '1790000000000-7'
    run.send('HN-0001', 'state', { boot, seq: 0, t: T, queued: 0 })
    run.send('HN-0001', 'pm', { boot, seq: 1, end: T + 10_000, gp: 10, cells: 'none' })
    run.send('HN-0001', 'pm', '{"boot":')
    run.send('HN-0001', 'state', { boot, seq: 3, t: T, queued: 0 })
    expect(row(run)).toMatchObject({
      received: 4,
      accepted: 2,
      unreadable: 1,
      rejected: { 'wrong-type': 1 },
      rejectedWithSeq: 1,
      published: 4,
      missing: 1,
    })
    expect(closes(run)).toBe(true)
  })

  it('a seq far ahead is refused and does not invent a hundred thousand missing', () => {
    const run = new Reduction()
    new Station(run, T).birth(0)
    run.send('HN-0001', 'state', { boot: '1790000000000-7', seq: 200_000, t: T, queued: 0 })
    expect(row(run)).toMatchObject({ rejected: { 'seq-jump': 1 }, rejectedWithSeq: 0, published: 1, missing: 0 })
    expect(closes(run)).toBe(true)
  })

  it('a boot number used again opens a new count, with an alarm; only its birth is put aside', () => {
    const run = new Reduction()
    const s = new Station(run, T).birth(0).heartbeat(60)
    s.seq = 0
    s.birth(600).heartbeat(660).heartbeat(720)
    expect(run.alarms).toHaveLength(1)
    expect(row(run)).toMatchObject({
      received: 5,
      accepted: 4,
      rejected: { 'boot-reused': 1 },
      rejectedWithSeq: 1,
      published: 5,
      missing: 0,
    })
    expect(closes(run)).toBe(true)
  })

  it('at most 100 boots of a station in a day', () => {
    const run = new Reduction()
    for (let n = 1; n <= 102; n++) {
      run.send('HN-0001', 'state', { boot: `1790000000000-${n}`, seq: 0, t: T + n * 1000, queued: 0 })
    }
    expect(row(run)).toMatchObject({ accepted: 100, rejected: { 'too-many-boots': 2 } })
    expect(closes(run)).toBe(true)
  })

  it('a dead letter run again is accepted, and both equations still close', () => {
    const run = new Reduction('live')
    const boot = '1790000000000-7'
    // ten minutes ahead of its receipt; later the wire says so no more
    run.send('HN-0001', 'state', { boot, seq: 0, t: T + 600_000, queued: 0 }, T)
    expect(row(run)).toMatchObject({ rejected: { 'from-the-future': 1 }, rejectedWithSeq: 1 })
    run.control({ type: 'retry', at: T + 700_000, by: 'nga', why: 'clock was right', offset: 1 })
    expect(closes(run)).toBe(true)
  })

  it('another station’s topic ends as a dead letter and touches nobody’s count of seqs', () => {
    const run = new Reduction()
    run.mqtt('!HN-0002!tram5g/v1/sim-test/HN-0001/state', { boot: '1790000000000-7', seq: 0, t: T, queued: 0 })
    expect(row(run)).toMatchObject({
      received: 1,
      rejected: { 'identity-mismatch': 1 },
      rejectedWithSeq: 0,
      published: 0,
    })
    expect(closes(run)).toBe(true)
  })
})
