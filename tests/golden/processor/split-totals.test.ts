import { describe, expect, it } from 'vitest'
import type { Level } from '../../../contract/mod.ts'
import { Reduction } from '../../support/reduce.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of an hour
const STATION = 'HN-0001'
const ATT = 'RRC.ConnEstabAtt'
const SUCC = 'RRC.ConnEstabSucc'

interface Told {
  readonly src: string
  /** End of its minute, in seconds after T. */
  readonly end: number
  readonly m: Readonly<Record<string, number>>
  readonly seq?: number
  readonly rev?: number
  readonly suspect?: boolean
  readonly station?: Readonly<Record<string, number>>
}

function say(run: Reduction, { src, end, m, seq = end, rev = 0, suspect = false, station = {} }: Told): void {
  run.send(STATION, 'pm', {
    boot: '1790000000000-7',
    src,
    seq,
    end: T + end * 1000,
    gp: 60,
    rev,
    // PRB are means of their period, never running totals
    total: [...Object.keys(m), ...Object.keys(station)].filter((name) => !name.startsWith('RRU.')),
    cells: [{ cell: '1', m, suspect }],
    ...(Object.keys(station).length > 0 && { station: { m: station } }),
  })
}

/** The same messages from first to last, from last to first, and all in one commit. */
function inOrders(messages: readonly Told[], look: (run: Reduction) => unknown): unknown {
  const seen = [messages, messages.toReversed()].flatMap((order) =>
    [1, order.length].map((batchSize) => {
      const run = new Reduction('sim-test', batchSize)
      for (const told of order) say(run, told)
      return look(run.settle())
    }),
  )
  for (const each of seen) expect(each).toEqual(seen[0])
  return seen[0]
}

/** Attempts, successes, seconds observed, seconds suspect. */
const setups = (level: Level, startS: number) => (run: Reduction) => {
  const row = run.cell(level, T + startS * 1000, STATION, '1')
  if (row['RrcSetupSuccess.obs'] === undefined) return 'nothing'
  return ['att', 'succ', 'obs', 'sus'].map((part) => row[`RrcSetupSuccess.${part}`])
}

const cu = (end: number, att: number): Told => ({ src: 'cu', end, m: { [ATT]: att } })
const du = (end: number, succ: number): Told => ({ src: 'du', end, m: { [SUCC]: succ } })

