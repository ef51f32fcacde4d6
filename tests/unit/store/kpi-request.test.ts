import { describe, expect, it } from 'vitest'
import { KPIS, LEVEL_MS } from '../../../contract/mod.ts'
import { checkPoints, KpiRequestError, MAX_POINTS, parseKpiRequest } from '../../../store/query/kpi-request.ts'

const DAY = LEVEL_MS['1d']
/** 2026-11-22T00:00:00 in Asia/Ho_Chi_Minh. */
const MIDNIGHT = Date.UTC(2026, 10, 21, 17)

const parse = (query: string) => parseKpiRequest(new URLSearchParams(query))
const request = (query: string) => {
  const parsed = parse(query)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.request
}
const message = (query: string) => {
  const parsed = parse(query)
  if (parsed.ok) throw new Error('expected a refusal')
  return parsed.message
}

describe('parseKpiRequest', () => {
  it('reads every parameter', () => {
    const query = `kpi=CellAvail.Total,DlUeThroughput&kpi=PrbUtilDl&level=1h&from=${MIDNIGHT}&to=${MIDNIGHT + DAY}&by=zone,band&by=mode&zone=hoa-lac&zone=cau-giay&operator=op-a`
    expect(request(query)).toEqual({
      kpis: ['CellAvail.Total', 'DlUeThroughput', 'PrbUtilDl'],
      level: '1h',
      from: MIDNIGHT,
      to: MIDNIGHT + DAY,
      by: ['zone', 'band', 'mode'],
      where: { operator: ['op-a'], zone: ['hoa-lac', 'cau-giay'] },
    })
  })

  it('takes a plain record of lists just as well', () => {
    const parsed = parseKpiRequest({
      kpi: ['CellAvail.Total'],
      level: ['1d'],
      from: [String(MIDNIGHT)],
      to: [String(MIDNIGHT + DAY)],
      zone: ['a', 'b'],
    })
    expect(parsed).toEqual({
      ok: true,
      request: {
        kpis: ['CellAvail.Total'],
        level: '1d',
        from: MIDNIGHT,
        to: MIDNIGHT + DAY,
        by: [],
        where: { zone: ['a', 'b'] },
      },
    })
  })

  it('refuses what a KPI cannot be asked by, and says what it can', () => {
    const rest = `from=${MIDNIGHT}&to=${MIDNIGHT + DAY}`
    expect(message(`kpi=BH.zone.sum&level=1h&${rest}`)).toBe(
      'BH.zone.sum is the busy hour of a day: allowed levels are 1d, all, got 1h',
    )
    expect(parse(`kpi=BH.zone.sum&level=1d&${rest}`).ok).toBe(true)
    expect(message(`kpi=Energy&level=1h&by=band&${rest}`)).toBe(
      'Energy is about stations, which have no tag band; allowed are operator, province, zone, zone_type, station, vendor, software, phase',
    )
    expect(message(`kpi=TrafficVolumeDl,Energy&level=1h&cell=1&${rest}`)).toContain('no tag cell')
    expect(parse(`kpi=Energy&level=1h&by=station&zone=hoa-lac&${rest}`).ok).toBe(true)
  })

  it('counts a kpi, tag or value named twice once', () => {
    const read = request(
      `kpi=PrbUtilDl,PrbUtilDl&level=1d&from=${MIDNIGHT}&to=${MIDNIGHT + DAY}&by=zone,zone&zone=a&zone=a`,
    )
    expect(read).toMatchObject({ kpis: ['PrbUtilDl'], by: ['zone'], where: { zone: ['a'] } })
  })

  it.each([
    // from and to, snapped down to the level
    ['10s', 12_345, 39_999, 10_000, 30_000],
    ['1m', 60_000, 179_999, 60_000, 120_000],
    ['15m', 899_999, 1_800_001, 0, 1_800_000],
    ['1h', 3_599_999, 7_200_000, 0, 7_200_000],
    ['all', 12_345, 39_999, 10_000, 30_000],
    // a day starts at 17:00Z: 16:59:59.999Z of 1 January belongs to the day that began on 31 December
    ['1d', 17 * 3_600_000 - 1, 41 * 3_600_000, -7 * 3_600_000, 41 * 3_600_000],
  ])('snaps %s down: %d to %d', (level, from, to, snappedFrom, snappedTo) => {
    expect(request(`kpi=PrbUtilDl&level=${level}&from=${from}&to=${to}`)).toMatchObject({
      from: snappedFrom,
      to: snappedTo,
    })
  })

  it('lists what is allowed where a name is unknown', () => {
    const rest = `&from=${MIDNIGHT}&to=${MIDNIGHT + DAY}`
    const kpi = message(`kpi=Nonsense&level=1h${rest}`)
    expect(kpi).toContain('"Nonsense"')
    for (const { id } of KPIS) expect(kpi).toContain(id)
    expect(message(`level=1h${rest}`)).toMatch(/^kpi is missing; allowed are .*CellAvail\.Total/)
    expect(message(`kpi=PrbUtilDl&level=5m${rest}`)).toBe('unknown level "5m"; allowed are 10s, 1m, 15m, 1h, 1d, all')
    expect(message(`kpi=PrbUtilDl${rest}`)).toBe('level is missing; allowed are 10s, 1m, 15m, 1h, 1d, all')
    expect(message(`kpi=PrbUtilDl&level=1h&by=colour${rest}`)).toMatch(
      /unknown tag "colour"; allowed are operator, .*phase/,
    )
    expect(message(`kpi=PrbUtilDl&level=1h&colour=red${rest}`)).toMatch(
      /unknown parameter "colour"; allowed are kpi, .*phase/,
    )
    expect(message(`kpi=PrbUtilDl&level=1h&by=fiveqi${rest}`)).toMatch(
      /^PrbUtilDl cannot be told by fiveqi: it cannot be split; by fiveqi there are DlUeThroughput, /,
    )
    expect(message(`kpi=PduSessionSetupSuccess&level=1h&plmn=452-04${rest}`)).toContain(
      'PduSessionSetupSuccess cannot be told by plmn: it can by snssai; by plmn there are ',
    )
    expect(message(`kpi=TrafficVolumeDl&level=1h&by=plmn&fiveqi=9${rest}`)).toBe(
      'counters are split by one thing at a time: expected one of plmn, snssai, fiveqi, got plmn and fiveqi',
    )
    // the partition of zone rows is nobody's question
    expect(message(`kpi=PrbUtilDl&level=1h&by=partition${rest}`)).toContain('unknown tag "partition"')
  })

  it.each([
    ['from is missing', 'to=1'],
    ['to is missing', 'from=1'],
    ['from must be whole milliseconds', 'from=yesterday&to=1'],
    ['from must be whole milliseconds', 'from=1.5&to=1'],
    ['to must be whole milliseconds', 'from=1&to=9007199254740991'],
    ['to may be given once, came 2 times', 'from=1&to=1&to=2'],
    ['to must lie at least one window of 1h after from', 'from=3600000&to=7199999'],
    ['to must lie at least one window of 1h after from', 'from=7200000&to=3600000'],
  ])('%s', (start, times) => {
    expect(message(`kpi=PrbUtilDl&level=1h&${times}`)).toContain(start)
  })

  it('refuses a tag value that no row can have, quoted', () => {
    const query = new URLSearchParams({ kpi: 'PrbUtilDl', level: '1h', from: '0', to: '3600000', zone: 'a,b' })
    expect(parseKpiRequest(query)).toMatchObject({ ok: false, message: expect.stringContaining('"a,b"') as string })
    const many = Array.from({ length: 1001 }, (_, i) => `station=s${i}`).join('&')
    expect(message(`kpi=PrbUtilDl&level=1h&from=0&to=3600000&${many}`)).toContain('station has 1001 values')
  })

  it('takes 50,000 points and not one more', () => {
    const to = (points: number) => `kpi=PrbUtilDl&level=10s&from=0&to=${points * 10_000}`
    expect(parse(to(MAX_POINTS)).ok).toBe(true)
    expect(message(to(MAX_POINTS + 1))).toMatch(/50001 points .* at most 50000 .* coarser level/)
    // two KPIs make twice the points
    expect(parse(`${to(MAX_POINTS / 2)}&kpi=CellAvail.Total`).ok).toBe(true)
    expect(parse(`${to(MAX_POINTS / 2 + 1)}&kpi=CellAvail.Total`).ok).toBe(false)
    // one value is one point, however long the time
    expect(parse(`kpi=PrbUtilDl&level=all&from=0&to=${1e12}`).ok).toBe(true)
  })

  it('knows the points of several series', () => {
    expect(() => checkPoints(500, 100, 1)).not.toThrow()
    expect(() => checkPoints(501, 100, 1)).toThrow(KpiRequestError)
  })
})
