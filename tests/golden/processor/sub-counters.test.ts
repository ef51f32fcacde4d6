import { describe, expect, it } from 'vitest'
import { partsOf } from '../../support/kpi-parts.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of an hour
const BOOT = '1790000000000-7'

interface Choice {
  readonly seq: number
  readonly end?: number
  readonly gp?: number
  readonly rev?: number
}

function report(run: Reduction, m: Record<string, number | null>, { seq, end = 60, gp = 60, rev = 0 }: Choice): void {
  run.send('HN-0001', 'pm', { boot: BOOT, seq, end: T + end * 1000, gp, rev, cells: [{ cell: '1', m }] })
}

/** Fields of a KPI in the rows of one member, at each tag set. */
function member(run: Reduction, name: string, kpi: string, level = '1m', t = T): Record<string, number>[] {
  const [split, which] = name.split('=')
  return run
    .rows()
    .filter((row) => row.table === 'cell_kpi_sub' && row.level === level && row.t === t)
    .filter((row) => row.tags.split === split && row.tags.member === which)
    .map((row) => {
      const own = Object.entries(partsOf(row)).filter(([field]) => field.startsWith(`${kpi}.`))
      return Object.fromEntries(own.map(([field, value]) => [field.slice(kpi.length + 1), value]))
    })
}

