import { type FieldName, TIMELINE_FIELDS } from '../contract/mod.ts'
import { readCell, STATION_ROW } from './cell.ts'
import type { Times } from './rows/times.ts'
import type { StateReader } from './state/view.ts'
import type { TagSet } from './tag-sets.ts'

const EXP = TIMELINE_FIELDS.indexOf('exp')

export const REGISTRY_FIELDS: readonly FieldName[] = [
  'InfraShareRatio.svc',
  'InfraShareRatio.shared',
  'InfraShareRatio.domestic',
  'InfraShareRatio.onair',
]

/**
 * What the registry says of a station, in station-seconds of one window, by {@link REGISTRY_FIELDS}, so that it adds in time and space: in service, of that
 * with shared infrastructure, with equipment made in the country, and on air, which is since the station was first heard.
 */
export function registryValues(
  view: StateReader,
  station: string,
  t: number,
  times: Times,
  { shared, domestic }: TagSet,
): number[] {
  const inService = times[EXP] ?? 0
  const { firstMs } = readCell(view, station, STATION_ROW)
  const unheard = firstMs === undefined ? inService : Math.min(inService, Math.max(0, (firstMs - t) / 1000))
  return [inService, shared === true ? inService : 0, domestic === true ? inService : 0, inService - unheard]
}
