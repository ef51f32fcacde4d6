import type { ExplainRequest, Explanation, Realm } from '../../contract/mod.ts'
import type { TelemetryLogReader } from '../../log/mod.ts'
import type { KpiStore } from '../../store/mod.ts'
import { STATE_FIELDS } from '../rows/layout.ts'
import { LmdbState } from '../state/lmdb-state.ts'
import { explain } from './explain.ts'

export interface StoppedSources {
  readonly realm: Realm
  readonly store: KpiStore
  /** Absent: there is no log here. */
  readonly log?: TelemetryLogReader
  readonly stateDirectory: string
  readonly partition?: number
}

/**
 * What a figure is made of, while no processor runs on this state; the caller sees to it that none starts meanwhile. Without state
 * or log only what the store knows is told.
 * @throws {KpiRequestError} where it cannot be asked so.
 */
export async function explainStopped(sources: StoppedSources, request: ExplainRequest): Promise<Explanation> {
  const { realm, store, log, stateDirectory: directory, partition = 0 } = sources
  if (log === undefined) return explain({ realm, store }, request)
  const identity = { realm, logId: log.identity.logId, partition, fields: STATE_FIELDS }
  const state = await LmdbState.openToRead({ directory, identity })
  if (state === undefined) return explain({ realm, store }, request)
  try {
    return await explain({ realm, store, lineage: { view: state, log, partition } }, request)
  } finally {
    await state.close()
  }
}
