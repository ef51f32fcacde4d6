import type { Attribution } from '../store/mod.ts'
import { readCell } from './cell.ts'
import { cellKey, outageDay, outagesKey } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'
import type { Finding } from './timeline/finding.ts'
import { addTo } from './timeline/time-vector.ts'

/** One outage of a cell, or of a station as a whole, as its timeline shows it. */
export interface Outage {
  readonly fromMs: number
  /** End of its last second that is known to be down. */
  readonly downToMs: number
  /** The first second behind it of which anything is known; undefined: nothing is, so that it is open. */
  readonly seenMs: number | undefined
  /** At its first second. */
  readonly cause: Finding
  readonly attribution: Attribution
  /** It began where a maintenance window ended. */
  readonly isOverrun: boolean
}

/** What is kept with a cell so that one without outages costs nothing. */
export interface OutageHull {
  /** Of all that were ever found. */
  readonly fromMs: number
  readonly toMs: number
  /** The one that goes on; the others lie in the state by the day of their start. */
  readonly open?: Outage
}

const DAY_MS = 86_400_000
const endOf = (o: Outage): number => o.seenMs ?? Number.POSITIVE_INFINITY

/** Outages that have a second, or the first one known behind them, in [fromMs, toMs], in order. */
export function outagesNear(view: StateReader, station: string, cell: string, fromMs: number, toMs: number): Outage[] {
  const hull = readCell(view, station, cell).outages
  if (hull === undefined || hull.fromMs > toMs) return []
  const out: Outage[] = []
  if (hull.open !== undefined && hull.open.fromMs <= toMs) out.push(hull.open)
  if (hull.toMs < fromMs) return out
  for (let day = outageDay(Math.min(toMs, hull.toMs)); day + DAY_MS > hull.fromMs; day -= DAY_MS) {
    const list = view.get<readonly Outage[]>(outagesKey(station, cell, day)) ?? []
    for (const outage of list.toReversed()) {
      if (outage.fromMs > toMs) continue
      // they lie apart from each other: what ends before ends the search
      if (endOf(outage) < fromMs) return out.reverse()
      out.push(outage)
    }
  }
  return out.reverse()
}

/** Puts outages in the place of others. */
export function replaceOutages(
  draft: Draft,
  station: string,
  cell: string,
  gone: readonly Outage[],
  found: readonly Outage[],
): void {
  const days = new Map<number, Outage[]>()
  const listOf = (day: number): Outage[] => {
    const list = days.get(day) ?? [...(draft.get<readonly Outage[]>(outagesKey(station, cell, day)) ?? [])]
    days.set(day, list)
    return list
  }
  const record = readCell(draft, station, cell)
  const hull = record.outages ?? { fromMs: Number.POSITIVE_INFINITY, toMs: 0 }
  let { open, fromMs, toMs } = hull as { open?: Outage; fromMs: number; toMs: number }
  for (const outage of gone) {
    if (outage.seenMs === undefined) open = undefined
    else {
      const list = listOf(outageDay(outage.fromMs))
      const at = list.findIndex((each) => each.fromMs === outage.fromMs)
      if (at >= 0) list.splice(at, 1)
    }
  }
  for (const outage of found) {
    fromMs = Math.min(fromMs, outage.fromMs)
    if (outage.seenMs === undefined) open = outage
    else {
      toMs = Math.max(toMs, outage.seenMs)
      listOf(outageDay(outage.fromMs)).push(outage)
    }
  }
  for (const [day, list] of days) {
    const key = outagesKey(station, cell, day)
    if (list.length === 0) draft.delete(key)
    else
      draft.put(
        key,
        list.sort((a, b) => a.fromMs - b.fromMs),
      )
  }
  const outages: OutageHull = { fromMs, toMs, ...(open !== undefined && { open }) }
  draft.put(cellKey(station, cell), { ...record, outages })
}

/** What an outage adds to the windows in which it began; the duration is not cut at their end. */
export function addOutage(times: number[], outage: Outage, sign: 1 | -1): void {
  addTo(times, 'outage.started', sign)
  if (outage.seenMs === undefined) return
  addTo(times, 'outage.closed', sign)
  addTo(times, 'outage.closed_s', (sign * (outage.downToMs - outage.fromMs)) / 1000)
}
