import type { Offset } from '../log/mod.ts'
import { type OpenGap, openGapsOf } from './identity/open-gaps.ts'
import { LmdbState } from './state/lmdb-state.ts'
import { readStation } from './station.ts'
import { stationsOf } from './timeline/settle.ts'

/** What a collector in another process needs of the processor's state: how far it has come, and what is missing. */
export interface StateFollower {
  /** Undefined while there is no state, or nothing was applied. */
  applied(): Offset | undefined
  openGaps(limit: number): OpenGap[]
  close(): Promise<void>
}

/** Follows the state under `directory`, which may come into being later. */
export function followState(directory: string): StateFollower {
  let state: LmdbState | undefined
  const fresh = (): LmdbState | undefined => {
    state ??= LmdbState.openReader(directory)
    state?.refresh()
    return state
  }
  return {
    applied: () => fresh()?.applied,
    openGaps(limit) {
      const now = fresh()
      return now === undefined
        ? []
        : openGapsOf(
            now,
            stationsOf(now).map((id) => readStation(now, id)),
            limit,
          )
    },
    async close() {
      await state?.close()
    },
  }
}
