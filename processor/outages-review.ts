import { HORIZON_MS, LEVEL_MS, LEVELS, windowStart } from '../contract/mod.ts'
import { attributionOf } from './attribution.ts'
import { readCell, tagsAt } from './cell.ts'
import { readClock, readSettings, statusOf } from './clock.ts'
import { addOutage, type Outage, outagesNear, replaceOutages } from './outages.ts'
import { publishOutages } from './outages-events.ts'
import { APART_MS, type DownRun, downRuns, outagesOf } from './outages-find.ts'
import { type Beside, lookBeside, type Place } from './outages-scan.ts'
import { firstSeen, firstSeenIn } from './outages-seen.ts'
import { holdBack, settledOf } from './progress.ts'
import type { Amendments } from './rows/amendments.ts'
import { ByTags } from './rows/by-tags.ts'
import { TIME_SIZE } from './rows/layout.ts'
import { withTimes } from './rows/row.ts'
import { isZeroTime, type Times, zeros } from './rows/times.ts'
import { isDown, type Segment, type Timeline } from './timeline/finding.ts'

/**
 * Finds the outages of a cell again round [fromMs, toMs), whose seconds may have changed, and carries what is different into the
 * rows of the windows in which they began, and into their events.
 *
 * @param isChanged false: no second has changed, but what outages are put down to may have
 */
export function reviewOutages(
  amend: Amendments,
  station: string,
  cell: string,
  range: readonly [number, number],
  timeline: Timeline,
  isChanged: boolean,
): void {
  const { realmMs } = readClock(amend.draft)
  const settledMs = settledOf(amend.draft, station)
  const oldest = windowStart('15m', realmMs - HORIZON_MS['15m'])
  // the same stretch that rows ask for, so that it is classified once
  const fromMs = Math.max(windowStart('10s', range[0]), oldest)
  const toMs = Math.min(windowStart('10s', range[1] - 1) + LEVEL_MS['10s'], settledMs)
  if (fromMs >= toMs) return
  const near = outagesNear(amend.draft, station, cell, fromMs - APART_MS, toMs + APART_MS)
  if (!isChanged && near.length === 0) return
  const inside = timeline(fromMs, toMs)
  const isAnyDown = inside.some(isDown)
  if (!isAnyDown && near.length === 0) return
  const place = { view: amend.draft, station, cell, timeline }
  if (!isAnyDown && near.length === 1 && goesOnUnseen(place, near[0] as Outage, inside, fromMs, toMs)) return
  const before = lookBeside(place, fromMs, oldest)
  const after = lookBeside(place, toMs, settledMs)
  const { gone, found } = compare(place, near, { before, inside, after, fromMs, settledMs })
  if (gone.length === 0 && found.length === 0) return
  replaceOutages(amend.draft, station, cell, gone, found)
  changeRows(amend, station, cell, gone, found)
  publishOutages(amend, station, cell, gone, found)
}

/** Nothing was known behind an open outage, and nothing is. */
function goesOnUnseen(place: Place, outage: Outage, inside: readonly Segment[], fromMs: number, toMs: number): boolean {
  if (outage.seenMs !== undefined || outage.downToMs > fromMs) return false
  return firstSeenIn(place, inside, fromMs, toMs) === undefined
}

/** A stretch from `fromMs` on, and what lies beside it. */
interface Looked {
  readonly before: Beside
  readonly inside: readonly Segment[]
  readonly after: Beside
  readonly fromMs: number
  readonly settledMs: number
}

interface Comparison {
  readonly gone: Outage[]
  readonly found: Outage[]
}

function compare(
  place: Place,
  near: readonly Outage[],
  { before, inside, after, fromMs, settledMs }: Looked,
): Comparison {
  const segments = [...before.segments, ...inside, ...after.segments]
  const runs = outagesOf(downRuns(segments))
  const seen = (from: number): number | undefined =>
    firstSeenIn(place, segments, from, after.endsAt) ?? firstSeen(place, Math.max(from, after.endsAt), settledMs)
  const found: Outage[] = runs.map((run, i) => {
    const whole = wholeOf(run, i === 0 ? before.outage : undefined, i === runs.length - 1 ? after.outage : undefined)
    const isPartOfKnown = i === runs.length - 1 && after.outage !== undefined
    const seenMs = isPartOfKnown ? after.outage?.seenMs : seen(whole.toMs)
    return outageOf(place, whole, seenMs)
  })
  const gone: Outage[] = []
  for (const outage of new Set([...near, before.outage, after.outage])) {
    // what lies behind all that was looked at is not concerned, nor what ended, and was seen to end, before it
    if (outage === undefined || outage.fromMs >= after.endsAt) continue
    const isBefore = outage.downToMs <= before.endsAt
    if (isBefore && outage.seenMs !== undefined && outage.seenMs < fromMs) continue
    gone.push(outage)
    // lies before all that was looked at: only what is known behind it may be new
    if (isBefore) found.push({ ...outage, seenMs: seen(before.endsAt) })
  }
  const same = gone.filter((a) => found.some((b) => isSame(a, b)))
  return {
    gone: gone.filter((a) => !same.includes(a)),
    found: found.filter((b) => !same.some((a) => isSame(a, b))),
  }
}

/** A run with what is known to go on from it, or to lead to it. */
function wholeOf(run: DownRun, before: Outage | undefined, after: Outage | undefined): DownRun {
  return {
    fromMs: before?.fromMs ?? run.fromMs,
    toMs: after?.downToMs ?? run.toMs,
    cause: before?.cause ?? run.cause,
    isOverrun: before?.isOverrun ?? run.isOverrun,
  }
}

function outageOf({ view, station, cell }: Place, run: DownRun, seenMs: number | undefined): Outage {
  const attribution = attributionOf(view, station, cell, run)
  const { fromMs, toMs, cause, isOverrun } = run
  return { fromMs, downToMs: toMs, seenMs, cause, attribution, isOverrun }
}

function isSame(a: Outage, b: Outage): boolean {
  return (
    a.fromMs === b.fromMs &&
    a.downToMs === b.downToMs &&
    a.seenMs === b.seenMs &&
    a.cause === b.cause &&
    a.attribution === b.attribution &&
    a.isOverrun === b.isOverrun
  )
}

function changeRows(
  amend: Amendments,
  station: string,
  cell: string,
  gone: readonly Outage[],
  found: readonly Outage[],
): void {
  const byStart = new Map<number, number[]>()
  const timesAt = (fromMs: number): number[] => {
    const times = byStart.get(fromMs) ?? zeros(TIME_SIZE)
    byStart.set(fromMs, times)
    return times
  }
  for (const outage of gone) addOutage(timesAt(outage.fromMs), outage, -1)
  for (const outage of found) addOutage(timesAt(outage.fromMs), outage, 1)
  for (const [fromMs, times] of byStart) if (!isZeroTime(times)) addToRows(amend, station, cell, fromMs, times)
}

function addToRows(amend: Amendments, station: string, cell: string, atMs: number, times: Times): void {
  const { realmMs } = readClock(amend.draft)
  const settings = readSettings(amend.draft)
  const delta = ByTags.of(tagsAt(readCell(amend.draft, station, cell).periods, atMs), times)
  for (const level of LEVELS) {
    const t = windowStart(level, atMs)
    if (level === '15m' && holdBack(amend.draft, station, windowStart('1m', atMs))) return
    if (statusOf(level, t, 0, realmMs, settings) === 'final') continue
    amend.change(level, t, station, cell, (row) => withTimes(row, delta))
  }
}
