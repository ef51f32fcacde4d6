import { ATTRIBUTIONS, type Attribution } from '../store/mod.ts'
import { classOfAlarm } from './alarm-classes.ts'
import { type ActiveAlarm, readAlarms } from './alarms.ts'
import { STATION_ROW } from './cell.ts'
import type { DownRun } from './outages-find.ts'
import type { StateReader } from './state/view.ts'
import { readStation } from './station.ts'
import { floorToSecond } from './timeline/evidence.ts'
import { addRange, type Ranges } from './timeline/ranges.ts'

/**
 * Of several that were active at once the first of {@link ATTRIBUTIONS}: who has no power has alarms of everything else, too.
 *
 * A function of the set of messages: the cause, then the alarms of the station or cell that were active while the outage lasted,
 * then the reason of a start that fell into it.
 */
export function attributionOf(view: StateReader, stationId: string, cell: string, run: DownRun): Attribution {
  if (run.cause === 'transport') return 'transport'
  const classes = new Set<Attribution>()
  for (const alarm of readAlarms(view, stationId).alarms) {
    const [from, to] = secondsOf(alarm)
    if (from < run.toMs && to > run.fromMs && concerns(alarm, cell)) {
      classes.add(classOfAlarm(alarm.probableCause, alarm.specificProblem))
    }
  }
  return ATTRIBUTIONS.find((each) => classes.has(each)) ?? ofStart(view, stationId, run)
}

/** When an alarm of what feeds the station was active there, or at that cell, within [fromMs, toMs), in whole seconds. */
export function withoutPower(view: StateReader, station: string, cell: string, fromMs: number, toMs: number): Ranges {
  let ranges: Ranges = []
  for (const alarm of readAlarms(view, station).alarms) {
    const [from, to] = secondsOf(alarm)
    if (from >= toMs || to <= fromMs || !concerns(alarm, cell)) continue
    if (classOfAlarm(alarm.probableCause, alarm.specificProblem) === 'power') ranges = addRange(ranges, from, to)
  }
  return ranges
}

const concerns = (alarm: ActiveAlarm, cell: string): boolean =>
  alarm.cell === '' || alarm.cell === cell || cell === STATION_ROW

const secondsOf = ({ fromMs, toMs }: ActiveAlarm): readonly [number, number] => [
  floorToSecond(fromMs),
  toMs === undefined ? Number.POSITIVE_INFINITY : floorToSecond(toMs),
]

function ofStart(view: StateReader, stationId: string, run: DownRun): Attribution {
  for (const { startedMs, reason } of readStation(view, stationId).boots) {
    if (startedMs === undefined || startedMs <= run.fromMs || startedMs > run.toMs) continue
    if (reason === 'power') return 'power'
    if (reason === 'watchdog') return 'software'
  }
  return 'unknown'
}
