import { decodeMessage, type PmMessage, parseForeignTopic, parseTopic } from '../../contract/mod.ts'
import type { LogEntry, Offset } from '../../log/mod.ts'
import { isClockOff } from '../clock-trust.ts'
import type { IndexedReport } from '../identity/report-index.ts'
import { EntriesNeeded, type StateView } from '../state/view.ts'
import { readStation } from '../station.ts'

export interface ReadReport {
  readonly message: PmMessage
  /** The station's clock was off when it was made: it is in no figure. */
  readonly isClockOff: boolean
}

/**
 * Reports from the log again, by the index of them; those that the log has let go are left out.
 * @throws {EntriesNeeded} where log entries must be fetched first.
 */
export function readReports(view: StateView, station: string, reports: readonly IndexedReport[]): ReadReport[] {
  if (reports.length === 0) return []
  const known = readStation(view, station)
  const out: ReadReport[] = []
  for (const entry of entriesAt(
    view,
    reports.map((r) => r.offset as Offset),
  )) {
    // it was accepted once, under its own rules of time and of who may publish: they are not asked again
    const topic = parseForeignTopic(entry.topic)?.topic ?? entry.topic
    const decoded = decodeMessage(topic, entry.payload, {
      realm: parseTopic(topic)?.realm ?? '',
      receivedAtMs: entry.receivedAt,
    })
    if (!decoded.ok || decoded.message.kind !== 'pm') continue
    const { message } = decoded
    out.push({ message, isClockOff: isClockOff(known, message.id, message.endMs) })
  }
  return out
}

/** Those of which facts are made by themselves: what running totals make depends on the reports before them. */
export function believedIncrements(reports: readonly ReadReport[]): PmMessage[] {
  return reports.flatMap(({ message, isClockOff: isOff }) => (isOff || message.hasTotals ? [] : [message]))
}

/**
 * Those that the log still has.
 * @throws {EntriesNeeded} with all that must be fetched first.
 */
export function entriesAt(view: StateView, offsets: readonly Offset[]): LogEntry[] {
  const entries: LogEntry[] = []
  const needed: Offset[] = []
  for (const offset of offsets) {
    try {
      const entry = view.entry(offset)
      if (entry !== undefined) entries.push(entry)
    } catch (error) {
      if (!(error instanceof EntriesNeeded)) throw error
      needed.push(offset)
    }
  }
  if (needed.length > 0) throw new EntriesNeeded(needed)
  return entries
}
