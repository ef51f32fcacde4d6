import { conditionOf, type StateMessage } from '../../contract/mod.ts'
import { readCell } from '../cell.ts'
import { readSettings } from '../clock.ts'
import type { Amendments } from '../rows/amendments.ts'
import { cellKey } from '../state/keys.ts'
import { addState, floorToSecond, statesAround } from '../timeline/evidence.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { knowCell } from './cells.ts'
import { proveLife } from './life.ts'

/** A complete picture of one cell: it holds from its second on, and proves what lies between it and its neighbours. */
export function handleState(
  amend: Amendments,
  station: string,
  message: StateMessage,
  stream: string,
  partition: string,
): void {
  const { draft } = amend
  const atMs = floorToSecond(message.atMs)
  knowCell(amend, station, message.cell, atMs, partition)
  const record = readCell(draft, station, message.cell)
  if (!record.hasState) draft.put(cellKey(station, message.cell), { ...record, hasState: true })
  const { boot, seq } = message.id
  addState(draft, station, message.cell, {
    atMs,
    condition: conditionOf(message),
    stream,
    bootN: boot.n,
    bootEpochMs: boot.epochMs,
    seq,
  })
  proveLife(amend, station, boot, message.atMs, message.atMs)
  const holdMs = readSettings(draft).stateHoldS * 1000
  const { after } = statesAround(
    draft,
    station,
    message.cell,
    atMs,
    atMs,
    Number.isFinite(atMs) ? atMs + 86_400_000 : atMs,
  )
  // before the first state, reports alone said "up": nothing they say changes; after it they say what this state says
  reclassify(amend, station, message.cell, atMs - holdMs, after?.atMs ?? Number.POSITIVE_INFINITY)
}
