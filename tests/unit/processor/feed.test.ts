import { describe, expect, it } from 'vitest'
import { readFeed } from '../../../processor/feed.ts'
import { feedKey } from '../../../processor/state/keys.ts'
import { Draft } from '../../../processor/state/view.ts'
import { step } from '../../../processor/step.ts'
import { Reduction } from '../../support/reduce.ts'
import { Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (minute: number) => T + minute * 60_000

const feedOf = (tell: (s: Station, run: Reduction) => void) => {
  const run = new Reduction()
  tell(new Station(run, T), run)
  return readFeed(run.state, 'HN-0001')
}

describe('what a station’s feed has shown', () => {
  it('knows each kind by its latest time, in whole minutes', () => {
    const feed = feedOf((s, run) => {
      s.birth(0).state(30).heartbeat(61).heartbeat(119).heartbeat(200)
      run.send('HN-0001', 'death', { boot: s.boot, conn: `${s.boot}/0` }, at(5) + 1)
    })
    expect(feed?.kinds).toEqual({ birth: at(0), state: at(0), heartbeat: at(3), death: at(5) })
  })

  it('knows each granularity period by the latest end, and never goes back', () => {
    const feed = feedOf((s) => s.reports(0, 900, 60).reports(0, 900, 900).reports(0, 120, 10))
    expect(feed?.gps).toEqual({ 10: at(2), 60: at(15), 900: at(15) })
    expect(feed?.kinds.pm).toBe(at(15))
  })

  it('remembers at most 16 granularity periods', () => {
    const feed = feedOf((s) => {
      for (let gp = 1; gp <= 20; gp++) s.reports(0, gp, gp)
    })
    expect(Object.keys(feed?.gps ?? {})).toHaveLength(16)
  })

  it('counts what came after later messages of the same boot', () => {
    const feed = feedOf((s) => {
      s.birth(0).loses(2).heartbeat(180)
      s.seq = 1
      s.heartbeat(60).heartbeat(120)
      // said again: a duplicate fills nothing
      s.seq = 1
      s.heartbeat(60)
    })
    expect(feed?.filled).toBe(2)
  })

  it('knows the longest time that a report was stored before it came', () => {
    const feed = feedOf((s, run) => {
      const pm = (seq: number, end: number, receivedAt: number) =>
        run.send(s.id, 'pm', { boot: s.boot, seq, end, gp: 60, cells: [{ cell: '1', m: {} }] }, receivedAt)
      pm(0, at(1), at(1) + 4_000)
      pm(1, at(2), at(2 + 185))
      pm(2, at(3), at(3) + 2_000)
    })
    expect(feed?.storedS).toBe(185 * 60)
  })

  it('knows the most held back and the clock, as heartbeats tell', () => {
    const beat = (s: Station, run: Reduction, body: object) =>
      run.send(s.id, 'state', { boot: s.boot, seq: s.seq++, ...body })
    const feed = feedOf((s, run) => {
      beat(s, run, { t: at(0), queued: 0, clock: { source: 'gnss', state: 'locked' } })
      beat(s, run, { t: at(1), queued: 40 })
      beat(s, run, { t: at(2), queued: 3, clock: { source: 'gnss', state: 'holdover' } })
    })
    expect(feed).toMatchObject({ queuedMost: 40, clock: { source: 'gnss', state: 'holdover' } })
    expect(feedOf((s) => s.birth(0))).toMatchObject({ queuedMost: null, clock: null, heartbeatS: 60 })
    expect(feedOf((s) => s.birth(0, { hb: 300 }))).toMatchObject({ heartbeatS: 300 })
    expect(feedOf((s) => s.state(0))).toMatchObject({ heartbeatS: null })
  })

  it('is written at most once a minute while nothing new shows', () => {
    const run = new Reduction()
    const s = new Station(run, T).birth(0).reports(0, 60, 10)
    let written = 0
    for (let end = 70; end <= 660; end += 10) {
      const before = readFeed(run.state, s.id)
      s.reports(end - 10, end, 10)
      if (readFeed(run.state, s.id) !== before) written++
    }
    // 60 reports over ten minutes
    expect(written).toBe(10)
  })

  it('nothing of a refused message', () => {
    const run = new Reduction()
    new Station(run, T).heartbeat(0)
    const draft = new Draft(run.state)
    const payload = new TextEncoder().encode('{"boot": 1')
    const topic = 'tram5g/v1/sim-test/HN-0001/pm'
    const { changes } = step(
      draft,
      { offset: 99 as never, receivedAt: at(1), source: 'mqtt', topic, payload },
      run.context,
    )
    expect([...changes].map(([key]) => key)).not.toContain(feedKey('HN-0001'))
  })
})
