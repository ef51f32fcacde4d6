import type { Fleet, FleetCell, FleetStation, FleetZone } from '../fleet/fleet.ts'
import { parseFleet } from '../fleet/fleet.ts'
import { SeededRandom } from '../random.ts'

/** Sizes of the commercial-trial licences of November 2020: at most 140 sites in Hà Nội, 50 in TP.HCM. */
const SITES = { a: 140, b: 50 } as const
const CODES = 'ISO-3166-2:2020'

/** Zones are invented; only their types are those of the trial. `share` of the operator's sites, `at` its middle. */
const ZONES: readonly (FleetZone & { operator: 'a' | 'b'; share: number; at: readonly [number, number] })[] = [
  hn('hn-it-park-1', 'Khu CNTT tập trung Hà Nội 1', 'it-park', 0.2, [21.012, 105.53]),
  hn('hn-it-park-2', 'Khu CNTT tập trung Hà Nội 2', 'it-park', 0.1, [21.032, 105.78]),
  hn('hn-industrial-park-1', 'Khu công nghiệp Hà Nội 1', 'industrial-park', 0.15, [21.125, 105.77]),
  hn('hn-research-1', 'Viện nghiên cứu Hà Nội 1', 'research', 0.05, [21.046, 105.8]),
  hn('hn-university-1', 'Khu đại học Hà Nội 1', 'university', 0.15, [21.005, 105.845]),
  hn('hn-city-centre-1', 'Khu trung tâm đô thị Hà Nội 1', 'city-centre', 0.2, [21.03, 105.852]),
  hn('hn-city-centre-2', 'Khu trung tâm đô thị Hà Nội 2', 'city-centre', 0.15, [21.02, 105.82]),
  hcm('hcm-it-park-1', 'Khu CNTT tập trung TP.HCM 1', 'it-park', 0.3, [10.855, 106.63]),
  hcm('hcm-industrial-park-1', 'Khu công nghiệp TP.HCM 1', 'industrial-park', 0.16, [10.86, 106.79]),
  hcm('hcm-university-1', 'Khu đại học TP.HCM 1', 'university', 0.2, [10.87, 106.803]),
  hcm('hcm-city-centre-1', 'Khu trung tâm đô thị TP.HCM 1', 'city-centre', 0.34, [10.777, 106.7]),
]

type Place = (typeof ZONES)[number]
type ZonePlan = [id: string, name: string, type: FleetZone['type'], share: number, at: readonly [number, number]]

function hn(...[id, name, type, share, at]: ZonePlan) {
  return { id, name, type, share, at, province: 'VN-HN', provinceCodes: CODES, operator: 'a' as const }
}

function hcm(...[id, name, type, share, at]: ZonePlan) {
  return { id, name, type, share, at, province: 'VN-SG', provinceCodes: CODES, operator: 'b' as const }
}

type Carrier = Pick<FleetCell, 'band' | 'arfcn' | 'scsKHz' | 'bandwidthMHz' | 'nrb'>
/** Resource blocks by TS 38.101-1 table 5.3.2-1: 100 MHz of 30 kHz spacing have 273, 40 MHz have 106; FR2 100 MHz of 120 kHz 66. */
const N41_WIDE: Carrier = { band: 'n41', arfcn: 510_000, scsKHz: 30, bandwidthMHz: 100, nrb: 273 }
const N41_NARROW: Carrier = { band: 'n41', arfcn: 506_000, scsKHz: 30, bandwidthMHz: 40, nrb: 106 }
const N78_WIDE: Carrier = { band: 'n78', arfcn: 650_000, scsKHz: 30, bandwidthMHz: 100, nrb: 273 }
const N78_NARROW: Carrier = { band: 'n78', arfcn: 648_000, scsKHz: 30, bandwidthMHz: 40, nrb: 106 }
const N258: Carrier = { band: 'n258', arfcn: 2_045_833, scsKHz: 120, bandwidthMHz: 100, nrb: 66 }

function carrierOf(place: Place, n: number, random: SeededRandom): Carrier {
  // Millimetre waves were tried on a few research sites only
  if (place.type === 'research' && n % 3 === 0) return N258
  const wide = random.next() < 0.75
  if (place.operator === 'a') return wide ? N41_WIDE : N41_NARROW
  return wide ? N78_WIDE : N78_NARROW
}

/** One zone per site, by the zones' shares; what rounding leaves goes to the last zone. */
function placesOf(operator: 'a' | 'b'): Place[] {
  const zones = ZONES.filter((zone) => zone.operator === operator)
  const places = zones.flatMap((zone) => Array<Place>(Math.floor(zone.share * SITES[operator])).fill(zone))
  const last = zones.at(-1)
  while (last !== undefined && places.length < SITES[operator]) places.push(last)
  return places
}

