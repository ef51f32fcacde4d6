import { windowsOf } from '../maintenance.ts'
import type { StateReader } from '../state/view.ts'
import { find } from './find.ts'
import { isUnavailable } from './finding.ts'
import type { Range } from './ranges.ts'

/** How far at once the end of an unavailability is looked for. */
const LOOK_MS = 3_600_000

/**
 * A stretch whose times must be made again, with the rest of the unavailability that goes on behind it: whether that is planned
 * depends on when it began. Of a cell without maintenance that is the stretch itself.
 */
export function throughRun(
  view: StateReader,
  station: string,
  cell: string,
  [fromMs, toMs]: Range,
  settledMs: number,
  realmMs: number,
): Range {
  if (toMs >= settledMs || windowsOf(view, station, cell, settledMs).length === 0) return [fromMs, toMs]
  let end = toMs
  // the first look is at one second: most of the time nothing goes on
  for (let lookMs = 1000; end < settledMs; lookMs = LOOK_MS) {
    const until = Math.min(settledMs, end + lookMs)
    const over = find(view, station, cell, end, until, realmMs).find(([, , finding]) => !isUnavailable(finding))
    if (over !== undefined) return [fromMs, Math.max(toMs, over[0])]
    end = until
  }
  return [fromMs, end]
}