describe('typed sub-counters become figures of PLMNs, slices and 5QIs', () => {
  it('each member has the parts of its own counters, at every level', () => {
    const run = new Reduction()
    report(run, { 'DRB.PdcpSduVolumeDL.5qi1': 2, 'DRB.PdcpSduVolumeDL.5qi9': 8 }, { seq: 1, end: 60 })
    report(run, { 'DRB.PdcpSduVolumeDL.5qi9': 5 }, { seq: 2, end: 120 })
    run.settle()
    const vol = (bits: number, obs: number) => ({ vol: bits, obs, sus: 0, alt_f1u: 0 })
    expect(member(run, 'fiveqi=1', 'TrafficVolumeDl')).toEqual([vol(2e6, 60)])
    expect(member(run, 'fiveqi=9', 'TrafficVolumeDl')).toEqual([vol(8e6, 60)])
    // an hour: 8 + 5 of 5QI 9, and 2 of 5QI 1, which the second report does not tell of
    expect(member(run, 'fiveqi=9', 'TrafficVolumeDl', '1h')).toEqual([vol(13e6, 120)])
    expect(member(run, 'fiveqi=1', 'TrafficVolumeDl', '1h')).toEqual([vol(2e6, 60)])
    // the cell: 2 + 8 + 5
    expect(run.cell('1h', T, 'HN-0001', '1')['TrafficVolumeDl.vol']).toBe(15e6)
  })

  it('PLMNs, slices and 5QIs of one report are told apart, and the cell counts one of them', () => {
    const run = new Reduction()
    const volumes = {
      'DRB.PdcpSduVolumeDL.plmn452-04': 6,
      'DRB.PdcpSduVolumeDL.plmn452-01': 4,
      'DRB.PdcpSduVolumeDL.snssai1-000001': 10,
      'DRB.PdcpSduVolumeDL.5qi9': 10,
    }
    report(run, volumes, { seq: 1 })
    run.settle()
    expect(member(run, 'plmn=452-04', 'TrafficVolumeDl')[0]?.vol).toBe(6e6)
    expect(member(run, 'plmn=452-01', 'TrafficVolumeDl')[0]?.vol).toBe(4e6)
    expect(member(run, 'snssai=1-000001', 'TrafficVolumeDl')[0]?.vol).toBe(10e6)
    // not 6 + 4 + 10 + 10
    expect(run.cell('1m', T, 'HN-0001', '1')['TrafficVolumeDl.vol']).toBe(10e6)
  })

  it('a bearer of one 5QI leads over the RRC connection and the NG signalling of the cell (TS 28.554 6.2.4)', () => {
    const run = new Reduction()
    const counters = {
      'RRC.ConnEstabAtt': 1000,
      'RRC.ConnEstabSucc': 990,
      'UECNTX.ConnEstabAtt': 990,
      'UECNTX.ConnEstabSucc': 985,
      'DRB.InitialEstabAtt.5qi1': 100,
      'DRB.InitialEstabSucc.5qi1': 90,
      'DRB.InitialEstabAtt.5qi9': 880,
      'DRB.InitialEstabSucc.5qi9': 880,
    }
    report(run, counters, { seq: 1 })
    run.settle()
    // 990/1000 · 985/990 · 90/100 = 88.65 %, and 98.5 % of 5QI 9
    expect(member(run, 'fiveqi=1', 'DRBAccessibility')).toMatchObject([
      { rrc_succ: 990, rrc_att: 1000, ng_succ: 985, ng_att: 990, drb_succ: 90, drb_att: 100 },
    ])
    expect(member(run, 'fiveqi=9', 'DRBAccessibility')).toMatchObject([{ drb_succ: 880, drb_att: 880 }])
    expect(run.cell('1m', T, 'HN-0001', '1')).toMatchObject({
      'DRBAccessibility.drb_succ': 970,
      'DRBAccessibility.drb_att': 980,
    })
    // RRC counters have no 5QI of their own: alone they make no row
    expect(member(run, 'fiveqi=1', 'RrcSetupSuccess')).toEqual([{}])
  })

  it('counters that do not all tell of a member make nothing of it', () => {
    const run = new Reduction()
    report(run, { 'DRB.EstabAtt.5qi1': 5, 'DRB.EstabAtt.5qi9': 7, 'DRB.EstabSucc.5qi9': 7 }, { seq: 1 })
    run.settle()
    expect(member(run, 'fiveqi=9', 'DrbEstabSuccess')).toMatchObject([{ att: 7, succ: 7, obs: 60 }])
    expect(member(run, 'fiveqi=1', 'DrbEstabSuccess')).toEqual([])
  })

  it('a total unlike its parts is suspect, of the cell and of its members; the total counts', () => {
    const run = new Reduction()
    const volumes = { 'DRB.PdcpSduVolumeDL': 12, 'DRB.PdcpSduVolumeDL.5qi1': 2, 'DRB.PdcpSduVolumeDL.5qi9': 8 }
    report(run, volumes, { seq: 1 })
    run.settle()
    expect(run.cell('1m', T, 'HN-0001', '1')).toMatchObject({
      'TrafficVolumeDl.vol': 12e6,
      'TrafficVolumeDl.obs': 60,
      'TrafficVolumeDl.sus': 60,
    })
    expect(member(run, 'fiveqi=9', 'TrafficVolumeDl')).toMatchObject([{ vol: 8e6, obs: 60, sus: 60 }])
  })

  it('a coarser report replaces finer ones of a member, a corrected one the one before, whichever came first', () => {
    const say = [
      (run: Reduction) => report(run, { 'DRB.PdcpSduVolumeDL.5qi9': 3 }, { seq: 1, end: 60 }),
      (run: Reduction) => report(run, { 'DRB.PdcpSduVolumeDL.5qi9': 4 }, { seq: 2, end: 60, rev: 1 }),
      (run: Reduction) => report(run, { 'DRB.PdcpSduVolumeDL.5qi9': 90 }, { seq: 3, end: 900, gp: 900 }),
    ]
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const run = new Reduction()
      for (const i of order) say[i]?.(run)
      run.settle()
      expect(member(run, 'fiveqi=9', 'TrafficVolumeDl')[0]?.vol).toBe(4e6)
      expect(member(run, 'fiveqi=9', 'TrafficVolumeDl', '15m')[0]).toMatchObject({ vol: 90e6, obs: 900 })
    }
  })

  it('members move with their cell to another tag set, and leave zeros behind', () => {
    const run = new Reduction()
    report(run, { 'DRB.PdcpSduVolumeDL.5qi9': 8 }, { seq: 1 })
    run.send('HN-0001', 'birth', { boot: BOOT, seq: 0, t: T, conn: 'c', software: '2.0', cells: [{ cell: '1' }] })
    run.settle()
    const rows = run.rows().filter((row) => row.level === '1m' && row.t === T)
    for (const table of ['cell_kpi', 'cell_kpi_sub']) {
      const volumes = rows
        .filter((row) => row.table === table)
        .map((row) => [row.tags.software, partsOf(row)['TrafficVolumeDl.vol'], partsOf(row)['TrafficVolumeDl.obs']])
        .sort()
      // what is not written again as 0 would stand in InfluxDB beside its new place
      expect(volumes, table).toEqual([
        ['2.0', 8e6, 60],
        ['unknown', 0, 0],
      ])
    }
  })
})
