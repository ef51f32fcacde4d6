import { type FieldName, LEVEL_MS, type Level, TIMELINE_FIELDS } from '../contract/mod.ts'
import { readCell, STATION_ROW, tagsAt } from './cell.ts'
import { settledOf } from './progress.ts'
import type { Times } from './rows/times.ts'
import type { StateReader } from './state/view.ts'
import { inService, readStation } from './station.ts'
import { readTagSet } from './tag-sets.ts'
import { addRange, cutAt, gapsIn, type Ranges } from './timeline/ranges.ts'

const EXP = TIMELINE_FIELDS.indexOf('exp')

export const REGISTRY_FIELDS: readonly FieldName[] = [
  'InfraShareRatio.svc',
  'InfraShareRatio.shared',
  'InfraShareRatio.domestic',
  'InfraShareRatio.onair',
]

/** One row of a station as a whole. */
export interface StationWindow {
  readonly station: string
  readonly level: Level
  readonly t: number
  /** Id of its tag set. */
  readonly label: string
  readonly times: Times
}

/**
 * What the registry says of a station, in station-seconds of one window by {@link REGISTRY_FIELDS}, so that it adds in time and space: in service, of that
 * with shared infrastructure, with equipment made in the country, and on air, which is since the station was first heard. All 0 of
 * a station that the registry does not know.
 */
export function registryValues(view: StateReader, window: StationWindow): number[] {
  const { registered, shared, domestic } = readTagSet(view, window.label)
  const inService = registered === true ? (window.times[EXP] ?? 0) : 0
  if (inService === 0) return [0, 0, 0, 0]
  const onAir = inService - unheardSeconds(view, window)
  return [inService, shared === true ? inService : 0, domestic === true ? inService : 0, onAir]
}

/** Seconds of the window in service under its tag set before the station was first heard. */
function unheardSeconds(view: StateReader, { station: id, level, t, label }: StationWindow): number {
  const { firstMs = Number.POSITIVE_INFINITY, periods } = readCell(view, id, STATION_ROW)
  if (firstMs <= t) return 0
  const station = readStation(view, id)
  const end = Math.min(t + LEVEL_MS[level], settledOf(view, id), firstMs)
  let service: Ranges = []
  for (const cell of station.cells) {
    for (const [from, to] of inService(station, cell, readCell(view, id, cell).firstMs)) {
      service = addRange(service, from, to)
    }
  }
  const cuts = periods.map(([from]) => from)
  let unheard = 0
  for (const [from, to] of cutAt(t, end, cuts)) {
    if (tagsAt(periods, from) !== label) continue
    const idle = gapsIn(service, from, to).reduce((sum, [a, b]) => sum + b - a, 0)
    unheard += (to - from - idle) / 1000
  }
  return unheard
}
