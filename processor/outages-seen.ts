import type { CellCondition } from '../contract/mod.ts'
import { readCell, STATION_ROW } from './cell.ts'
import { FIRST_LOOK_MS, LONGEST_LOOK_MS, type Place } from './outages-scan.ts'
import type { StateReader } from './state/view.ts'
import { readStation } from './station.ts'
import { evidenceIn } from './timeline/evidence.ts'
import { isUnknown, type Segment } from './timeline/finding.ts'

/**
 * The first second of [fromMs, toMs) of which anything is known, by the timeline or by a state alone: one that says "up" ends an
 * outage at once, although only the next one proves how long that lasted. undefined: there is none.
 */
export function firstSeen(place: Place, fromMs: number, toMs: number): number | undefined {
  let sizeMs = FIRST_LOOK_MS
  for (let at = fromMs; at < toMs; at += sizeMs, sizeMs = Math.min(LONGEST_LOOK_MS, 2 * sizeMs)) {
    const until = Math.min(toMs, at + sizeMs)
    const seen = firstSeenIn(place, place.timeline(at, until), at, until)
    if (seen !== undefined) return seen
  }
  return undefined
}

/** The same, where the segments of [fromMs, toMs) are at hand. */
export function firstSeenIn(
  { view, station, cell }: Place,
  segments: readonly Segment[],
  fromMs: number,
  toMs: number,
): number | undefined {
  const known = segments.find((segment) => segment.toMs > fromMs && !isUnknown(segment))
  const knownMs = known === undefined ? toMs : Math.max(known.fromMs, fromMs)
  const said = firstSaid(view, station, cell, fromMs, knownMs)
  return said ?? (known === undefined ? undefined : knownMs)
}

const DOWN: ReadonlySet<CellCondition> = new Set(['fault', 'transport', 'manual'])

/** The first state in [fromMs, toMs) that says that the cell, or any cell of the station, is not down. */
function firstSaid(view: StateReader, station: string, cell: string, fromMs: number, toMs: number): number | undefined {
  const isWhole = cell === STATION_ROW
  let first: number | undefined
  for (const each of isWhole ? readStation(view, station).cells : [cell]) {
    const { lastStateMs } = readCell(view, station, each)
    if (lastStateMs === undefined || lastStateMs < fromMs || fromMs >= toMs) continue
    const until = Math.min(toMs, lastStateMs + 1)
    for (const { atMs, condition } of evidenceIn(view, station, each, fromMs, until).states) {
      if (atMs < fromMs || atMs >= toMs || (isWhole ? condition !== 'up' : DOWN.has(condition))) continue
      if (first === undefined || atMs < first) first = atMs
    }
  }
  return first
}
