import { describe, expect, it } from 'vitest'
import { partsOf } from '../../support/kpi-parts.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of an hour
const STATION = 'HN-0001'
const ATT = 'RRC.ConnEstabAtt'
const SUCC = 'RRC.ConnEstabSucc'
type Values = Readonly<Record<string, number | null>>

interface Told {
  readonly src?: string
  readonly seq?: number
  readonly rev?: number
  readonly end?: number
  readonly gp?: number
  readonly suspect?: boolean
  readonly m?: Values
  /** By cell; absent: `m` of cell 1. */
  readonly cells?: Readonly<Record<string, Values>>
  readonly station?: Values
  readonly boot?: string
}

function say(run: Reduction, told: Told): void {
  const { src = '0', seq = 0, rev = 0, end = 60, gp = 60, suspect = false, m, station, boot = '1790000000000-7' } = told
  const cells = told.cells ?? (m === undefined ? {} : { 1: m })
  run.send(STATION, 'pm', {
    boot,
    src,
    seq,
    end: T + end * 1000,
    gp,
    rev,
    cells: Object.entries(cells).map(([cell, values]) => ({ cell, suspect, m: values })),
    ...(station !== undefined && { station: { m: station } }),
  })
}

/** The same messages in every order, each by itself and all in one commit: whatever came first, the same is left. */
function inAnyOrder(messages: readonly Told[], look: (run: Reduction) => unknown): unknown {
  const seen = ordersOf(messages).flatMap((order) =>
    [1, order.length].map((batchSize) => {
      const run = new Reduction('sim-test', batchSize)
      for (const told of order) say(run, told)
      return look(run.settle())
    }),
  )
  for (const each of seen) expect(each).toEqual(seen[0])
  return seen[0]
}

function ordersOf<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]]
  return list.flatMap((first, i) => ordersOf(list.toSpliced(i, 1)).map((rest) => [first, ...rest]))
}

/** Of a KPI in one window: its parts that are not 0. */
function of(kpi: string, level: '1m' | '1h' = '1m', cell = '1', t = T) {
  const prefix = `${kpi}.`
  return (run: Reduction) =>
    Object.fromEntries(
      Object.entries(run.cell(level, t, STATION, cell))
        .filter(([field, value]) => field.startsWith(prefix) && value !== 0)
        .map(([field, value]) => [field.slice(prefix.length), value]),
    )
}

/** The same of one 5QI of cell 1. */
const of5qi = (member: string, kpi: string) => (run: Reduction) =>
  run
    .rows()
    .filter((row) => row.table === 'cell_kpi_sub' && row.level === '1m' && row.t === T && row.tags.member === member)
    .map((row) =>
      Object.fromEntries(
        Object.entries(partsOf(row))
          .filter(([field, value]) => field.startsWith(`${kpi}.`) && value !== 0)
          .map(([field, value]) => [field.slice(kpi.length + 1), value]),
      ),
    )

const CU: Told = { src: 'cu', m: { [ATT]: 100 } }
const DU: Told = { src: 'du', m: { [SUCC]: 98 } }

