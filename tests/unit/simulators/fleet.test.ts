import { describe, expect, test, vi } from 'vitest'
import { isSafeTagValue, STATION_PATTERN } from '../../../contract/mod.ts'
import { type Fleet, parseFleet } from '../../../simulators/fleet/fleet.ts'
import { registryOf } from '../../../simulators/fleet/registry-of.ts'
import { TRIAL_2020_FLEET } from '../../../simulators/fleets/trial-2020.ts'
import { NOON } from './small-fleet.ts'

const { stations } = TRIAL_2020_FLEET

describe('the trial fleet', () => {
  test('has the sizes of the licences of 2020', () => {
    expect(stations.filter((s) => s.operator === 'nha-mang-a')).toHaveLength(140)
    expect(stations.filter((s) => s.operator === 'nha-mang-b')).toHaveLength(50)
    expect(stations.every((s) => s.cells.length === 3)).toBe(true)
  })

  test('is mostly NSA, with every mode and every zone type of the trial', () => {
    const share = (mode: string) => stations.filter((s) => s.mode === mode).length / stations.length
    expect(share('NSA')).toBeCloseTo(0.85, 1)
    expect(share('SA')).toBeGreaterThan(0)
    expect(share('SA+NSA')).toBeGreaterThan(0)
    const types = new Set(registryOf(TRIAL_2020_FLEET, NOON).map((line) => line.zoneType))
    expect([...types].sort()).toEqual(['city-centre', 'industrial-park', 'it-park', 'research', 'university'])
  })

  test('is the same at every start', async () => {
    vi.resetModules()
    const again = await import('../../../simulators/fleets/trial-2020.ts')
    expect(again.TRIAL_2020_FLEET).not.toBe(TRIAL_2020_FLEET)
    expect(again.TRIAL_2020_FLEET).toEqual(TRIAL_2020_FLEET)
  })

  test('has carriers as wide as their blocks', () => {
    const nrbOf = new Map(stations.flatMap((s) => s.cells).map((c) => [`${c.bandwidthMHz}/${c.scsKHz}`, c.nrb]))
    expect(nrbOf).toEqual(
      new Map([
        ['100/30', 273],
        ['40/30', 106],
        ['100/120', 66],
      ]),
    )
  })
})

describe('the registry of a fleet', () => {
  test('has one line per station whose tags are safe', () => {
    const lines = registryOf(TRIAL_2020_FLEET, NOON)
    expect(new Set(lines.map((line) => line.station)).size).toBe(190)
    for (const { station, operator, province, zone, zoneType, vendor, phase, cells } of lines) {
      expect(station).toMatch(STATION_PATTERN)
      expect([operator, province, zone, zoneType, vendor, phase].filter((tag) => !isSafeTagValue(tag))).toEqual([])
      expect(cells).toEqual(['1', '2', '3'])
    }
    expect(lines[0]).toMatchObject({
      station: 'HN-0001',
      from: NOON,
      operatorName: 'Nhà mạng A',
      licenceSiteCap: 140,
      province: 'VN-HN',
      phase: 'commercial-trial-2020',
      equipmentOrigin: 'domestic',
    })
  })
})

describe('a fleet file', () => {
  const broken = (change: (fleet: Fleet) => unknown) => {
    const fleet = structuredClone(TRIAL_2020_FLEET)
    change(fleet)
    return () => parseFleet(fleet)
  }

  test('may be written out and read again', () => {
    expect(parseFleet(JSON.parse(JSON.stringify(TRIAL_2020_FLEET)))).toEqual(TRIAL_2020_FLEET)
  })

  test.each([
    ['an unknown key', (f: Fleet) => Object.assign(f.stations[0]!, { hight: 3 }), /hight/],
    ['two stations of one id', (f: Fleet) => Object.assign(f.stations[1]!, { id: 'HN-0001' }), /HN-0001 stands twice/],
    ['a zone that is not listed', (f: Fleet) => Object.assign(f.stations[2]!, { zone: 'x' }), /x is not in zones/],
    ['a tag with a space', (f: Fleet) => Object.assign(f.zones[0]!, { id: 'hn it' }), /without white space/],
    ['two cells of one name', (f: Fleet) => Object.assign(f.stations[0]!.cells[1]!, { cell: '1' }), /same name/],
    ['guests of nobody', (f: Fleet) => Object.assign(f.stations[0]!, { guests: ['x'] }), /x is not in operators/],
    ['a wrap that comes too soon', (f: Fleet) => Object.assign(f.vendors[2]!, { wrapsAtKbit: 1000 }), /wrapsAtKbit/],
    ['no stations', (f: Fleet) => Object.assign(f, { stations: [] }), /stations/],
  ])('with %s is refused, and the place named', (_, change, message) => {
    expect(broken(change)).toThrow(message)
  })
})
