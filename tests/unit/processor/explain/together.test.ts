import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../../../contract/mod.ts'
import { Reduction } from '../../../support/reduce.ts'
import { explained } from './explained.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of a quarter of an hour
const ATT = 'RRC.ConnEstabAtt'
const SUCC = 'RRC.ConnEstabSucc'

interface Told {
  readonly src?: string
  readonly seq?: number
  readonly rev?: number
  readonly suspect?: boolean
  readonly m?: Readonly<Record<string, number>>
  readonly station?: Readonly<Record<string, number>>
  /** End of its minute, in minutes after T; default 1. */
  readonly end?: number
  /** Its counters are running totals. */
  readonly isTotal?: boolean
}

function say(run: Reduction, told: Told): void {
  const { src = '0', seq = 0, rev = 0, suspect = false, m, station, end = 1, isTotal = false } = told
  run.send('HN-0001', 'pm', {
    boot: '1790000000000-7',
    src,
    seq,
    rev,
    end: T + end * 60_000,
    gp: 60,
    ...(isTotal && { total: [...Object.keys(m ?? {}), ...Object.keys(station ?? {})] }),
    cells: m === undefined ? [] : [{ cell: '1', suspect, m }],
    ...(station !== undefined && { station: { m: station } }),
  })
}

function toldBy(...messages: readonly Told[]): Reduction {
  const run = new Reduction()
  for (const told of messages) say(run, told)
  return run
}

const rrc = (run: Reduction) => explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T })

/** Of each report: offset, use, what it adds, and with which others. */
const usesOf = ({ reports }: Explanation) =>
  reports?.list.map(({ offset, use, stages }) => [offset, use, stages[0]?.parts, stages[0]?.together])

