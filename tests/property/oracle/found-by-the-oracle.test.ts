import { describe, expect, it } from 'vitest'
import { partsOf } from '../../support/kpi-parts.ts'
import type { Question } from '../../support/oracle/groups.ts'
import { answersOf, storeOf } from '../../support/oracle/open-answers.ts'
import { Reduction } from '../../support/reduce.ts'
import { Station } from '../../support/station-says.ts'

const T = Date.UTC(2026, 9, 1, 5)
const at = (s: number) => T + s * 1000

const lineOf = (differing: object = {}) =>
  ({
    station: 'HN-0001',
    from: T - 86_400_000,
    type: 'station',
    operator: 'op-a',
    province: 'HN',
    zone: 'hoa-lac',
    zoneType: 'it-park',
    phase: 'phase-1',
    vendor: 'vendor-x',
    ...differing,
  }) as const

const registered = (run: Reduction, ...lines: object[]) =>
  run.control({ type: 'registry', at: T, by: 'nga', why: 'trial', lines: lines.map(lineOf) })

/** One KPI over one window of a run, by the tags asked. */
async function figureOf(run: Reduction, kpi: string, question: Partial<Question> = {}, clockS = 7200) {
  const store = await storeOf(run.settle(), at(clockS))
  const answers = await answersOf(store, [kpi], { level: '15m', from: T, to: at(900), by: [], ...question })
  await store.close()
  return Object.fromEntries([...answers.get(kpi)!].map(([group, points]) => [group, [...points.values()][0]]))
}

