import type { ControlRecord, RegistryLine, TickRecord } from '../../../contract/mod.ts'
import type { FleetPlan, RegistryPlan, StationPlan } from './plan.ts'
import { everythingMeasured } from './probe.ts'
import { everythingSaid } from './say.ts'
import { type Said, secondOf, timeOf, type World } from './world.ts'

export const STATION_IDS = ['HN-0001', 'HN-0002', 'HCM-0003', 'DN-0004'] as const
export const PROBE_IDS = ['PROBE-1', 'PROBE-2'] as const

/** The fleet's messages that arrive, and all that were made. */
export interface MadeWorld {
  readonly world: World
  readonly complete: World
}

export function makeWorld(plan: FleetPlan): MadeWorld {
  const t0 = Date.UTC(2026, 9, 1, plan.hour)
  const made = plan.stations.map((station, i) => everythingSaid(STATION_IDS[i]!, station, t0, plan.spanS))
  const control: ControlRecord[] = [...registryOf(plan, t0), ...worksOf(plan, t0), ...ticksOf(plan, t0)]
  const measured = plan.probes.flatMap((probe, i) => everythingMeasured(PROBE_IDS[i]!, probe, t0))
  const complete: World = { t0, arrived: [...made.flat(), ...measured], control }
  const arrived = made.flatMap((said, i) => withoutLost(complete, said, plan.stations[i]!)).concat(measured)
  return { complete, world: { ...complete, arrived } }
}

/** The first message always arrives: what nobody ever heard of is nobody's. */
function withoutLost(world: World, said: readonly Said[], plan: StationPlan): Said[] {
  const lost = new Set(plan.lost.map((pick) => 1 + (pick % said.length)))
  const { lostStretch } = plan
  return said.filter((message, i) => {
    if (i === 0) return true
    const s = secondOf(world, timeOf(message))
    if (lostStretch !== undefined && s >= lostStretch.at && s < lostStretch.at + lostStretch.lasts) return false
    return !lost.has(i)
  })
}

function registryOf(plan: FleetPlan, t0: number): ControlRecord[] {
  const lines = [
    ...plan.stations.flatMap(({ registry }, i) => linesFor(STATION_IDS[i]!, 'station', registry, t0)),
    ...plan.probes.flatMap(({ registry }, i) => linesFor(PROBE_IDS[i]!, 'probe', registry, t0)),
  ]
  return lines.length === 0 ? [] : [{ type: 'registry', at: t0, by: 'nga', why: 'trial', lines }]
}

function linesFor(
  station: string,
  type: RegistryLine['type'],
  registry: RegistryPlan | undefined,
  t0: number,
): RegistryLine[] {
  if (registry === undefined) return []
  const date = (s: number | undefined, key: 'inServiceFrom' | 'inServiceTo') =>
    s === undefined ? {} : { [key]: t0 + s * 1000 }
  const line: RegistryLine = {
    station,
    from: t0 - 86_400_000,
    type,
    operator: registry.operator,
    province: 'HN',
    zone: registry.zone,
    zoneType: 'it-park',
    phase: 'phase-1',
    vendor: 'vendor-x',
    equipmentOrigin: registry.domestic ? 'domestic' : 'foreign',
    ...(registry.shared && { sharingType: 'passive' as const }),
    ...(registry.cap !== undefined && { licence: `L-${registry.cap}`, licenceSiteCap: registry.cap }),
    ...date(registry.inServiceFrom, 'inServiceFrom'),
    ...date(registry.inServiceTo, 'inServiceTo'),
  }
  if (registry.movesAt === undefined) return [line]
  return [line, { ...line, from: t0 + registry.movesAt * 1000, zone: 'da-nang', zoneType: 'city-centre' }]
}

function worksOf(plan: FleetPlan, t0: number): ControlRecord[] {
  return plan.works.flatMap((work, i): ControlRecord[] => {
    const station = STATION_IDS[work.station]!
    const word = { at: t0, by: 'nga', why: 'antenna', id: `m${i}` }
    // now and then a cell that nobody knows
    const target = work.cell === undefined ? station : `${station}/${work.cell + 1}`
    const from = t0 + work.at * 1000
    const add: ControlRecord = {
      ...word,
      type: 'maintenance-add',
      targets: [target],
      from,
      to: from + work.lasts * 1000,
    }
    if (work.closedAt === undefined) return [add]
    return [add, { ...word, type: 'maintenance-close', to: t0 + work.closedAt * 1000 }]
  })
}

function ticksOf(plan: FleetPlan, t0: number): TickRecord[] {
  const isAway = (s: number) => plan.away.some(({ at, lasts }) => s >= at && s < at + lasts)
  const at = (s: number) => t0 + s * 1000
  const ticks: TickRecord[] = []
  let since = 0
  for (let s = 0; s <= plan.spanS + 10; s++) {
    const [was, is] = [s > 0 && !isAway(s - 1), !isAway(s)]
    if (plan.ticks === 'since') {
      // one record for each stretch in which we were there
      if (!was && is) since = s
      if (was && (!is || s === plan.spanS + 10)) {
        ticks.push({ type: 'tick', at: at(s), since: at(since), connected: true, accepting: true })
      }
    } else if (s % 5 === 0 || was !== is) {
      ticks.push({ type: 'tick', at: at(s), connected: is, accepting: true })
    }
  }
  return ticks
}
