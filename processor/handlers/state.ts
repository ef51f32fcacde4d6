import { conditionOf, type StateMessage } from '../../contract/mod.ts'
import { readCell } from '../cell.ts'
import { readSettings } from '../clock.ts'
import { settledOf } from '../progress.ts'
import type { Amendments } from '../rows/amendments.ts'
import { cellKey } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { readStation } from '../station.ts'
import { addState, evidenceIn, floorToSecond, statesAround } from '../timeline/evidence.ts'
import { gapsIn } from '../timeline/ranges.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { beliefIn } from '../timeline/sources.ts'
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
  const condition = conditionOf(message)
  const isDegraded = condition === 'up' && message.availabilityStatus.includes('DEGRADED')
  knowCell(amend, station, message.cell, atMs, partition)
  const record = readCell(draft, station, message.cell)
  const isLatest = record.lastStateMs === undefined || atMs >= record.lastStateMs
  if (isLatest) draft.put(cellKey(station, message.cell), { ...record, lastStateMs: atMs })
  const { boot, seq } = message.id
  addState(draft, station, message.cell, {
    atMs,
    condition,
    ...(isDegraded && { degraded: true as const }),
    stream,
    bootN: boot.n,
    bootEpochMs: boot.epochMs,
    seq,
  })
  proveLife(amend, station, boot, message.atMs, message.atMs)
  const isBelieved = beliefIn(readStation(draft, station))
  const { before } = statesAround(draft, station, message.cell, atMs - 1000, record.firstMs ?? atMs, atMs, isBelieved)
  const after = isLatest
    ? undefined
    : statesAround(draft, station, message.cell, atMs, atMs, record.lastStateMs ?? atMs, isBelieved).after
  const isSaidAgain = before?.condition === condition && (before.degraded === true) === isDegraded
  if (isSaidAgain && before.stream === stream && after === undefined) {
    // says again what reports have shown already: the usual case
    if (isCovered(draft, station, message.cell, before.atMs, Math.min(atMs, settledOf(draft, station)))) return
  }
  const holdMs = readSettings(draft).stateHoldS * 1000
  // before the first state, reports alone said "up": nothing they say changes; after it they say what this state says
  reclassify(amend, station, message.cell, atMs - holdMs, after?.atMs ?? Number.POSITIVE_INFINITY)
}

function isCovered(draft: Draft, station: string, cell: string, fromMs: number, toMs: number): boolean {
  return toMs <= fromMs || gapsIn(evidenceIn(draft, station, cell, fromMs, toMs).cover, fromMs, toMs).length === 0
}
