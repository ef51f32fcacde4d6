import type { TimelineField } from '../../contract/mod.ts'
import type { MaintenanceWindow } from '../maintenance.ts'
import { type ByTags, noTags } from '../rows/by-tags.ts'
import type { Times } from '../rows/times.ts'
import type { AwayTime } from './away-time.ts'
import { type Finding, isUnknown, isUp, type Segment } from './finding.ts'
import { addTo, FIELDS_OF, TimesByTags } from './time-vector.ts'

type Cause = 'fault' | 'transport' | 'manual' | 'energySaving'

/** By precedence: where there are fewer seconds than causes ask for, the first ones get theirs. */
const CAUSES: readonly Cause[] = ['fault', 'transport', 'manual', 'energySaving']
const CAUSE_OF: Readonly<Partial<Record<Finding, Cause>>> = {
  fault: 'fault',
  transport: 'transport',
  manual: 'manual',
  'energy-saving': 'energySaving',
}
const BECOMES: Readonly<Record<Exclude<Cause, 'manual'>, readonly TimelineField[]>> = {
  fault: ['avail.down', 'avail.down_fault'],
  transport: ['avail.down', 'avail.down_transport', 'avail.down_external'],
  energySaving: ['avail.es'],
}
const UNPLANNED: readonly TimelineField[] = ['avail.down', 'avail.down_manual']

/** Seconds alike that may still be taken. */
interface Piece {
  readonly segment: Segment
  readonly isInWindow: boolean
  seconds: number
}

/**
 * What must be added to the times of a period so that the seconds in it that were unavailable are the larger of what the station's
 * counter says and what the timeline shows. The surplus is taken from unknown, then from up; nothing that is down becomes up. Of it
 * manual intervention is planned as far as it can have been inside a maintenance window, since the counter names no place.
 *
 * Example: 900 s with 100 s down by fault and 300 s unknown; the counter says 450 s, all of them fault: 300 s of unknown and 50 s of
 * up become down, and the disagreement is 350 s.
 */
export function surplusOf(
  away: AwayTime,
  segments: readonly Segment[],
  windows: readonly MaintenanceWindow[],
): ByTags<Times> {
  const shown: Record<Cause, number> = { fault: 0, transport: 0, manual: 0, energySaving: 0 }
  let unavailable = 0
  const pieces: Piece[] = []
  for (const segment of segments) {
    const seconds = (segment.toMs - segment.fromMs) / 1000
    if (segment.finding === 'out') continue
    if (isUp(segment) || isUnknown(segment)) {
      const isInWindow = windows.some((w) => w.from <= segment.fromMs && segment.fromMs < w.to)
      pieces.push({ segment, isInWindow, seconds })
      continue
    }
    unavailable += seconds
    const cause = CAUSE_OF[segment.finding]
    if (cause !== undefined) shown[cause] += seconds
  }
  let surplus = away.total - unavailable
  if (surplus <= 0) return noTags()
  const wanted: Record<Cause, number> = { ...shown }
  for (const cause of CAUSES) {
    wanted[cause] = Math.min(surplus, Math.max(0, away[cause] - shown[cause]))
    surplus -= wanted[cause]
  }
  const times = new TimesByTags()
  // what may be planned comes first, so that others do not take its place in the window
  takeManual(times, pieces, wanted.manual)
  for (const cause of ['fault', 'transport', 'energySaving'] as const) {
    take(times, inOrder(pieces, false), wanted[cause], () => BECOMES[cause])
  }
  return times.take()
}

function takeManual(times: TimesByTags, pieces: readonly Piece[], seconds: number): void {
  take(times, inOrder(pieces, true), seconds, (piece) => (piece.isInWindow ? ['avail.planned'] : UNPLANNED))
}

/** Unknown before up; of those, where it is asked for, what lies in a maintenance window first; then by time. */
function inOrder(pieces: readonly Piece[], windowsFirst: boolean): Piece[] {
  const place = ({ segment, isInWindow }: Piece) => (isUnknown(segment) ? 0 : 2) + (windowsFirst && !isInWindow ? 1 : 0)
  return pieces.toSorted((a, b) => place(a) - place(b) || a.segment.fromMs - b.segment.fromMs)
}

function take(
  times: TimesByTags,
  pieces: readonly Piece[],
  seconds: number,
  becomes: (piece: Piece) => readonly TimelineField[],
): void {
  let left = seconds
  for (const piece of pieces) {
    const taken = Math.min(left, piece.seconds)
    if (taken === 0) continue
    piece.seconds -= taken
    left -= taken
    const vector = times.of(piece.segment.tags)
    for (const field of FIELDS_OF[piece.segment.finding as Exclude<Finding, 'out'>]) addTo(vector, field, -taken)
    for (const field of becomes(piece)) addTo(vector, field, taken)
    addTo(vector, 'avail.disagreement', taken)
  }
}
