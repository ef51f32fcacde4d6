import {
  type ExplainedInterval,
  type ExplainedTimeline,
  type FieldName,
  LEVEL_MS,
  LONGEST_HORIZON_MS,
  TIMELINE_FIELDS,
} from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { readClock } from '../clock.ts'
import { outagesNear } from '../outages.ts'
import { settledOf } from '../progress.ts'
import { timesIn } from '../rows/rebuild.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import { Counters } from '../timeline/counters.ts'
import type { Segment } from '../timeline/finding.ts'
import { Timelines } from '../timeline/timelines.ts'
import { evidenceOf } from './evidence.ts'
import { timeOf } from './five-time.ts'
import type { Place } from './found-report.ts'

export interface TimelineLineage {
  readonly timeline: ExplainedTimeline
  readonly segments: readonly Segment[]
  /** The times made again; undefined where the evidence is not kept any more. */
  readonly again: ReadonlyMap<FieldName, number> | undefined
}

/** What a cell, or a station as a whole, was over the settled part of a window, and by what evidence. */
export function timelineOf(view: StateReader, place: Place, limit: number): TimelineLineage {
  const { station, cell, level, t } = place
  const { realmMs } = readClock(view)
  // a cell that only samples of tests name has no times
  if (cell !== STATION_ROW && !readStation(view, station).cells.includes(cell)) {
    return { timeline: EMPTY, segments: [], again: new Map() }
  }
  const end = Math.min(t + LEVEL_MS[level], settledOf(view, station))
  const isKept = t >= realmMs - LONGEST_HORIZON_MS - 2 * LEVEL_MS['1d']
  if (end <= t || !isKept) return { timeline: EMPTY, segments: [], again: isKept ? new Map() : undefined }
  const timelines = new Timelines(view, station)
  const timeline = timelines.of(cell)
  const segments = timeline(t, end)
  const cells = cell === STATION_ROW ? readStation(view, station).cells : []
  return {
    timeline: {
      intervals: segments
        .slice(0, limit)
        .map((segment) =>
          interval(
            segment,
            cell === STATION_ROW
              ? ofCells(timelines, cells, segment)
              : evidenceOf(view, station, cell, segment, realmMs),
          ),
        ),
      notListed: Math.max(0, segments.length - limit),
      counters: new Counters(view, station, cell, timeline).facts(t, end).flatMap((fact) => {
        if (fact.told === null || fact.told === 0) return []
        return [{ offset: fact.offset, from: fact.startMs, to: fact.endMs, ...fact.told }]
      }),
      outages: outagesNear(view, station, cell, t, end)
        .filter((outage) => outage.fromMs < end && outage.downToMs > t)
        .map(({ fromMs, downToMs, seenMs, cause, attribution }) => ({
          from: fromMs,
          to: downToMs,
          open: seenMs === undefined,
          cause,
          attribution,
          counts: fromMs >= t,
        })),
      cells: cells.map((each) => ({
        cell: each,
        intervals: timelines
          .of(each)(t, end)
          .slice(0, limit)
          .map((segment) => interval(segment, evidenceOf(view, station, each, segment, realmMs))),
      })),
    },
    segments,
    again: timesAgain(view, place),
  }
}

const EMPTY: ExplainedTimeline = { intervals: [], notListed: 0, counters: [], outages: [], cells: [] }

function interval(segment: Segment, because: ExplainedInterval['because']): ExplainedInterval {
  const { fromMs, toMs, finding, overrun, external, degraded } = segment
  return { from: fromMs, to: toMs, time: timeOf(segment), finding, overrun, external, degraded, because }
}

/** Of a station as a whole: what its cells were when the stretch began. */
function ofCells(timelines: Timelines, cells: readonly string[], { fromMs }: Segment): ExplainedInterval['because'] {
  const facts: Record<string, string> = {}
  for (const cell of cells) {
    const [now] = timelines.of(cell)(fromMs, fromMs + 1000)
    if (now !== undefined) facts[cell] = timeOf(now)
  }
  return [{ kind: 'cells', from: fromMs, to: null, offset: null, facts }]
}

function timesAgain(view: StateReader, { station, cell, level, t }: Place): ReadonlyMap<FieldName, number> {
  const out = new Map<FieldName, number>(TIMELINE_FIELDS.map((field) => [field, 0]))
  for (const times of timesIn(view, level, t, station, cell).values) {
    TIMELINE_FIELDS.forEach((field, i) => {
      out.set(field, (out.get(field) ?? 0) + (times[i] as number))
    })
  }
  return out
}
