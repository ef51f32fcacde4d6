import { type Clock, readClock, readSettings } from '../clock.ts'
import type { Amendments } from '../rows/amendments.ts'
import { CLOCK_KEY, STATIONS_KEY, stationKey } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { lastLife, readStation, silenceLimitMs } from '../station.ts'
import { firstExpected } from './expected.ts'
import { reclassify } from './reclassify.ts'

/** The stations known, in order of their first message. */
export function stationsOf(view: StateReader): readonly string[] {
  return view.get<readonly string[]>(STATIONS_KEY) ?? []
}

/**
 * Carries the five times of every cell on to `toMs` (whole seconds, at most the realm clock): every window is there, also
 * for a cell that says nothing. A station that has become silent has its last seconds looked at again.
 */
export function settle(amend: Amendments, toMs: number): void {
  const { draft } = amend
  const clock = readClock(draft)
  if (toMs <= clock.settledMs) return
  draft.put(CLOCK_KEY, { ...clock, settledMs: toMs } satisfies Clock)
  const { silenceHeartbeats } = readSettings(draft)
  for (const id of stationsOf(draft)) {
    const station = readStation(draft, id)
    const end = lastLife(station)
    let from = clock.settledMs
    if (end !== undefined && clock.realmMs - end > silenceLimitMs(station, silenceHeartbeats)) {
      if (station.silenceMarkedFrom !== end) {
        from = Math.min(from, end)
        draft.put(stationKey(id), { ...station, silenceMarkedFrom: end })
      }
    }
    for (const cell of station.cells) {
      const first = firstExpected(draft, id, cell)
      if (first !== undefined) reclassify(amend, id, cell, Math.max(from, first), toMs)
    }
  }
}
