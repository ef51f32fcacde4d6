import { decodeMessage, entryLevel, finerLevel, LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import type { LogEntry, Offset } from '../../log/mod.ts'
import { readCell, tagsAt } from '../cell.ts'
import { readClock } from '../clock.ts'
import { reportsIn } from '../identity/report-index.ts'
import { type Draft, EntriesNeeded } from '../state/view.ts'
import { classify } from '../timeline/classify.ts'
import { addSegment } from '../timeline/time-vector.ts'
import { type Fact, partsOf, rankOf } from './fact.ts'
import { changeSet, EMPTY_ROW, masked, type Row, valuesOf, withFact } from './row.ts'

/** Where the finer windows come from; the state, or this again. */
export interface RowSource {
  readonly draft: Draft
  row(level: Level, t: number, station: string, cell: string): Row
}

/**
 * A row made again from what is kept: its facts from the log by the index of reports, its finer windows, and its times
 * from the evidence. Used where the state has let it go, or where its tag sets changed under it.
 * @throws {EntriesNeeded} where log entries must be fetched first.
 */
export function rebuildRow(source: RowSource, level: Level, t: number, station: string, cell: string): Row {
  const end = t + LEVEL_MS[level]
  let row: Row = EMPTY_ROW
  for (const fact of factsIn(source, level, t, station, cell)) {
    row = { ...row, own: withFact(row.own, fact) ?? row.own, gpS: Math.max(row.gpS, fact.gpS) }
  }
  const finer = finerLevel(level)
  if (finer === undefined) return withTimes(source, row, t, end, station, cell)
  for (let child = t; child < end; child += LEVEL_MS[finer]) {
    const childRow = source.row(finer, child, station, cell)
    if (childRow.gpS > row.gpS) row = { ...row, gpS: childRow.gpS }
    for (const [tags, value] of valuesOf(childRow)) {
      row = changeSet(row, tags, { kids: masked(row, value, child, child + LEVEL_MS[finer]) })
    }
    for (const [tags, set] of childRow.sets) row = changeSet(row, tags, { time: set.time })
  }
  return row
}

function withTimes(source: RowSource, row: Row, fromMs: number, toMs: number, station: string, cell: string): Row {
  const { realmMs, settledMs } = readClock(source.draft)
  const end = Math.min(toMs, settledMs)
  if (end <= fromMs) return row
  const times = new Map<string, number[]>()
  for (const segment of classify(source.draft, station, cell, fromMs, end, realmMs))
    addSegment(times, segment, fromMs, end)
  let out = row
  for (const [tags, time] of times) out = changeSet(out, tags, { time })
  return out
}

function factsIn(source: RowSource, level: Level, t: number, station: string, cell: string): Fact[] {
  const { draft } = source
  const reports = reportsIn(draft, station, t, t + LEVEL_MS[level]).filter((r) => {
    const start = r.endMs - r.gpS * 1000
    return entryLevel(start, r.endMs) === level && windowStart(level, start) === t
  })
  const entries = fetchAll(
    source,
    reports.map((r) => r.offset as Offset),
  )
  const { periods } = readCell(draft, station, cell)
  const facts: Fact[] = []
  for (const entry of entries) {
    // it was accepted once, under its own rules of time: they are not asked again
    const decoded = decodeMessage(entry.topic, entry.payload, {
      realm: entry.topic.split('/')[2] ?? '',
      receivedAtMs: entry.receivedAt,
    })
    if (!decoded.ok || decoded.message.kind !== 'pm') continue
    const { message } = decoded
    for (const report of message.cells) {
      if (report.cell !== cell) continue
      const start = message.endMs - message.gpS * 1000
      facts.push({
        endMs: message.endMs,
        gpS: message.gpS,
        rank: rankOf(message, entry.offset),
        parts: partsOf(report, message),
        tags: tagsAt(periods, start),
      })
    }
  }
  return facts
}

function fetchAll(source: RowSource, offsets: readonly Offset[]): LogEntry[] {
  const entries: LogEntry[] = []
  const needed: Offset[] = []
  for (const offset of offsets) {
    try {
      const entry = source.draft.entry(offset)
      if (entry !== undefined) entries.push(entry)
    } catch (error) {
      if (!(error instanceof EntriesNeeded)) throw error
      needed.push(offset)
    }
  }
  if (needed.length > 0) throw new EntriesNeeded(needed)
  return entries
}