describe('a figure made of several reports of one period', () => {
  it('names both messages, with the counters that each gives; the parts stand once', async () => {
    const run = toldBy({ src: 'cu', seq: 3, m: { [ATT]: 100 } }, { src: 'du', seq: 5, m: { [SUCC]: 98 } })
    const told = await rrc(run)
    expect([told.figure.value, told.check]).toEqual([98, 'agrees'])
    expect(told.reports?.counts).toEqual({ counts: 2 })
    expect(usesOf(told)).toEqual([
      [1, 'counts', {}, [2]],
      // the best by rank: seq 5
      [2, 'counts', { 'RrcSetupSuccess.att': 100, 'RrcSetupSuccess.succ': 98, 'RrcSetupSuccess.obs': 60 }, [1]],
    ])
    expect(told.reports?.list.map(({ src, counters }) => [src, counters.map(({ name }) => name)])).toEqual([
      ['cu', [ATT]],
      ['du', [SUCC]],
    ])
    expect(told.reports?.gaps).toEqual([])
  })

  it('what another tells better is replaced by it, counter by counter', async () => {
    const run = toldBy({ seq: 0, m: { [ATT]: 100, [SUCC]: 90 } }, { seq: 1, rev: 1, m: { [SUCC]: 98 } })
    expect(usesOf(await rrc(run))?.map(([offset, use, , together]) => [offset, use, together])).toEqual([
      [1, 'counts', [2]],
      [2, 'counts', [1]],
    ])
    say(run, { seq: 2, rev: 2, m: { [ATT]: 101 } })
    const told = await rrc(run)
    // the first one has nothing left in it: 98 / 101
    expect([told.figure.value, told.check]).toEqual([(98 / 101) * 100, 'agrees'])
    expect(told.reports?.list.map(({ offset, use, stages }) => [offset, use, stages[0]?.rule])).toEqual([
      [2, 'counts', null],
      [3, 'counts', null],
      [1, 'lost', 'rev'],
    ])
    expect(told.reports?.list[2]?.stages[0]).toMatchObject({
      lostTo: 3,
      lostAt: '1m',
      clause: 'semantics §2',
      parts: { 'RrcSetupSuccess.att': 100, 'RrcSetupSuccess.succ': 90 },
    })
  })

  it('what all of them lack is missing, and not what one of them lacks', async () => {
    const run = toldBy({ seq: 0, m: { 'RRU.PrbUsedDl': 5 } }, { seq: 1, m: { [ATT]: 100 } })
    const told = await rrc(run)
    expect(told.figure.value).toBeNull()
    expect(told.reports?.list.map(({ use, stages }) => [use, stages[0]?.missing])).toEqual([
      ['missing-counters', [SUCC]],
      ['missing-counters', [SUCC]],
    ])
    expect(told.reports?.gaps).toMatchObject([{ reason: 'missing-counters', missing: [SUCC] }])
  })

  it('what cannot be together is said so', async () => {
    const run = toldBy({ seq: 0, m: { 'RRU.PrbUsedDl': 300 } }, { seq: 1, m: { 'RRU.PrbAvailDl': 273 } })
    const told = await explained(run, { kpi: 'PrbUtilDl', level: '1m', at: T })
    expect([told.figure.value, told.reports?.gaps[0]?.reason]).toEqual([null, 'impossible'])
    expect(told.reports?.list.map(({ use, refused }) => [use, refused[0]?.reason])).toEqual([
      ['impossible', 'above-100-percent'],
      ['impossible', 'above-100-percent'],
    ])
  })

  it('suspect where one of them is', async () => {
    const run = toldBy({ src: 'cu', m: { [ATT]: 100 } }, { src: 'du', suspect: true, m: { [SUCC]: 98 } })
    const told = await rrc(run)
    expect([told.figure.suspectShare, told.check]).toEqual([1, 'agrees'])
    expect(told.reports?.list.map(({ stages }) => stages[0]?.suspect)).toEqual([true, true])
  })

  it('a 5QI told by two', async () => {
    const run = toldBy(
      { src: 'cu', seq: 1, m: { 'DRB.EstabAtt.5qi9': 100 } },
      { src: 'du', seq: 2, m: { 'DRB.EstabSucc.5qi9': 90 } },
    )
    const where = { station: ['HN-0001'], cell: ['1'], fiveqi: ['9'] }
    const told = await explained(run, { kpi: 'DrbEstabSuccess', level: '1m', at: T, where })
    expect([told.figure.value, told.check]).toEqual([90, 'agrees'])
    expect(usesOf(told)?.map(([offset, use, , together]) => [offset, use, together])).toEqual([
      [1, 'counts', [2]],
      [2, 'counts', [1]],
    ])
  })

  it('a station as a whole: its energy from one, the data of its cells from another', async () => {
    const run = toldBy(
      { src: 'power', seq: 1, station: { 'PEE.Energy': 0.5 } },
      { src: 'du', seq: 2, m: { 'DRB.PdcpSduVolumeDL': 900, 'DRB.PdcpSduVolumeUL': 100 } },
    )
    const where = { station: ['HN-0001'] }
    const told = await explained(run, { kpi: 'EnergyEfficiency', level: '1m', at: T, where })
    expect(told.check).toBe('agrees')
    expect(usesOf(told)?.map(([offset, use, , together]) => [offset, use, together])).toEqual([
      [1, 'counts', [2]],
      [2, 'counts', [1]],
    ])
  })

  it('running totals of two units: each from its own last word, over lost messages too', async () => {
    const total = (src: string, end: number, m: Readonly<Record<string, number>>): Told => ({
      src,
      seq: src === 'du' ? 2 * end + 1 : 2 * end,
      end,
      m,
      isTotal: true,
    })
    const run = toldBy(
      ...[total('cu', 1, { [ATT]: 1000 }), total('du', 1, { [SUCC]: 990 })],
      ...[total('cu', 2, { [ATT]: 1100 }), total('du', 2, { [SUCC]: 1088 })],
      ...[total('cu', 4, { [ATT]: 1200 }), total('du', 4, { [SUCC]: 1178 })],
    )
    const told = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T + 60_000 })
    expect([told.figure.value, told.check]).toEqual([98, 'agrees'])
    const att = { 'RrcSetupSuccess.att': 100, 'RrcSetupSuccess.obs': 60 }
    // the best by rank: the greater seq
    expect(usesOf(told)).toEqual([
      [3, 'counts', {}, [4]],
      [4, 'counts', { ...att, 'RrcSetupSuccess.succ': 98 }, [3]],
    ])
    expect(told.reports?.list.map(({ differences }) => differences.map(({ name, adds }) => [name, adds]))).toEqual([
      [[ATT, 100]],
      [[SUCC, 98]],
    ])
    const quarter = await explained(run, { kpi: 'RrcSetupSuccess', level: '15m', at: T })
    // (98 + 90) / (100 + 100)
    expect([quarter.figure.value, quarter.check]).toEqual([94, 'agrees'])
    expect(quarter.reports?.counts).toEqual({ counts: 4, 'running-total': 2 })
  })

  it('an energy meter that runs on, and the data of the cells from another unit', async () => {
    const total = (end: number, kWh: number, mbit: number): Told[] => [
      { src: 'power', seq: 2 * end, end, isTotal: true, station: { 'PEE.Energy': kWh } },
      {
        src: 'du',
        seq: 2 * end + 1,
        end,
        isTotal: true,
        m: { 'DRB.PdcpSduVolumeDL': mbit, 'DRB.PdcpSduVolumeUL': 0 },
      },
    ]
    const run = toldBy(...total(1, 5000, 1000), ...total(2, 5000.5, 1300))
    const where = { station: ['HN-0001'] }
    const told = await explained(run, { kpi: 'EnergyEfficiency', level: '1m', at: T + 60_000, where })
    expect(told.check).toBe('agrees')
    expect(usesOf(told)?.map(([offset, use, , together]) => [offset, use, together])).toEqual([
      [3, 'counts', [4]],
      [4, 'counts', [3]],
    ])
  })
})