describe('one period of one cell told by several messages', () => {
  it('the CU tells attempts and the DU successes: 98 / 100, observed for 60 s', () => {
    expect(inAnyOrder([CU, DU], of('RrcSetupSuccess'))).toEqual({ att: 100, succ: 98, obs: 60 })
    expect(inAnyOrder([CU, DU], of('RrcSetupSuccess', '1h'))).toEqual({ att: 100, succ: 98, obs: 60 })
  })

  it('one of the two is missing: no figure, and no seconds observed', () => {
    const run = new Reduction()
    say(run, CU)
    say(run, { ...CU, seq: 1, end: 120 })
    say(run, { ...DU, seq: 1, end: 120, m: { [SUCC]: 97 } })
    run.settle()
    expect(of('RrcSetupSuccess')(run)).toEqual({})
    // two minutes of which one is told by both: coverage 60 / 120
    expect(of('RrcSetupSuccess', '1h')(run)).toEqual({ att: 100, succ: 97, obs: 60 })
    expect(run.cell('1h', T, STATION, '1').exp).toBe(120)
  })

  it('a correction of one of the two: 99 / 100', () => {
    const corrected = { ...DU, seq: 1, rev: 1, m: { [SUCC]: 99 } }
    expect(inAnyOrder([CU, DU, corrected], of('RrcSetupSuccess'))).toEqual({ att: 100, succ: 99, obs: 60 })
  })

  it('of what two tell the greater rank stands, counter by counter: rev, then seq', () => {
    const whole = { src: 'cu', seq: 3, m: { [ATT]: 200, [SUCC]: 150 } }
    const later = { src: 'du', seq: 4, m: { [SUCC]: 198 } }
    expect(inAnyOrder([whole, later], of('RrcSetupSuccess'))).toEqual({ att: 200, succ: 198, obs: 60 })
    const corrected = { src: 'cu', seq: 2, rev: 1, m: { [ATT]: 199 } }
    expect(inAnyOrder([whole, later, corrected], of('RrcSetupSuccess'))).toEqual({ att: 199, succ: 198, obs: 60 })
  })

  it('one unit splits its counters over three messages: 300 Mbit in 10 s and 60 s · 50 of 100 PRB', () => {
    const three = [
      { seq: 0, m: { 'VS.DRB.UEThpVolDl': 300_000, 'RRU.PrbUsedDl': 50 } },
      { seq: 1, m: { 'RRU.PrbAvailDl': 100, [ATT]: 10 } },
      { seq: 2, m: { 'VS.DRB.UEThpTimeDl': 10_000, [SUCC]: 9 } },
    ]
    expect(inAnyOrder(three, of('DlUeThroughput'))).toEqual({ vol: 300_000_000, time: 10_000, obs: 60 })
    // 50 PRB · 60 s · 1000 at 15 kHz
    expect(inAnyOrder(three, of('PrbUtilDl'))).toEqual({ used: 3_000_000, avail: 6_000_000, obs: 60 })
    expect(inAnyOrder(three, of('RrcSetupSuccess'))).toEqual({ att: 10, succ: 9, obs: 60 })
  })

  it('never over two periods: those of one end over 60 and 30 s, or neighbours, make nothing together', () => {
    const longer = { ...DU, seq: 1, end: 60, gp: 30 }
    const next = { ...DU, seq: 2, end: 120 }
    expect(inAnyOrder([CU, longer, next], of('RrcSetupSuccess', '1h'))).toEqual({})
  })

  it('the first way to count whose counters are all there, of all that is told', () => {
    // the DU alone would be counted by rate and volume; together with the CU there are volume and time of bursts
    const du = { src: 'du', seq: 9, m: { 'DRB.UEThpDl': 40_000, 'DRB.PdcpSduVolumeDL': 100 } }
    const cu = { src: 'cu', seq: 1, m: { 'VS.DRB.UEThpVolDl': 90_000, 'VS.DRB.UEThpTimeDl': 1_000 } }
    expect(inAnyOrder([du, cu], of('DlUeThroughput'))).toEqual({ vol: 90_000_000, time: 1_000, obs: 60 })
  })

  it('each cell by itself: what another cell is told to lack it does not give', () => {
    const cells = [
      { src: 'cu', cells: { 1: { [ATT]: 100 }, 2: { [ATT]: 50 } } },
      { src: 'du', cells: { 1: { [SUCC]: 98 } } },
    ]
    expect(inAnyOrder(cells, of('RrcSetupSuccess'))).toEqual({ att: 100, succ: 98, obs: 60 })
    expect(inAnyOrder(cells, of('RrcSetupSuccess', '1m', '2'))).toEqual({})
  })
})

