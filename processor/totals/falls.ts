import { formatBoot, quoted } from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import type { Amendments } from '../rows/amendments.ts'
import { eventKey } from '../state/keys.ts'
import type { Fall } from './increments.ts'
import type { TotalReport } from './total-report.ts'

/** Of one event at most; a report may have thousands of counters. */
const MOST_NAMED = 5

/** Tells the store of running totals that fell without a new boot, and takes back what a late report shows to have been none. */
export function publishFalls(
  amend: Amendments,
  station: string,
  report: TotalReport,
  was: readonly Fall[],
  is: readonly Fall[],
): void {
  if (was.length === 0 && is.length === 0) return
  for (const cell of new Set([...was, ...is].map((fall) => fall.cell))) {
    const old = was.filter((fall) => fall.cell === cell)
    const now = is.filter((fall) => fall.cell === cell)
    if (now.length > 0) put(amend, eventOf(station, report, cell, now))
    else if (old.length > 0) {
      const event = eventOf(station, report, cell, old)
      put(amend, { ...event, to: event.from, cause: 'withdrawn' })
    }
  }
}

function eventOf(station: string, report: TotalReport, cell: string, falls: readonly Fall[]): EventRow {
  const { boot, src, endMs, rank } = report
  const named = falls
    .slice(0, MOST_NAMED)
    .map(({ key, was, is }) => `${key} ${was} → ${is}`)
    .join(', ')
  const others = falls.length > MOST_NAMED ? `, … (${falls.length})` : ''
  return {
    id: `counter-fell-${station}-${cell === '' ? 'station' : `cell-${cell}`}-${formatBoot(boot)}-${src}-${rank[3]}`,
    type: 'counter-fell',
    from: Math.min(...falls.map(({ fromMs }) => fromMs)),
    to: endMs,
    station,
    cell,
    cause: 'undeclared-decrease',
    // names of the wire and values in smallest units: the text is read in both languages
    text: `boot ${formatBoot(boot)}, src ${quoted(src)}: ${named}${others}`,
  }
}

function put(amend: Amendments, event: EventRow): void {
  const key = eventKey(event.id)
  amend.draft.put(key, event)
  amend.due.say(key)
}
