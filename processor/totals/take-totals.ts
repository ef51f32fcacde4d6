import { type Boot, LEVEL_MS, type PmMessage, windowStart } from '../../contract/mod.ts'
import { knowStationRow } from '../handlers/cells.ts'
import { noteRefusals } from '../handlers/quarantine.ts'
import type { EnteringFact } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { exchangeFacts } from '../rows/enter.ts'
import { compareRanks, rankOf } from '../rows/fact.ts'
import { areSame as areSameParts } from '../rows/parts.ts'
import type { Refusal } from '../rows/refusal.ts'
import { readStation } from '../station.ts'
import { cellOfSub, knowSubs, subOf } from '../sub-cell.ts'
import { whyNotAwayTime } from '../timeline/away-time.ts'
import { BootTotals } from './boot-totals.ts'
import { countsSince } from './counts-since.ts'
import { publishFalls } from './falls.ts'
import { type Fall, partKeysIn } from './increments.ts'
import { RefusedTotals } from './refused-totals.ts'
import { type TotalFacts, totalFacts } from './total-facts.ts'
import { keepTotalReport, type TotalReport, totalIn, totalReportOf } from './total-report.ts'

/**
 * A report with running totals: what it and others of its end tell together, and the facts of later reports that were counted from
 * further back because this one was missing. What comes in any order, once or twice, leaves the same.
 */
export function takeTotals(amend: Amendments, station: string, message: PmMessage, partition: string): void {
  const { draft } = amend
  const report = totalReportOf(message, rankOf(message))
  if (message.station !== undefined) {
    knowStationRow(draft, station, message.endMs - message.gpS * 1000, partition)
  }
  const startedMs = countsSince(draft, station, message.id.boot)
  const without = new BootTotals(draft, station, message.id.boot, { startedMs })
  const withIt = new BootTotals(draft, station, message.id.boot, { startedMs, coming: report })
  noteRefused(amend, station, message)
  // the state learns of it last: a row that is made again meanwhile must be as it was
  exchange(amend, station, without, withIt, report.endMs)
  for (const endMs of affected(without, report)) exchange(amend, station, without, withIt, endMs)
  keepTotalReport(draft, station, report)
}

/** Tells operators of what is impossible alone: running totals below 0, and times of unavailability. */
function noteRefused(amend: Amendments, station: string, { endMs, gpS, cells, station: whole }: PmMessage): void {
  for (const { cell, values, totals } of [...cells, ...(whole === undefined ? [] : [{ cell: '', ...whole }])]) {
    const below: Refusal[] = []
    for (const [measurement, { value }] of totals ?? []) {
      if (value !== undefined && value < 0n) below.push({ measurement, reason: 'below-zero', value: Number(value) })
    }
    const away = whyNotAwayTime(values, gpS)
    const where = { station, cell, startMs: endMs - gpS * 1000, endMs }
    noteRefusals(amend, where, away === undefined ? below : [...below, away])
  }
}

/**
 * Reports of [fromMs, toMs) were made while the clock was off, as is known now: their own facts leave, and later ones are counted
 * from further back.
 */
export function takeBackTotals(amend: Amendments, station: string, fromMs: number, toMs: number): void {
  const { draft } = amend
  for (const { boot } of readStation(draft, station).boots) {
    const startedMs = countsSince(draft, station, boot)
    const before = new BootTotals(draft, station, boot, { startedMs, believesAll: true })
    const after = new BootTotals(draft, station, boot, { startedMs })
    const off = [...before.within(fromMs, toMs)].filter((report) => after.isClockOff(report))
    const ends = new Set(off.flatMap((report) => [report.endMs, ...affected(before, report)]))
    for (const endMs of ends) exchange(amend, station, before, after, endMs)
  }
}