/** The smallest cases of what the oracle found in figures; each failed before the product was mended. */
describe('found by the oracle in figures', () => {
  it('a station is on air from the second in which it was heard, wherever in the window its service began', async () => {
    const run = new Reduction('sim-oracle')
    registered(run, {})
    new Station(run, T).birth(300).heartbeat(900)
    // 600 of 900 s
    expect((await figureOf(run, 'StationsOnAir', {}, 900))['']).toMatchObject({ value: 600 / 900, n: 600 })
  })

  it('a station in service before it was heard is on air only since then', async () => {
    const run = new Reduction('sim-oracle')
    registered(run, { inServiceFrom: at(100) })
    new Station(run, T).birth(300).heartbeat(900)
    expect((await figureOf(run, 'StationsOnAir', {}, 900))['']).toMatchObject({ value: 600 / 900, n: 800 })
  })

  it('a station that the registry does not know is in no share of the registry', async () => {
    const run = new Reduction('sim-oracle')
    new Station(run, T).birth(0).heartbeat(900)
    expect((await figureOf(run, 'DomesticShare'))['']).toMatchObject({ value: null, n: 0, na: 'never-reported' })
  })

  const observed = (kpi: string, m: Record<string, number>) => {
    const run = new Reduction()
    new Station(run, T).birth(0).reports(0, 60, 60, m)
    return run.settle().cell('1m', T, 'HN-0001', '1')[`${kpi}.obs`] ?? 0
  }

  // §9: impossible alone
  it('a share of more than 100 % is in no figure', () => {
    const volume = { 'DRB.PdcpSduVolumeDL': 12, 'DRB.PdcpSduVolumeUL': 12 }
    expect(observed('UnresVolShareDl', { ...volume, 'DRB.UEUnresVolDl': 101 })).toBe(0)
    expect(observed('UnresVolShareDl', { ...volume, 'DRB.UEUnresVolDl': 100 })).toBe(60)
    expect(observed('PacketLossUl', { ...volume, 'DRB.PacketLossRateUl': 1_000_001 })).toBe(0)
    expect(observed('PacketLossUl', { ...volume, 'DRB.PacketLossRateUl': 1_000_000 })).toBe(60)
    // what does not use it is not touched
    expect(observed('TrafficVolumeDl', { ...volume, 'DRB.UEUnresVolDl': 101 })).toBe(60)
  })

  it('a rate below 0 is in no figure, where it only divides too', () => {
    const rate = (value: number) => ({ 'DRB.PdcpSduVolumeDL': 12, 'DRB.UEThpDl': value })
    expect(observed('DlUeThroughput', rate(-3000))).toBe(0)
    expect(observed('DlUeThroughput', rate(3000))).toBe(60)
  })

  it('less than no data of one cell does not hide in the sum of its station', () => {
    const run = new Reduction()
    const station = new Station(run, T).birth(0, { cells: [{ cell: '1' }, { cell: '2' }] })
    const cell = (id: string, up: number) => ({
      cell: id,
      m: { 'DRB.PdcpSduVolumeDL': 5, 'DRB.PdcpSduVolumeUL': up },
    })
    station.reports(0, 60, 60, {}, { cells: [cell('1', -1), cell('2', 9)], station: { m: { 'PEE.Energy': 0.01 } } })
    station.reports(60, 120, 60, {}, { cells: [cell('1', 1), cell('2', 9)], station: { m: { 'PEE.Energy': 0.01 } } })
    run.settle()
    expect(run.cell('1m', T, 'HN-0001', '')['EnergyEfficiency.obs'] ?? 0).toBe(0)
    expect(run.cell('1m', at(60), 'HN-0001', '')['EnergyEfficiency.obs']).toBe(60)
    expect(run.cell('1m', T, 'HN-0001', '')['Energy.obs']).toBe(60)
  })

  it('the greatest number of users of a cell is its greatest, though it moved to another zone meanwhile', async () => {
    const run = new Reduction('sim-oracle')
    registered(run, {}, { from: at(300), zone: 'da-nang', zoneType: 'city-centre' })
    const station = new Station(run, T).birth(0)
    station.reports(0, 300, 300, { 'RRC.ConnMax': 40 }).reports(300, 900, 300, { 'RRC.ConnMax': 25 })
    expect((await figureOf(run, 'ConnMax'))['']?.value).toBe(40)
    expect((await figureOf(run, 'ConnMax', { by: ['station', 'cell'] }))['HN-0001 1']?.value).toBe(40)
    const byZone = await figureOf(run, 'ConnMax', { by: ['zone'] })
    expect([byZone['hoa-lac']?.value, byZone['da-nang']?.value]).toEqual([40, 25])
  })

  // §4: a KPI takes parts from a period only when all its counters are there
  it('a busy hour is made of reports that tell both directions', async () => {
    const run = new Reduction('sim-oracle')
    const station = new Station(run, T).birth(0)
    station.reports(0, 1800, 900, { 'DRB.PdcpSduVolumeDL': 100, 'DRB.PdcpSduVolumeUL': 10 })
    station.reports(1800, 3600, 900, { 'DRB.PdcpSduVolumeDL': 100 })
    const day = Date.UTC(2026, 8, 30, 17)
    const asked = { level: '1d' as const, from: day, to: day + 86_400_000 }
    expect((await figureOf(run, 'BH.zone.sum', asked))['']).toMatchObject({ value: 220, n: 1800, hour: 12 })
  })

  const probed = (run: Reduction, seq = 0, s = 10) =>
    run.send('PROBE-1', 'test', {
      ...{ boot: '1-1', seq, t: at(s), campaign: 'c', server: 's', ue: 'phone-1', plmn: '452-04', rat: 'NR' },
      ...{ place: 'indoor', kind: 'signal', ssRsrpDbm: -90, result: 'ok' },
    })

  it('samples taken before the registry knew their probe move to its zone, and later ones come there', async () => {
    const run = new Reduction('sim-oracle')
    probed(run)
    const line = { station: 'PROBE-1', type: 'probe', inServiceFrom: at(0) }
    registered(run, line, { ...line, from: at(300), zone: 'da-nang', zoneType: 'city-centre' })
    probed(run, 1, 400)
    const byZone = await figureOf(run, 'TestSignalShare', { by: ['zone'] })
    expect(Object.keys(byZone).sort()).toEqual(['da-nang', 'hoa-lac'])
    expect([byZone['da-nang']?.n, byZone['hoa-lac']?.n]).toEqual([1, 1])
    // a probe is not expected to report
    expect(run.rows().every((row) => (partsOf(row).exp ?? 0) === 0)).toBe(true)
  })

  it('the silence of a station is not why there are no samples of probes', async () => {
    const run = new Reduction('sim-oracle')
    run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
    new Station(run, T).birth(0)
    new Station(run, T, 'CLOCK-1').heartbeat(900)
    expect((await figureOf(run, 'TestDlMean'))['']?.na).toBe('never-reported')
    expect((await figureOf(run, 'TrafficVolumeDl'))['']?.na).toBe('silent')
  })

  it('a probe in a zone of cells that are only non-stand-alone does not make their zeros a gap', async () => {
    const run = new Reduction('sim-oracle')
    new Station(run, T)
      .birth(0, { cells: [{ cell: '1', mode: 'NSA' }] })
      .state(0)
      .state(300)
    probed(run)
    expect((await figureOf(run, 'RrcSetupSuccess', { by: ['zone'] })).unregistered?.na).toBe('nsa')
    expect((await figureOf(run, 'TestSignalShare', { by: ['zone'] })).unregistered).toMatchObject({ value: 100, n: 1 })
  })

  // contract: a birth comes at every connect; of one boot the first has told when and why it began
  it.each([[['first', 'again']], [['again', 'first']]])(
    'a birth that is said again on a new connection begins no boot: %j',
    (order) => {
      const run = new Reduction()
      run.control({ type: 'tick', at: at(7200), since: T, connected: true, accepting: true })
      const station = new Station(run, T).birth(0).state(0).state(300)
      const prev = { boot: station.boot, last: 2 }
      station.boot = '1790000900000-8'
      for (const what of order) {
        station.seq = what === 'first' ? 0 : 3
        if (what === 'first')
          station
            .birth(600, { started: at(590), reason: 'operator', prev })
            .state(600)
            .state(750)
        else station.birth(800).state(900)
        run.settle()
      }
      expect(run.times('15m', T, 'HN-0001', '1')).toEqual({
        exp: 900,
        'avail.up': 600,
        'avail.down': 290,
        'avail.down_manual': 290,
        'avail.unknown': 10,
      })
      expect(run.events('restart').map(({ from, cause }) => [from, cause])).toEqual([[at(590), 'operator']])
    },
  )

  // §1: a function of the set of messages
  it.each([[['birth', 'report']], [['report', 'birth']]])(
    'percents are of the blocks that the birth tells: %j',
    (order) => {
      const run = new Reduction()
      const station = new Station(run, T)
      for (const what of order) {
        station.seq = what === 'birth' ? 0 : 1
        if (what === 'birth') station.birth(0, { cells: [{ cell: '1', nrb: 273 }] })
        else station.reports(0, 60, 60, { 'RRU.PrbTotDl': 50 })
      }
      for (const level of ['1m', '1h'] as const) {
        const { 'PrbUtilDl.used': used, 'PrbUtilDl.avail': avail } = run.settle().cell(level, T, 'HN-0001', '1')
        // 273 PRB over 60 s in PRB·ms, half of them used
        expect([used, avail]).toEqual([8_190_000, 16_380_000])
      }
    },
  )

  // §2: never order of arrival
  it.each([[[0, 1]], [[1, 0]]])('of two samples of one instant the first by its number counts: %j', async (order) => {
    const run = new Reduction('sim-oracle')
    const same = { boot: '1-1', t: at(10), campaign: 'c', server: 's', ue: 'phone-1', plmn: '452-04', rat: 'NR' }
    for (const seq of order) {
      const ms = seq === 0 ? 20 : 90
      run.send('PROBE-1', 'test', { ...same, seq, place: 'indoor', kind: 'access', ms, result: 'ok' })
    }
    expect((await figureOf(run, 'TestAccessDelay'))['']).toMatchObject({ value: 20, n: 1 })
  })
})