describe('running totals of one period told by several units', () => {
  it('are counted each from its own last word, and stand together', () => {
    const messages = [cu(60, 1000), du(60, 990), cu(120, 1100), du(120, 1088)]
    // 1100 − 1000 attempts of the one, 1088 − 990 successes of the other
    expect(inOrders(messages, setups('1m', 60))).toEqual([100, 98, 60, 0])
    expect(inOrders(messages, setups('1h', 0))).toEqual([100, 98, 60, 0])
  })

  it('over lost messages too, where both lost the same', () => {
    const messages = [cu(60, 1000), du(60, 990), cu(180, 1100), du(180, 1088)]
    expect(inOrders(messages, setups('1m', 120))).toBe('nothing')
    expect(inOrders(messages, setups('15m', 0))).toEqual([100, 98, 120, 0])
  })

  it('where one lost a message the time until then is not known of both', () => {
    // attempts of 60 to 180, successes of 60 to 120 and of 120 to 180
    const messages = [cu(60, 1000), du(60, 990), du(120, 1040), cu(180, 1100), du(180, 1088)]
    expect(inOrders(messages, setups('15m', 0))).toBe('nothing')
    // it comes: 52 attempts and 50 successes, then 48 and 48
    expect(inOrders([...messages, cu(120, 1052)], setups('1m', 60))).toEqual([52, 50, 60, 0])
    expect(inOrders([...messages, cu(120, 1052)], setups('1m', 120))).toEqual([48, 48, 60, 0])
    expect(inOrders([...messages, cu(120, 1052)], setups('15m', 0))).toEqual([100, 98, 120, 0])
  })

  it('a correction of one corrects the figure of both, and the one behind it', () => {
    const messages = [cu(60, 1000), du(60, 990), cu(120, 1100), du(120, 1088), cu(180, 1200), du(180, 1180)]
    const corrected: Told = { ...cu(120, 1110), seq: 121, rev: 1 }
    expect(inOrders([...messages, corrected], setups('1m', 60))).toEqual([110, 98, 60, 0])
    expect(inOrders([...messages, corrected], setups('1m', 120))).toEqual([90, 92, 60, 60])
    expect(inOrders([...messages, corrected], setups('15m', 0))).toEqual([200, 190, 120, 60])
  })

  it('a part told by another makes the sum; one that fell, or was not told again, makes none', () => {
    const byCause = (src: string, end: number, cause: string, att: number, succ?: number): Told => ({
      src,
      end,
      m: { [`${ATT}.${cause}`]: att, ...(succ !== undefined && { [SUCC]: succ }) },
    })
    const first = [byCause('cu', 60, 'causeA', 600, 990), byCause('du', 60, 'causeB', 400)]
    // 60 of A and 40 of B
    const second = [byCause('cu', 120, 'causeA', 660, 1088), byCause('du', 120, 'causeB', 440)]
    expect(inOrders([...first, ...second], setups('1m', 60))).toEqual([100, 98, 60, 0])
    // B went from 400 to 3: nobody knows how many there were
    const fallen = [second[0] as Told, byCause('du', 120, 'causeB', 3)]
    expect(inOrders([...first, ...fallen], setups('1m', 60))).toBe('nothing')
    expect(inOrders([...first, second[0] as Told], setups('1m', 60))).toBe('nothing')
  })

  it('what is suspect in one is so for what is made of both, on either side', () => {
    const messages = [
      ...[cu(60, 1000), du(60, 990), cu(120, 1100), { ...du(120, 1088), suspect: true }],
      ...[cu(180, 1200), du(180, 1180), cu(240, 1300), du(240, 1270)],
    ]
    const suspect = (run: Reduction) => [60, 120, 180].map((at) => (setups('1m', at)(run) as number[])[3])
    expect(inOrders(messages, suspect)).toEqual([60, 60, 0])
  })

  it('an energy meter by itself, and the data of the cells by another unit', () => {
    const meter = (end: number, kWh: number): Told => ({ src: 'power', end, m: {}, station: { 'PEE.Energy': kWh } })
    const data = (end: number, dl: number): Told => ({
      src: 'du',
      end,
      m: { 'DRB.PdcpSduVolumeDL': dl, 'DRB.PdcpSduVolumeUL': 0 },
    })
    const messages = [meter(60, 5000), data(60, 1000), meter(120, 5000.5), data(120, 1300)]
    const row = (run: Reduction) => {
      const all = run.cell('1m', T + 60_000, STATION, '')
      return ['bits', 'energy', 'obs'].map((part) => all[`EnergyEfficiency.${part}`])
    }
    // 300 Mbit and 0.5 kWh
    expect(inOrders(messages, row)).toEqual([300e6, 500_000, 60])
  })

  it('in a row that the state has let go, made again from the log', () => {
    const run = new Reduction()
    for (const told of [cu(60, 1000), du(60, 990), cu(180, 1200), du(180, 1180), cu(120, 1100)]) say(run, told)
    run.settle()
    run.forget('row/')
    say(run, du(120, 1088))
    expect(setups('1m', 60)(run.settle())).toEqual([100, 98, 60, 0])
    expect(setups('15m', 0)(run)).toEqual([200, 190, 120, 0])
  })

  it('what they say together and cannot be is told, and withdrawn by a correction, whatever came first', () => {
    const events = (run: Reduction) =>
      run.events('quarantine').flatMap(({ cause, text }) => (cause === 'withdrawn' ? [] : [`${cause} ${text}`]))
    const used = (end: number, value: number): Told => ({
      src: 'du',
      end,
      m: { [SUCC]: 990 + end, 'RRU.PrbUsedDl': value },
    })
    const avail = (end: number): Told => ({ src: 'cu', end, m: { [ATT]: 1000 + end, 'RRU.PrbAvailDl': 273 } })
    const messages = [avail(60), used(60, 100), avail(120), used(120, 300)]
    // 300 of 273
    expect(inOrders(messages, events)).toEqual(['above-100-percent RRU.PrbUsedDl: 300000 mPRB'])
    const corrected: Told = { ...used(120, 30), seq: 121, rev: 1 }
    expect(inOrders([...messages, corrected], events)).toEqual([])
  })
})