/** A birth tells since when the totals of its boot count: what its reports told first of each is known by it. */
export function countsSinceTold(
  amend: Amendments,
  station: string,
  boot: Boot,
  was: number | undefined,
  is: number,
): void {
  const { draft } = amend
  const before = new BootTotals(draft, station, boot, { startedMs: was })
  const after = new BootTotals(draft, station, boot, { startedMs: is })
  const days = new Set([was, is].filter((ms) => ms !== undefined).map((ms) => windowStart('1d', ms)))
  for (const day of days) {
    const ends = new Set([...after.within(day, day + LEVEL_MS['1d'])].map(({ endMs }) => endMs))
    for (const endMs of ends) exchange(amend, station, before, after, endMs)
  }
}

/**
 * Ends of later reports until each counter of this one was told twice again: the first time it is counted from here, or was; the second
 * time from a value that may have fallen, or not, since here. And until what others told that end with it was told again: whether
 * the parts of a total are all there is judged by what was told at either end.
 */
function affected(totals: BootTotals, report: TotalReport): ReadonlySet<number> {
  const open = new Map(besides(totals, report).map((key) => [key, 1]))
  for (const key of keysOf(report, () => true)) open.set(key, 2)
  const out = new Set<number>()
  let endMs = 0
  let told = new Set<string>()
  for (const later of totals.after(report.endMs)) {
    if (later.endMs > endMs) {
      for (const key of told) {
        const left = (open.get(key) ?? 0) - 1
        if (left > 0) open.set(key, left)
        else open.delete(key)
      }
      if (open.size === 0) break
      told = new Set()
      endMs = later.endMs
    }
    out.add(endMs)
    for (const key of keysOf(later, (cell, name) => totalIn(later.cells[cell], name) !== undefined)) told.add(key)
  }
  return out
}

/** What others tell that end with a report which tells parts. */
function besides(totals: BootTotals, report: TotalReport): string[] {
  if (!Object.values(report.cells).some((values) => partKeysIn(values).length > 0)) return []
  return totals.at(report.endMs).flatMap((other) => keysOf(other, () => true))
}

function keysOf(report: TotalReport, which: (cell: string, key: string) => boolean): string[] {
  return Object.entries(report.cells).flatMap(([cell, { totals }]) =>
    Object.keys(totals)
      .filter((key) => which(cell, key))
      .map((key) => `${cell} ${key}`),
  )
}

/** What the reports that end at an instant were known to make gives way to what they make now. */
function exchange(amend: Amendments, station: string, before: BootTotals, after: BootTotals, endMs: number): void {
  const refused = new RefusedTotals()
  const was = totalFacts(amend.draft, station, before, before.at(endMs), refused.before)
  const is = totalFacts(amend.draft, station, after, after.at(endMs), refused.after)
  for (const cell of new Set([...was.facts.keys(), ...is.facts.keys()])) {
    const leaving = was.facts.get(cell) ?? []
    const entering = is.facts.get(cell) ?? []
    const sub = subOf(cell)
    if (sub !== undefined && !knowSubs(amend.draft, station, cellOfSub(cell), [sub]).includes(sub)) continue
    if (!areSame(leaving, entering)) exchangeFacts(amend, station, cell, { leaving, entering }, false)
  }
  const reports = new Map([...was.falls, ...is.falls].map(({ report }) => [report.rank.join(), report]))
  for (const report of reports.values()) {
    publishFalls(amend, station, report, fallsOf(was, report), fallsOf(is, report))
  }
  refused.tell(amend, station, after.boot, endMs)
}

function fallsOf({ falls }: TotalFacts, report: TotalReport): readonly Fall[] {
  return falls.find((each) => compareRanks(each.report.rank, report.rank) === 0)?.falls ?? []
}

function areSame(a: readonly EnteringFact[], b: readonly EnteringFact[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ fact }, i) => {
      const other = b[i]?.fact
      return (
        other !== undefined &&
        fact.gpS === other.gpS &&
        fact.bridge === other.bridge &&
        compareRanks(fact.rank, other.rank) === 0 &&
        fact.parts.shape === other.parts.shape &&
        areSameParts(fact.parts, other.parts)
      )
    })
  )
}