describe('sub-counters split between messages', () => {
  it('5QI 9: attempts from the CU, successes from the DU; 90 / 100 of the 5QI, and of the cell', () => {
    const split = [
      { src: 'cu', m: { 'DRB.EstabAtt.5qi9': 100, 'DRB.EstabAtt.5qi1': 20 } },
      { src: 'du', m: { 'DRB.EstabSucc.5qi9': 90 } },
    ]
    expect(inAnyOrder(split, of5qi('9', 'DrbEstabSuccess'))).toEqual([{ att: 100, succ: 90, obs: 60 }])
    expect(inAnyOrder(split, of5qi('1', 'DrbEstabSuccess'))).toEqual([])
    // parts alone add up: 100 + 20 attempts
    expect(inAnyOrder(split, of('DrbEstabSuccess'))).toEqual({ att: 120, succ: 90, obs: 60 })
  })

  it('parts of one total in two messages of one unit: 8 + 2 Mbit', () => {
    const split = [
      { seq: 0, m: { 'DRB.PdcpSduVolumeDL.5qi9': 8 } },
      { seq: 1, m: { 'DRB.PdcpSduVolumeDL.5qi1': 2 } },
    ]
    expect(inAnyOrder(split, of('TrafficVolumeDl'))).toEqual({ vol: 10_000_000, obs: 60 })
    expect(inAnyOrder(split, of5qi('9', 'TrafficVolumeDl'))).toEqual([{ vol: 8_000_000, obs: 60 }])
    // one that is not available, and nobody else tells, makes no total
    const lacking = [...split, { seq: 2, m: { 'DRB.PdcpSduVolumeDL.5qi5': null } }]
    expect(inAnyOrder(lacking, of('TrafficVolumeDl'))).toEqual({})
    // told by another report it is there
    const told = [...lacking, { seq: 3, m: { 'DRB.PdcpSduVolumeDL.5qi5': 1 } }]
    expect(inAnyOrder(told, of('TrafficVolumeDl'))).toEqual({ vol: 11_000_000, obs: 60 })
  })

  it('a total in one, parts unlike it in another: the total counts, suspect', () => {
    const split = [
      { src: 'cu', seq: 1, m: { 'DRB.PdcpSduVolumeDL': 12 } },
      { src: 'du', seq: 5, m: { 'DRB.PdcpSduVolumeDL.5qi9': 8, 'DRB.PdcpSduVolumeDL.5qi1': 2 } },
    ]
    expect(inAnyOrder(split, of('TrafficVolumeDl'))).toEqual({ vol: 12_000_000, obs: 60, sus: 60 })
    expect(inAnyOrder(split, of5qi('9', 'TrafficVolumeDl'))).toEqual([{ vol: 8_000_000, obs: 60, sus: 60 }])
  })

  it('a corrected distribution takes the place of all bins: what it leaves out is 0', () => {
    const bins = 'DRB.UEThpDlDist.bin'
    const corrected = [
      { seq: 0, m: { [`${bins}3`]: 5, [`${bins}7`]: 2 } },
      { seq: 1, rev: 1, m: { [`${bins}3`]: 4, [`${bins}8`]: 1 } },
    ]
    expect(inAnyOrder(corrected, of('UeThpDlDist'))).toMatchObject({ bin3: 4, bin8: 1, obs: 60 })
    expect(inAnyOrder(corrected, of('UeThpDlDist'))).not.toHaveProperty('bin7')
    // in halves, of one revision, it is whole again
    const halves = [
      { seq: 0, m: { [`${bins}3`]: 5 } },
      { seq: 1, m: { [`${bins}7`]: 2 } },
    ]
    expect(inAnyOrder(halves, of('UeThpDlDist'))).toMatchObject({ bin3: 5, bin7: 2, obs: 60 })
  })

  it('causes that a correction leaves out do not stay: 97, and not 97 + 38', () => {
    const corrected = [
      { seq: 0, m: { [`${ATT}.causeMoData`]: 60, [`${ATT}.causeMtAccess`]: 38, [SUCC]: 90 } },
      { seq: 1, rev: 1, m: { [`${ATT}.causeMoData`]: 97 } },
    ]
    expect(inAnyOrder(corrected, of('RrcSetupSuccess'))).toEqual({ att: 97, succ: 90, obs: 60 })
  })
})

