import { type Boot, LEVEL_MS, type PmMessage, windowStart } from '../../contract/mod.ts'
import { knowStationRow } from '../handlers/cells.ts'
import { noteRefusals } from '../handlers/quarantine.ts'
import type { EnteringFact } from '../rows/amend.ts'
import type { Amendments } from '../rows/amendments.ts'
import { exchangeFacts } from '../rows/enter.ts'
import { rankOf } from '../rows/fact.ts'
import type { Refusal } from '../rows/refusal.ts'
import { readStation } from '../station.ts'
import { cellOfSub, knowSubs, subOf } from '../sub-cell.ts'
import { whyNotAwayTime } from '../timeline/away-time.ts'
import { BootTotals } from './boot-totals.ts'
import { countsSince } from './counts-since.ts'
import { publishFalls } from './falls.ts'
import { type TotalFacts, totalFacts } from './total-facts.ts'
import { keepTotalReport, type TotalReport, totalIn, totalReportOf } from './total-report.ts'

/**
 * A report with running totals: its own facts, and those of later reports that were counted from further back because this one
 * was missing. What comes in any order, once or twice, leaves the same.
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
  // the state learns of it last: a row that is made again meanwhile must be as it was
  const refused = refusedIn(amend, station, message)
  exchange(amend, station, report, NONE, totalFacts(draft, station, withIt, report, refused))
  for (const later of affected(without, report)) {
    const was = totalFacts(draft, station, without, later)
    exchange(amend, station, later, was, totalFacts(draft, station, withIt, later))
  }
  keepTotalReport(draft, station, report)
}

/** Tells operators of what is impossible alone: running totals below 0, and what no part can be made of. */
function refusedIn(amend: Amendments, station: string, { endMs, gpS, cells, station: whole }: PmMessage) {
  const tell = (cell: string, refusals: readonly Refusal[]): void => {
    const where = { station, cell, startMs: endMs - gpS * 1000, endMs }
    noteRefusals(amend, where, refusals)
  }
  for (const { cell, values, totals } of [...cells, ...(whole === undefined ? [] : [{ cell: '', ...whole }])]) {
    const below: Refusal[] = []
    for (const [measurement, { value }] of totals ?? []) {
      if (value !== undefined && value < 0n) below.push({ measurement, reason: 'below-zero', value: Number(value) })
    }
    const away = whyNotAwayTime(values, gpS)
    tell(cell, away === undefined ? below : [...below, away])
  }
  return tell
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
    for (const report of off) exchange(amend, station, report, totalFacts(draft, station, before, report), NONE)
    const later = new Set(off.flatMap((report) => affected(before, report)))
    for (const report of later) {
      if (after.isClockOff(report)) continue
      const was = totalFacts(draft, station, before, report)
      exchange(amend, station, report, was, totalFacts(draft, station, after, report))
    }
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
    for (const report of after.within(day, day + LEVEL_MS['1d'])) {
      exchange(
        amend,
        station,
        report,
        totalFacts(draft, station, before, report),
        totalFacts(draft, station, after, report),
      )
    }
  }
}

const NONE: TotalFacts = { facts: new Map(), falls: [] }

/**
 * Later reports until each counter of this one was told twice again: the first time it is counted from here, or was; the second
 * time from a value that may have fallen, or not, since here.
 */
function affected(totals: BootTotals, report: TotalReport): TotalReport[] {
  const open = new Map(keysOf(report, () => true).map((key) => [key, 2]))
  const out: TotalReport[] = []
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
    out.push(later)
    for (const key of keysOf(later, (cell, name) => totalIn(later.cells[cell], name) !== undefined)) told.add(key)
  }
  return out
}

function keysOf(report: TotalReport, which: (cell: string, key: string) => boolean): string[] {
  return Object.entries(report.cells).flatMap(([cell, { totals }]) =>
    Object.keys(totals)
      .filter((key) => which(cell, key))
      .map((key) => `${cell} ${key}`),
  )
}

function exchange(amend: Amendments, station: string, report: TotalReport, was: TotalFacts, is: TotalFacts): void {
  for (const cell of new Set([...was.facts.keys(), ...is.facts.keys()])) {
    const leaving = was.facts.get(cell) ?? []
    const entering = is.facts.get(cell) ?? []
    const sub = subOf(cell)
    if (sub !== undefined && !knowSubs(amend.draft, station, cellOfSub(cell), [sub]).includes(sub)) continue
    if (!areSame(leaving, entering)) exchangeFacts(amend, station, cell, { leaving, entering }, false)
  }
  publishFalls(amend, station, report, was.falls, is.falls)
}

function areSame(a: readonly EnteringFact[], b: readonly EnteringFact[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ fact }, i) => {
      const other = b[i]?.fact
      const { values, shape } = fact.parts
      return (
        fact.gpS === other?.gpS &&
        shape === other.parts.shape &&
        values.every((value, at) => Object.is(value, other.parts.values[at]))
      )
    })
  )
}
