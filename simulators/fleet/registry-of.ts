import type { RegistryLine } from '../../contract/mod.ts'
import type { Fleet } from './fleet.ts'
import { zoneOf } from './fleet.ts'

/** What the operator's registry says of the fleet, effective and in service from `fromMs` [epoch ms]. */
export function registryOf(fleet: Fleet, fromMs: number): RegistryLine[] {
  const operators = new Map(fleet.operators.map((o) => [o.id, o]))
  const vendors = new Map(fleet.vendors.map((v) => [v.id, v]))
  return fleet.stations.map((station) => {
    const zone = zoneOf(fleet, station)
    const operator = operators.get(station.operator)
    const vendor = vendors.get(station.vendor)
    return {
      station: station.id,
      from: fromMs,
      type: 'station',
      operator: station.operator,
      ...(operator && { operatorName: operator.name }),
      ...(operator?.licence !== undefined && { licence: operator.licence }),
      ...(operator?.licenceSiteCap !== undefined && { licenceSiteCap: operator.licenceSiteCap }),
      province: zone.province,
      ...(zone.provinceCodes !== undefined && { provinceCodes: zone.provinceCodes }),
      zone: zone.id,
      zoneName: zone.name,
      zoneType: zone.type,
      phase: station.phase,
      vendor: station.vendor,
      ...(vendor && { vendorName: vendor.name, equipmentOrigin: vendor.equipmentOrigin }),
      model: station.model,
      site: `site-${station.id}`,
      lat: station.lat,
      lon: station.lon,
      siteOwner: station.operator,
      ...(station.sharingType !== undefined && { sharingType: station.sharingType }),
      cells: station.cells.map(({ cell }) => cell),
      inServiceFrom: fromMs,
    }
  })
}