describe('guards of what is told together', () => {
  it('suspect where a report is that gave a counter of the KPI, and nowhere else', () => {
    const suspect = { ...DU, suspect: true, m: { [SUCC]: 98, 'RRU.PrbUsedDl': 5, 'RRU.PrbAvailDl': 10 } }
    const cu = { ...CU, m: { [ATT]: 100, 'DRB.PdcpSduVolumeDL': 3 } }
    expect(inAnyOrder([cu, suspect], of('RrcSetupSuccess'))).toEqual({ att: 100, succ: 98, obs: 60, sus: 60 })
    expect(inAnyOrder([cu, suspect], of('PrbUtilDl'))).toMatchObject({ obs: 60, sus: 60 })
    expect(inAnyOrder([cu, suspect], of('TrafficVolumeDl'))).toEqual({ vol: 3_000_000, obs: 60 })
    // corrected by a sound report, none of its counters is in it
    const sound = { ...DU, seq: 1, rev: 1 }
    expect(inAnyOrder([cu, suspect, sound], of('RrcSetupSuccess'))).toEqual({ att: 100, succ: 98, obs: 60 })
  })

  it('more successes than attempts: kept, suspect', () => {
    const more = { ...DU, m: { [SUCC]: 101 } }
    expect(inAnyOrder([CU, more], of('RrcSetupSuccess'))).toEqual({ att: 100, succ: 101, obs: 60, sus: 60 })
  })

  it('a mean above the greatest value, each told by another: suspect', () => {
    const split = [
      { src: 'cu', m: { 'RRC.ConnMean': 12 } },
      { src: 'du', m: { 'RRC.ConnMax': 11 } },
    ]
    expect(inAnyOrder(split, of('ConnMean'))).toMatchObject({ obs: 60, sus: 60 })
  })

  it('more blocks used than there are: quarantined, with one event', () => {
    const split = [
      { src: 'cu', m: { 'RRU.PrbUsedDl': 274 } },
      { src: 'du', m: { 'RRU.PrbAvailDl': 273 } },
    ]
    expect(inAnyOrder(split, of('PrbUtilDl'))).toEqual({})
    const events = (run: Reduction) => run.events('quarantine').map(({ cell, cause, text }) => [cell, cause, text])
    expect(inAnyOrder(split, events)).toEqual([['1', 'above-100-percent', 'RRU.PrbUsedDl: 274000 mPRB']])
  })

  describe('what only several say together', () => {
    /** What operators see of it. */
    const shown = (run: Reduction) =>
      run
        .events('quarantine')
        .filter(({ cause }) => cause !== 'withdrawn')
        .map(({ from, to, cell, cause, text }) => [(from - T) / 1000, ((to ?? 0) - T) / 1000, cell, cause, text])
    const used = (prb: number, end = 60) => ({ src: 'cu', seq: end / 60, end, m: { 'RRU.PrbUsedDl': prb } })
    const avail = (prb: number, end = 60) => ({ src: 'du', seq: end / 60, end, m: { 'RRU.PrbAvailDl': prb } })
    const corrected = (prb: number, end = 60) => ({ ...avail(prb, end), seq: 100 + end / 60, rev: 1 })

    it('is withdrawn by a correction: 274 of 273 blocks, then of 280', () => {
      expect(inAnyOrder([used(274), avail(273), corrected(280)], shown)).toEqual([])
    })

    it('stands where the correction makes it impossible: 274 of 280, then of 273', () => {
      const impossible = [used(274), avail(280), corrected(273)]
      // until the end of its quarter of an hour
      const event = [0, 900, '1', 'above-100-percent', 'RRU.PrbUsedDl: 274000 mPRB']
      expect(inAnyOrder(impossible, shown)).toEqual([event])
    })

    it('stands by what is left of the day: the first example is corrected, the second one is not', () => {
      const first = [used(274), avail(273), corrected(280)]
      const second = [used(275, 1020), avail(273, 1020)]
      // its minute begins at 960 s, in the second quarter
      const event = [960, 1800, '1', 'above-100-percent', 'RRU.PrbUsedDl: 275000 mPRB']
      expect(inAnyOrder([...first, ...second], shown)).toEqual([event])
    })

    it('is told beside what a message says by itself, which stays told, corrected or not', () => {
      const alone = { seq: 7, m: { 'RRU.PrbUsedDl': 300, 'RRU.PrbAvailDl': 273 } }
      const sound = { seq: 8, rev: 1, m: { 'RRU.PrbUsedDl': 200 } }
      const event = [0, 900, '1', 'above-100-percent', 'RRU.PrbUsedDl: 300000 mPRB']
      expect(inAnyOrder([alone, sound], shown)).toEqual([event])
    })
  })

  it('a correction that is impossible takes the figure away with it, whichever came first', () => {
    const whole = { m: { [ATT]: 100, [SUCC]: 98 } }
    const below = { seq: 1, rev: 1, m: { [SUCC]: -1 } }
    expect(inAnyOrder([whole, below], of('RrcSetupSuccess'))).toEqual({})
    const mended = { seq: 2, rev: 2, m: { [SUCC]: 99 } }
    expect(inAnyOrder([whole, below, mended], of('RrcSetupSuccess'))).toEqual({ att: 100, succ: 99, obs: 60 })
  })
})