function stationsOf(operator: 'a' | 'b', random: SeededRandom): FleetStation[] {
  const places = placesOf(operator)
  // Mostly non-stand-alone, as in 2020: 85 % NSA, 8 % SA, the rest both
  const modes = random.shuffled(
    places.map((_, i) => (i < places.length * 0.85 ? 'NSA' : i < places.length * 0.93 ? 'SA' : 'SA+NSA')),
  )
  return places.map((place, i): FleetStation => {
    const n = i + 1
    const vendor = vendorOf(random.next())
    const carrier = carrierOf(place, n, random)
    const firstPci = random.below(335) * 3
    const mode = modes[i] ?? 'NSA'
    return {
      id: `${operator === 'a' ? 'HN' : 'HCM'}-${String(n).padStart(4, '0')}`,
      operator: `nha-mang-${operator}`,
      vendor: `nha-san-xuat-${vendor}`,
      zone: place.id,
      phase: 'commercial-trial-2020',
      model: carrier.band === 'n258' ? `${vendor}-mmwave-1` : `${vendor}-macro-8t8r`,
      software: `${vendor}-${random.next() < 0.8 ? '1.4.2' : '1.5.0'}`,
      serial: `${vendor}${String(100_000 + random.below(900_000))}`,
      mode,
      gnbId: (operator === 'a' ? 10_000 : 20_000) + n,
      tac: (operator === 'a' ? 1_000 : 7_000) + ZONES.indexOf(place),
      lat: round4(place.at[0] + random.between(-0.02, 0.02)),
      lon: round4(place.at[1] + random.between(-0.02, 0.02)),
      sharingType: random.next() < 0.17 ? 'passive' : 'none',
      // What it serves beside its own overrules what was drawn
      ...servicesOf(mode, vendor, operator, n),
      cells: ['1', '2', '3'].map((cell, sector) => ({ cell, ...carrier, pci: firstPci + sector })),
    }
  })
}

/** Of a number drawn from [0, 1): seven in ten are of X, one in forty of Z. */
function vendorOf(drawn: number): 'x' | 'y' | 'z' {
  return drawn < 0.7 ? 'x' : drawn < 0.975 ? 'y' : 'z'
}

/** 5QIs and slices are of the 5G core: where all users are, parts add up to the cell. X tells slices, too; some stations have guests. */
function servicesOf(
  mode: FleetStation['mode'],
  vendor: string,
  operator: 'a' | 'b',
  n: number,
): Pick<FleetStation, 'splits' | 'guests' | 'sharingType'> {
  if (mode !== 'SA') return {}
  const splits = vendor === 'x' ? (['5qi', 'snssai'] as const) : (['5qi'] as const)
  if (n % 5 !== 0) return { splits: [...splits] }
  const guests = [`nha-mang-${operator === 'a' ? 'b' : 'a'}`]
  return { splits: [...splits, 'plmn'], guests, sharingType: 'roaming' }
}

const round4 = (degrees: number) => Math.round(degrees * 10_000) / 10_000

function trial2020(): Fleet {
  const random = new SeededRandom(2020)
  return parseFleet({
    name: 'Trial of 2020 (simulated)',
    operators: [
      {
        id: 'nha-mang-a',
        name: 'Nhà mạng A',
        licence: 'commercial-trial-2020-a',
        licenceSiteCap: SITES.a,
        plmn: '452-91',
      },
      {
        id: 'nha-mang-b',
        name: 'Nhà mạng B',
        licence: 'commercial-trial-2020-b',
        licenceSiteCap: SITES.b,
        plmn: '452-92',
      },
    ],
    vendors: [
      { id: 'nha-san-xuat-x', name: 'Nhà sản xuất X', equipmentOrigin: 'domestic' },
      { id: 'nha-san-xuat-y', name: 'Nhà sản xuất Y', equipmentOrigin: 'domestic' },
      {
        id: 'nha-san-xuat-z',
        name: 'Nhà sản xuất Z',
        equipmentOrigin: 'domestic',
        counters: 'running-totals',
        wrapsAtKbit: 2 ** 32,
      },
    ],
    zones: ZONES.map(({ id, name, type, province, provinceCodes }) => ({ id, name, type, province, provinceCodes })),
    stations: [...stationsOf('a', random), ...stationsOf('b', random)],
  })
}

/** 190 stations of three cells, sized and mixed like the trial of 2020; every name in it is invented. */
export const TRIAL_2020_FLEET: Fleet = trial2020()
