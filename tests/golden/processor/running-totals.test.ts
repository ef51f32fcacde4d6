import { describe, expect, it } from 'vitest'
import type { Level } from '../../../contract/mod.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of an hour
const BOOT = '1790000000000-7'
const NEXT = '1790000900000-8'
const ATT = 'RRC.ConnEstabAtt'
const SUCC = 'RRC.ConnEstabSucc'
const VOLUME = 'DRB.PdcpSduVolumeDL'

interface Report {
  /** End of the period, in seconds after T. */
  readonly end: number
  readonly m: Record<string, number | string | null>
  readonly gp?: number
  readonly boot?: string
  readonly seq?: number
  readonly rev?: number
  readonly total?: readonly string[]
  readonly wrap?: Record<string, number | string>
  readonly suspect?: boolean
  readonly station?: Record<string, number>
}

let numbered = 0
function say(run: Reduction, report: Report): Reduction {
  const { end, m, gp = 60, boot = BOOT, seq = ++numbered, rev = 0, wrap, suspect = false, station } = report
  return run.send('HN-0001', 'pm', {
    boot,
    seq,
    end: T + end * 1000,
    gp,
    rev,
    total: report.total ?? [...Object.keys(m), ...Object.keys(station ?? {})],
    ...(wrap !== undefined && { wrap }),
    cells: [{ cell: '1', m, suspect }],
    ...(station !== undefined && { station: { m: station } }),
  })
}

function birth(run: Reduction, startedS: number | undefined, boot = BOOT): Reduction {
  return run.send('HN-0001', 'birth', {
    boot,
    seq: 0,
    t: T + (startedS ?? 0) * 1000 + 5_000,
    conn: boot,
    ...(startedS !== undefined && { started: T + startedS * 1000 }),
    cells: [{ cell: '1', mode: 'SA' }],
  })
}

/** Set-ups of one window: attempts, successes, seconds observed, seconds suspect. */
function setups(run: Reduction, level: Level, startS = 0): unknown {
  const row = run.settle().cell(level, T + startS * 1000, 'HN-0001', '1')
  const own = (part: string) => row[`RrcSetupSuccess.${part}`]
  return row['RrcSetupSuccess.obs'] === undefined ? 'nothing' : [own('att'), own('succ'), own('obs'), own('sus')]
}

const counts = (att: number, succ: number) => ({ [ATT]: att, [SUCC]: succ })

