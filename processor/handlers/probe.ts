import { LONGEST_HORIZON_MS, type TestMessage } from '../../contract/mod.ts'
import type { Offset } from '../../log/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import { NEW_CELL, readCell, tagsAt } from '../cell.ts'
import { readClock } from '../clock.ts'
import { changeLedger } from '../ledger.ts'
import type { Amendments } from '../rows/amendments.ts'
import { applyFacts } from '../rows/enter.ts'
import { cellKey, eventKey, stationKey } from '../state/keys.ts'
import type { Draft } from '../state/view.ts'
import { readStation, type StationState } from '../station.ts'
import { tagPeriodsOf } from '../tag-sets.ts'
import {
  changeSamples,
  factOfSamples,
  type KeptSample,
  keptSample,
  nextSample,
  rememberSample,
  whyNot,
  windowOf,
} from '../test-samples.ts'

/**
 * One sample of an active test. It counts for the probe's zone; the cell that it names is a tag of it and is not expected to
 * report. A sample changes whether the next one of its UE counts, and nothing further. Returns the keys of samples that are
 * listed without counting.
 */
export function handleTest(
  amend: Amendments,
  station: string,
  message: TestMessage,
  offset: Offset,
  partition: string,
): string[] {
  const { draft } = amend
  const sample = keptSample(message, offset)
  if (sample.atMs + LONGEST_HORIZON_MS < readClock(draft).realmMs) {
    changeLedger(draft, station, { late: 1 })
    return []
  }
  knowProbed(draft, station, sample, partition)
  const t = windowOf(sample)
  const next = nextSample(draft, station, sample)
  // rows that the state has let go are made again with the samples as they were before
  for (const each of next === undefined ? [sample] : [sample, next]) {
    amend.touch('10s', windowOf(each), station, each.cell)
  }
  rememberSample(draft, station, sample)
  changeSamples(draft, station, sample.cell, t, [sample])
  enter(amend, station, sample)
  const side = [listed(amend, station, sample)]
  if (next !== undefined) {
    const nextT = windowOf(next)
    changeSamples(draft, station, next.cell, nextT, [])
    if (nextT !== t || next.cell !== sample.cell) enter(amend, station, next)
    side.push(listed(amend, station, next))
  }
  return side.filter((key) => key !== undefined)
}

/** Keeps which cells a probe has measured since when, so that their figures move when the registry says so. */
function knowProbed(draft: Draft, id: string, { cell, atMs }: KeptSample, partition: string): void {
  const station = readStation(draft, id)
  const first = station.probed?.[cell]
  if (first === undefined || first > atMs) {
    draft.put(stationKey(id), { ...station, probed: { ...station.probed, [cell]: atMs } } satisfies StationState)
  }
  if (readCell(draft, id, cell).periods.length > 0) return
  draft.put(cellKey(id, cell), { ...NEW_CELL, periods: tagPeriodsOf(draft, station, cell, partition) })
}

function enter(amend: Amendments, station: string, sample: KeptSample): void {
  const t = windowOf(sample)
  const tags = tagsAt(readCell(amend.draft, station, sample.cell).periods, t)
  const fact = factOfSamples(amend.draft, station, sample.cell, t, tags)
  if (fact !== undefined) applyFacts(amend, station, sample.cell, [{ level: '10s', fact }], false)
}

/** A sample that does not count stands in the list of events with the reason. */
function listed(amend: Amendments, station: string, sample: KeptSample): string | undefined {
  const id = `test-${station}-${sample.offset}`
  const key = eventKey(id)
  const why = whyNot(amend.draft, station, sample)
  if (why === undefined && amend.draft.get(key) === undefined) return undefined
  amend.draft.put(key, {
    id,
    type: 'test-not-counted',
    from: sample.atMs,
    to: sample.atMs,
    station,
    cell: sample.cell,
    cause: why ?? 'counted',
    text: `${sample.test}, UE ${sample.ue}, ${sample.rat}, ${sample.result}`,
  } satisfies EventRow)
  return key
}
