import { z } from 'zod'
import { isSafeTagValue, STATION_PATTERN, ZONE_TYPES } from '../../contract/mod.ts'

const tagValue = z.string().refine(isSafeTagValue, 'must be 1 to 64 characters without white space, \\ , = "')

const operator = z.strictObject({
  id: tagValue,
  name: z.string().min(1).max(120),
  licence: z.string().min(1).max(120).optional(),
  licenceSiteCap: z.int().positive().optional(),
  plmn: z.string().regex(/^\d{3}-\d{2,3}$/),
})

const vendor = z.strictObject({
  id: tagValue,
  name: z.string().min(1).max(120),
  equipmentOrigin: z.enum(['domestic', 'foreign']),
  /** How its stations tell what adds up over time: by period, which is what is meant where it is absent, or since their start. */
  counters: z.enum(['increments', 'running-totals']).optional(),
  /** Where running totals of kbit begin again at 0. Below 2^32 a cell of 4 Gbit/s might do so twice in 15 min. */
  wrapsAtKbit: z
    .int()
    .min(2 ** 32)
    .optional(),
})

const zone = z.strictObject({
  id: tagValue,
  name: z.string().min(1).max(120),
  type: z.enum(ZONE_TYPES),
  province: tagValue,
  provinceCodes: z.string().max(60).optional(),
})

const cell = z.strictObject({
  cell: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  band: tagValue,
  arfcn: z.int().nonnegative(),
  scsKHz: z.union([z.literal(15), z.literal(30), z.literal(60), z.literal(120)]),
  bandwidthMHz: z.int().positive(),
  /** Resource blocks of the carrier. */
  nrb: z.int().min(1).max(275),
  pci: z.int().min(0).max(1007),
})

const station = z.strictObject({
  id: z.string().regex(STATION_PATTERN),
  operator: tagValue,
  vendor: tagValue,
  zone: tagValue,
  phase: tagValue,
  model: tagValue,
  software: tagValue,
  serial: tagValue,
  mode: z.enum(['SA', 'NSA', 'SA+NSA']),
  gnbId: z.int().min(0).max(0xff_ffff),
  tac: z.int().min(0).max(0xff_ffff),
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  sharingType: z.enum(['none', 'passive', 'moran', 'roaming']).optional(),
  /** Operators whose users its cells serve beside its own: they broadcast those PLMNs too. */
  guests: z.array(tagValue).max(4).optional(),
  /** By what its reports of 15 min split volumes and throughput, beside the cell's own figures. */
  splits: z
    .array(z.enum(['5qi', 'snssai', 'plmn']))
    .max(3)
    .optional(),
  /** A native message holds at most 256 KiB; 32 cells need about 20 KiB. */
  cells: z.array(cell).min(1).max(32),
})

const fleetSchema = z
  .strictObject({
    name: z.string().min(1).max(120),
    operators: z.array(operator).min(1),
    vendors: z.array(vendor).min(1),
    zones: z.array(zone).min(1),
    stations: z.array(station).min(1).max(30_000),
  })
  .superRefine((fleet, context) => {
    const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const named = (list: 'operators' | 'vendors' | 'zones' | 'stations') => {
      const ids = new Set<string>()
      fleet[list].forEach(({ id }, i) => {
        if (ids.has(id)) complain([list, i, 'id'], `${id} stands twice; ids must be unique`)
        ids.add(id)
      })
      return ids
    }
    const known = { operator: named('operators'), vendor: named('vendors'), zone: named('zones') }
    named('stations')
    fleet.stations.forEach((s, i) => {
      for (const key of ['operator', 'vendor', 'zone'] as const)
        if (!known[key].has(s[key])) complain(['stations', i, key], `${s[key]} is not in ${key}s; add it there`)
      for (const [g, guest] of (s.guests ?? []).entries())
        if (!known.operator.has(guest))
          complain(['stations', i, 'guests', g], `${guest} is not in operators; add it there`)
      if (new Set(s.cells.map((c) => c.cell)).size < s.cells.length)
        complain(['stations', i, 'cells'], `two cells of ${s.id} have the same name`)
    })
  })

export type Fleet = z.infer<typeof fleetSchema>
export type FleetStation = z.infer<typeof station>
export type FleetVendor = z.infer<typeof vendor>
export type FleetCell = z.infer<typeof cell>
export type FleetZone = z.infer<typeof zone>

/**
 * A fleet file: operators, vendors, zones and the stations that name them.
 * @throws Error that names every place that is wrong, and what was expected there.
 */
export function parseFleet(json: unknown): Fleet {
  const parsed = fleetSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new Error(`This is no fleet file:\n${z.prettifyError(parsed.error)}`)
}

/** The zone of a station of the fleet. */
export function zoneOf(fleet: Fleet, station: FleetStation): FleetZone {
  const zone = fleet.zones.find(({ id }) => id === station.zone)
  if (zone === undefined)
    throw new Error(`Zone ${station.zone} of ${station.id} is not in the fleet; call parseFleet first.`)
  return zone
}