describe('running totals become increments (kpi-standards §3)', () => {
  it('the difference of two reports is the fact of the second', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990) })
    say(run, { end: 120, m: counts(1100, 1088) })
    say(run, { end: 180, m: counts(1150, 1138) })
    // the first says nothing of its own minute: how much of it was before is not known
    expect(setups(run, '1m', 0)).toBe('nothing')
    expect(setups(run, '1m', 60)).toEqual([100, 98, 60, 0])
    expect(setups(run, '1m', 120)).toEqual([50, 50, 60, 0])
    // 1150 − 1000 and 1138 − 990 in two of sixty minutes
    expect(setups(run, '1h', 0)).toEqual([150, 148, 120, 0])
  })

  it('where one is lost the next counts for both periods, at the level that holds them', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990) })
    say(run, { end: 180, m: counts(1150, 1138) })
    expect(setups(run, '1m', 60)).toBe('nothing')
    expect(setups(run, '1m', 120)).toBe('nothing')
    expect(setups(run, '15m', 0)).toEqual([150, 148, 120, 0])
  })

  it('one that comes late splits what the next had counted, at every level', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990) })
    say(run, { end: 180, m: counts(1150, 1138) })
    expect(setups(run, '15m', 0)).toEqual([150, 148, 120, 0])
    say(run, { end: 120, m: counts(1100, 1088) })
    expect(setups(run, '1m', 60)).toEqual([100, 98, 60, 0])
    expect(setups(run, '1m', 120)).toEqual([50, 50, 60, 0])
    expect(setups(run, '15m', 0)).toEqual([150, 148, 120, 0])
  })

  it('a corrected one changes its own increment and the one behind it', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990) })
    say(run, { end: 120, m: counts(1200, 1188) })
    say(run, { end: 180, m: counts(1250, 1238) })
    say(run, { end: 120, m: counts(1100, 1090), rev: 1 })
    expect(setups(run, '1m', 60)).toEqual([100, 100, 60, 0])
    expect(setups(run, '1m', 120)).toEqual([150, 148, 60, 0])
    expect(setups(run, '15m', 0)).toEqual([250, 248, 120, 0])
  })

  it('what a total corrected of the same period counts again once the total tells of a shorter one', () => {
    const orders = [
      [0, 1, 2, 3],
      [0, 1, 3, 2],
      [3, 2, 1, 0],
      [2, 3, 0, 1],
    ]
    const reports: Report[] = [
      { end: 40, gp: 10, seq: 1, m: counts(100, 90) },
      { end: 60, gp: 20, seq: 2, m: counts(7, 6), total: [] },
      { end: 60, gp: 60, seq: 3, m: counts(115, 102), rev: 1 },
      { end: 50, gp: 10, seq: 4, m: counts(108, 97) },
    ]
    const told = (places: readonly number[]) => {
      const run = new Reduction()
      for (const place of places) say(run, reports[place] as Report)
      return setups(run, '1m', 0)
    }
    // 115 − 100 and 102 − 90 in the 20 s before 60 s: rev 1 stands against the increments of the same 20 s
    expect(told([0, 1, 2])).toEqual([15, 12, 20, 0])
    expect(told([2, 1, 0])).toEqual([15, 12, 20, 0])
    // with 108 at 50 s it is 8 and 7 in 10 s each, and the increments of 20 s stand against both
    for (const order of orders) expect(told(order)).toEqual([7, 6, 20, 0])
  })

  it('nothing is counted across two boots, and from the start of a boot that its birth tells', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990) })
    say(run, { end: 120, m: counts(1100, 1088) })
    birth(run, 150, NEXT)
    say(run, { end: 180, m: counts(30, 29), boot: NEXT, seq: 1 })
    say(run, { end: 240, m: counts(70, 68), boot: NEXT, seq: 2 })
    expect(setups(run, '1m', 60)).toEqual([100, 98, 60, 0])
    // 30 s from the start of the boot to the end of the period
    expect(setups(run, '1m', 120)).toEqual([30, 29, 30, 0])
    expect(setups(run, '1m', 180)).toEqual([40, 39, 60, 0])
    expect(setups(run, '15m', 0)).toEqual([170, 166, 150, 0])
  })

  it('a birth that comes last, or does not tell its start', () => {
    const late = new Reduction()
    say(late, { end: 180, m: counts(30, 29), boot: NEXT, seq: 1 })
    expect(setups(late, '1m', 120)).toBe('nothing')
    birth(late, 150, NEXT)
    expect(setups(late, '1m', 120)).toEqual([30, 29, 30, 0])

    const silent = new Reduction()
    birth(silent, undefined, NEXT)
    say(silent, { end: 180, m: counts(30, 29), boot: NEXT, seq: 1 })
    expect(setups(silent, '1m', 120)).toBe('nothing')
  })

  it('a total of the day before and of the boot of the day before belong to no window of one day', () => {
    const midnight = 12 * 3600 // 00:00 in Việt Nam
    const run = new Reduction()
    birth(run, midnight - 600)
    say(run, { end: midnight - 60, m: counts(1000, 990) })
    say(run, { end: midnight + 60, m: counts(1100, 1088) })
    say(run, { end: midnight + 120, m: counts(1150, 1138) })
    expect(setups(run, '1d', midnight)).toEqual([50, 50, 60, 0])
    // one that ends at midnight begins the next day
    say(run, { end: midnight, m: counts(1040, 1030) })
    expect(setups(run, '1d', midnight)).toEqual([110, 108, 120, 0])
    // 1000 since its start 540 s before, and 40
    expect(setups(run, '1d', midnight - 86_400)).toEqual([1040, 1030, 600, 0])
  })

  it('a counter that wraps where it was said to goes on from 0', () => {
    const run = new Reduction()
    const wrap = { [ATT]: 4_294_967_296, [SUCC]: 4_294_967_296 }
    say(run, { end: 60, m: counts(4_294_967_200, 4_294_967_290), wrap })
    say(run, { end: 120, m: counts(4, 92), wrap })
    // 96 + 4 and 6 + 92
    expect(setups(run, '1m', 60)).toEqual([100, 98, 60, 0])
    // where a report is lost it may have wrapped more than once: suspect
    say(run, { end: 240, m: counts(104, 190), wrap })
    expect(setups(run, '15m', 0)).toEqual([200, 196, 180, 120])
    expect(run.events('counter-fell')).toEqual([])
  })

  it('one that falls without a new boot counts nothing for that time, and is told', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990), seq: 11 })
    say(run, { end: 120, m: counts(40, 1020), seq: 12 })
    say(run, { end: 180, m: counts(90, 1069), seq: 13 })
    // attempts are not known, so neither is the KPI
    expect(setups(run, '1m', 60)).toBe('nothing')
    // from where it fell to: it may have been that value alone, so it is suspect
    expect(setups(run, '1m', 120)).toEqual([50, 49, 60, 60])
    say(run, { end: 240, m: counts(100, 1079), seq: 14 })
    expect(setups(run, '1m', 180)).toEqual([10, 10, 60, 0])
    const [event, ...others] = run.events('counter-fell')
    expect(others).toEqual([])
    expect(event).toMatchObject({
      id: 'counter-fell-HN-0001-cell-1-1790000000000-7-0-12',
      from: T + 60_000,
      to: T + 120_000,
      station: 'HN-0001',
      cell: '1',
      cause: 'undeclared-decrease',
    })
    expect(event?.text).toBe('boot 1790000000000-7, src "0": RRC.ConnEstabAtt 1000 → 40')
  })

  it('a glitch is told, and what is counted from it is suspect', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990) })
    say(run, { end: 180, m: counts(1100, 1085) })
    expect(setups(run, '15m', 0)).toEqual([100, 95, 120, 0])
    // it comes late: nothing for the minute in which it fell, and 1100 − 0 and 1085 − 0 for the next, which cannot be trusted
    say(run, { end: 120, m: counts(0, 0) })
    expect(setups(run, '1m', 60)).toBe('nothing')
    expect(setups(run, '15m', 0)).toEqual([1100, 1085, 60, 60])
  })

  it('the event is taken back where a late report shows that nothing fell there', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990), seq: 11 })
    say(run, { end: 180, m: counts(90, 80), seq: 13 })
    expect(run.events('counter-fell')).toMatchObject([{ to: T + 180_000, cause: 'undeclared-decrease' }])
    say(run, { end: 120, m: counts(40, 31), seq: 12 })
    expect(setups(run, '1m', 120)).toEqual([50, 49, 60, 60])
    expect(run.events('counter-fell')).toMatchObject([
      { from: T + 60_000, to: T + 120_000, cause: 'undeclared-decrease' },
      { from: T + 60_000, to: T + 60_000, cause: 'withdrawn' },
    ])
  })

  it('one below 0 is impossible, told as such, and passed over: the next counts from the last possible one', () => {
    const run = new Reduction()
    say(run, { end: 60, m: counts(1000, 990) })
    say(run, { end: 120, m: counts(-5, 1000) })
    say(run, { end: 180, m: counts(1100, 1088) })
    expect(run.events('quarantine')).toMatchObject([{ cause: 'below-zero', cell: '1', text: `${ATT}: -5 count` }])
    expect(run.events('counter-fell')).toEqual([])
    // 100 attempts in two minutes, and 98 successes in the second alone after 10 in the first: of no common time
    expect(setups(run, '15m', 0)).toBe('nothing')
    say(run, { end: 240, m: counts(1150, 1138) })
    expect(setups(run, '1m', 180)).toEqual([50, 50, 60, 0])
  })

  it('above 2^53 the difference is exact, whatever the unit', () => {
    const run = new Reduction()
    // 2^64 − 2 000 Mbit and 1 999 Mbit more, of which a double would keep neither
    say(run, { end: 60, m: { [VOLUME]: '18446744073709549616' } })
    say(run, { end: 120, m: { [VOLUME]: '18446744073709551615' } })
    const row = run.settle().cell('1m', T + 60_000, 'HN-0001', '1')
    expect(row['TrafficVolumeDl.vol']).toBe(1_999_000_000)
    // and an increment of 2^53 bit or more tells nothing
    const far = new Reduction()
    say(far, { end: 60, m: { [VOLUME]: 0 } })
    say(far, { end: 120, m: { [VOLUME]: '9007199255' } })
    expect(far.settle().cell('1m', T + 60_000, 'HN-0001', '1')['TrafficVolumeDl.obs']).toBeUndefined()
    expect(far.events('counter-fell')).toHaveLength(1)
  })

  it('what is no total counts for its own period, with totals of the same time', () => {
    const run = new Reduction()
    const m = (delay: number, packets: number) => ({
      'DRB.AirIfDelayUl': delay,
      'VS.DRB.AirIfDelayUl.Nbr': packets,
    })
    const total = ['VS.DRB.AirIfDelayUl.Nbr']
    say(run, { end: 60, m: m(20, 1000), total })
    say(run, { end: 120, m: m(30, 1500), total })
    // 500 packets of 3 ms; the first minute's 2 ms have no packets
    const row = () => run.settle().cell('15m', T, 'HN-0001', '1')
    expect(row()).toMatchObject({ 'AirIfDelayUl.n': 500, 'AirIfDelayUl.time': 1_500_000, 'AirIfDelayUl.obs': 60 })
    // the mean of one minute says nothing of two: 700 packets since another report are not weighed
    say(run, { end: 240, m: m(50, 2200), total })
    expect(row()).toMatchObject({ 'AirIfDelayUl.n': 500, 'AirIfDelayUl.obs': 60 })
    say(run, { end: 180, m: m(40, 2000), total })
    // 500 of 3 ms, 500 of 4 ms, 200 of 5 ms
    expect(row()).toMatchObject({ 'AirIfDelayUl.n': 1200, 'AirIfDelayUl.time': 4_500_000, 'AirIfDelayUl.obs': 180 })
  })

  it('parts make the total of their increments, one that is new among them from 0', () => {
    const run = new Reduction()
    const total = [ATT, SUCC]
    say(run, { end: 60, m: { [`${ATT}.causeA`]: 100, [`${SUCC}.causeA`]: 95 }, total })
    say(run, { end: 120, m: { [`${ATT}.causeA`]: 160, [`${SUCC}.causeA`]: 150, [`${ATT}.causeB`]: 5 }, total })
    // 60 of A and 5 of B, which had not happened before; 55 successes
    expect(setups(run, '1m', 60)).toEqual([65, 55, 60, 0])
    // B is not available: its increment is not known, and with it the total of attempts
    say(run, { end: 180, m: { [`${ATT}.causeA`]: 200, [`${SUCC}.causeA`]: 190, [`${ATT}.causeB`]: null }, total })
    expect(setups(run, '1m', 120)).toBe('nothing')
    say(run, { end: 240, m: { [`${ATT}.causeA`]: 210, [`${SUCC}.causeA`]: 200, [`${ATT}.causeB`]: 9 }, total })
    expect(setups(run, '1m', 180)).toBe('nothing')
    say(run, { end: 300, m: { [`${ATT}.causeA`]: 213, [`${SUCC}.causeA`]: 203, [`${ATT}.causeB`]: 10 }, total })
    expect(setups(run, '1m', 240)).toEqual([4, 3, 60, 0])
  })

  it('a total unlike its parts makes its KPI suspect, and a suspect report those on both sides', () => {
    const run = new Reduction()
    const m = (att: number, parts: number, succ: number) => ({ [ATT]: att, [`${ATT}.causeA`]: parts, [SUCC]: succ })
    say(run, { end: 60, m: m(100, 100, 90) })
    say(run, { end: 120, m: m(200, 180, 180) })
    expect(setups(run, '1m', 60)).toEqual([100, 90, 60, 60])
    say(run, { end: 180, m: m(300, 280, 270), suspect: true })
    say(run, { end: 240, m: m(400, 380, 360) })
    say(run, { end: 300, m: m(500, 480, 450) })
    expect([120, 180, 240].map((at) => (setups(run, '1m', at) as number[])[3])).toEqual([60, 60, 0])
  })

  it('members of a cell have increments too', () => {
    const run = new Reduction()
    say(run, { end: 60, m: { [`${VOLUME}.5qi9`]: 1000, [`${VOLUME}.5qi1`]: 10 }, total: [VOLUME] })
    say(run, { end: 120, m: { [`${VOLUME}.5qi9`]: 1300, [`${VOLUME}.5qi1`]: 12 }, total: [VOLUME] })
    run.settle()
    const members = run
      .rows()
      .filter((row) => row.table === 'cell_kpi_sub' && row.level === '1m')
      .map((row) => [row.tags.member, row.t - T, partsOf(row)['TrafficVolumeDl.vol']])
    expect(members.sort()).toEqual([
      ['1', 60_000, 2e6],
      ['9', 60_000, 300e6],
    ])
    expect(run.cell('1m', T + 60_000, 'HN-0001', '1')['TrafficVolumeDl.vol']).toBe(302e6)
  })

  it('an energy meter of the station, with the volume of its cells over the same time', () => {
    const run = new Reduction()
    const reading = (end: number, ul: number, dl: number, kWh: number) =>
      say(run, { end, m: { [VOLUME]: dl, 'DRB.PdcpSduVolumeUL': ul }, station: { 'PEE.Energy': kWh } })
    reading(60, 100, 1000, 5000)
    reading(180, 160, 1240, 5000.5)
    const row = run.settle().cell('15m', T, 'HN-0001', '')
    // 240 + 60 Mbit and 0.5 kWh in two minutes
    expect(row).toMatchObject({
      'EnergyEfficiency.bits': 300e6,
      'EnergyEfficiency.energy': 500_000,
      'EnergyEfficiency.obs': 120,
    })
  })

  it('two units of one boot that report at different times are each counted from their own last word', () => {
    const run = new Reduction()
    const cu = (end: number, att: number, succ: number) => say(run, { end, gp: 60, m: counts(att, succ) })
    const du = (end: number, mbit: number) => say(run, { end, gp: 10, m: { [VOLUME]: mbit } })
    cu(60, 1000, 990)
    du(60, 500)
    du(70, 510)
    du(80, 530)
    cu(120, 1100, 1088)
    du(90, 560)
    expect(setups(run, '1m', 60)).toEqual([100, 98, 60, 0])
    const row = run.settle().cell('1m', T + 60_000, 'HN-0001', '1')
    expect(row).toMatchObject({ 'TrafficVolumeDl.vol': 60e6, 'TrafficVolumeDl.obs': 30 })
  })

  it('a difference over lost reports takes nothing from the windows that it reaches into', () => {
    const run = new Reduction()
    for (let end = 3500; end <= 3700; end += 10) {
      // the one at the end of the hour is lost
      if (end !== 3600) say(run, { end, gp: 10, m: counts(end * 10, end * 9) })
    }
    // 3500 to 3590 in the first hour, 3610 to 3700 in the next; 20 s between them belong to the day alone
    expect(setups(run, '1h', 0)).toEqual([900, 810, 90, 0])
    expect(setups(run, '1h', 3600)).toEqual([900, 810, 90, 0])
    expect(setups(run, '1d', -12 * 3600)).toEqual([2000, 1800, 200, 0])
  })

  it('and it counts only while nothing else tells of any of its seconds', () => {
    const increments = (run: Reduction) => say(run, { end: 900, gp: 900, m: counts(77, 70), total: [] })
    for (const isFirst of [true, false]) {
      const run = new Reduction()
      if (isFirst) increments(run)
      say(run, { end: 890, gp: 10, m: counts(8900, 8010) })
      say(run, { end: 910, gp: 10, m: counts(9100, 8190) })
      if (!isFirst) {
        expect(setups(run, '1h', 0)).toEqual([200, 180, 20, 0])
        increments(run)
      }
      // the quarter of an hour tells of 890 to 900: the 20 s are left out, and nothing is counted twice
      expect(setups(run, '1h', 0)).toEqual([77, 70, 900, 0])
    }
  })

  it('splits a row that the state has let go, made again from the log', () => {
    const run = new Reduction()
    const later = 3 * 3600
    for (const end of [10, 20, 40, 50, 60]) say(run, { end, gp: 10, m: counts(end * 10, end * 9) })
    say(run, { end: later, gp: 10, m: counts(90_000, 81_000) })
    run.settle()
    // behind the horizon of 10 s
    run.forget('row/10s/')
    say(run, { end: 30, gp: 10, m: counts(300, 270) })
    // 600 − 100 and 540 − 90, in 50 s
    expect(setups(run, '1m', 0)).toEqual([500, 450, 50, 0])
    say(run, { end: 30, gp: 10, m: counts(310, 275), rev: 1 })
    expect(setups(run, '1m', 0)).toEqual([500, 450, 50, 0])
  })
})
