import { LEVEL_MS, type Remark } from '../../contract/mod.ts'
import type { KpiStore } from '../../store/mod.ts'
import { openGapsOf } from '../identity/open-gaps.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import type { FoundReports, Place } from './found-report.ts'

/** A message of the window may come, and be refused, so long after it. */
const AFTER_MS = 3_600_000
const MOST_LETTERS = 1000
const MOST_GAPS = 200

/** What was refused, or never came, about the time of a window. */
export async function aboutMessages(view: StateReader, store: KpiStore, place: Place): Promise<Remark[]> {
  const { station, t, level } = place
  const until = t + LEVEL_MS[level] + AFTER_MS
  const isNear = (atMs: number) => atMs >= t && atMs < until
  const remarks: Remark[] = []
  const letters = (await store.deadLetters(MOST_LETTERS)).filter((letter) => letter.station === station)
  const refused = letters.filter(({ receivedAt, resolved }) => !resolved && isNear(receivedAt))
  if (refused.length > 0) {
    const codes = [...new Set(refused.map(({ code }) => code))].sort().join(', ')
    const offsets = refused.slice(0, 5).map(({ offset }) => offset)
    remarks.push({ code: 'refused', facts: { count: refused.length, codes, offsets: offsets.join(', ') } })
  }
  const gaps = openGapsOf(view, [readStation(view, station)], MOST_GAPS).filter((gap) => isNear(gap.seenAt))
  if (gaps.length > 0) {
    const count = gaps.reduce((all, { from, to }) => all + to - from + 1, 0)
    const ranges = gaps.slice(0, 5).map(({ boot, from, to }) => `${boot} ${from === to ? from : `${from}–${to}`}`)
    remarks.push({ code: 'missing-seqs', facts: { count, ranges: ranges.join('; ') } })
  }
  const late = (await store.ledger(station))[0]?.late ?? 0
  if (late > 0) remarks.push({ code: 'late', facts: { count: late } })
  return remarks
}

/** What of the messages of a window is not known any more. */
export function aboutLog({ tooMany, indexedFrom }: FoundReports, goneFromLog: number, t: number): Remark[] {
  const remarks: Remark[] = []
  if (t < indexedFrom) remarks.push({ code: 'index-expired', facts: { at: indexedFrom } })
  if (tooMany > 0) remarks.push({ code: 'too-many-messages', facts: { count: tooMany } })
  if (goneFromLog > 0) remarks.push({ code: 'gone-from-log', facts: { count: goneFromLog } })
  return remarks
}