describe('the station as a whole', () => {
  it('energy from one message, data of its cells from two others: 3 Gbit over 0.5 kWh', () => {
    const volumes = (down: number, up: number) => ({ 'DRB.PdcpSduVolumeDL': down, 'DRB.PdcpSduVolumeUL': up })
    const split = [
      { src: 'power', station: { 'PEE.Energy': 0.5 } },
      { src: 'du1', cells: { 1: volumes(1_000, 100) } },
      { src: 'du2', cells: { 2: volumes(1_800, 100) } },
    ]
    // 1,000 + 100 + 1,800 + 100 Mbit; 500,000 mWh
    const figure = { bits: 3_000_000_000, energy: 500_000, obs: 60 }
    expect(inAnyOrder(split, of('EnergyEfficiency', '1m', ''))).toEqual(figure)
  })
})

describe('beside reports of other periods', () => {
  it('a longer report of one unit takes the place of shorter ones of both, where it has all counters', () => {
    const short = [CU, DU]
    const alone = { src: 'cu', seq: 5, end: 900, gp: 900, m: { [ATT]: 1_000 } }
    const both = { src: 'du', seq: 5, end: 900, gp: 900, m: { [SUCC]: 950 } }
    expect(inAnyOrder([...short, alone], of('RrcSetupSuccess', '1h'))).toEqual({ att: 100, succ: 98, obs: 60 })
    expect(inAnyOrder([...short, alone, both], of('RrcSetupSuccess', '1h'))).toEqual({
      att: 1_000,
      succ: 950,
      obs: 900,
    })
  })

  it('greatest values: 40 of the CU, then a correction to 30', () => {
    const split = [
      { src: 'cu', seq: 0, m: { 'RRC.ConnMax': 40 } },
      { src: 'du', seq: 0, m: { 'RRU.PrbUsedDl': 1, 'RRU.PrbAvailDl': 2 } },
      { src: 'cu', seq: 1, rev: 1, m: { 'RRC.ConnMax': 30, 'RRC.ConnMean': 7 } },
    ]
    expect(inAnyOrder(split, of('ConnMax', '1h'))).toMatchObject({ obs: 60, max: 30_000 })
  })
})

describe('what is behind its horizon', () => {
  it('the second message comes when the finer rows are gone: made again from the log', () => {
    const run = new Reduction()
    say(run, { ...CU, end: 10, gp: 10 })
    say(run, { ...CU, seq: 1, end: 20, gp: 10, m: { [ATT]: 7 } })
    run.send(STATION, 'state', { boot: '1790000000000-7', seq: 9, t: T + 4 * 3_600_000, queued: 0 })
    run.settle().forget('row/10s/')
    say(run, { ...DU, end: 10, gp: 10 })
    run.settle()
    expect(of('RrcSetupSuccess')(run)).toEqual({ att: 100, succ: 98, obs: 10 })
    // and once more, when the minute is made again as a whole
    say(run, { ...DU, seq: 1, rev: 1, end: 10, gp: 10, m: { [SUCC]: 95 } })
    run.settle()
    expect(of('RrcSetupSuccess')(run)).toEqual({ att: 100, succ: 95, obs: 10 })
  })
})
