import type { EventRow } from '../../../store/mod.ts'
import type { EventsPanel } from '../../panels/panel.ts'
import type { EventLine, PanelData } from '../page/wire.d.ts'

/** Newest first; of these stations alone where they are given, and then also what concerns several stations at once. */
export function eventsData(panel: EventsPanel, all: readonly EventRow[], stations?: ReadonlySet<string>): PanelData {
  const rows = stations === undefined ? all : all.filter(({ station }) => station === '' || stations.has(station))
  const sorted = [...rows].sort((a, b) => b.from - a.from || (a.id < b.id ? -1 : 1))
  return { kind: 'events', total: rows.length, rows: sorted.slice(0, panel.limit).map(eventLine) }
}

function eventLine({ type, station, cell, from, to, cause, text }: EventRow): EventLine {
  return { type, station, cell, from, to, cause, text }
}
