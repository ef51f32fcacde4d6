import type { EventRow } from '../../../store/mod.ts'
import { isEvent } from '../../panels/is-event.ts'
import type { EventsPanel } from '../../panels/panel.ts'
import type { EventLine, PanelData } from '../page/wire.d.ts'

/** Newest first; of these stations alone where they are given, and then also what concerns several stations at once. */
export function eventsData(panel: EventsPanel, told: readonly EventRow[], stations?: ReadonlySet<string>): PanelData {
  const all = told.filter(isEvent)
  const rows = stations === undefined ? all : all.filter(({ station }) => station === '' || stations.has(station))
  const sorted = [...rows].sort((a, b) => b.from - a.from || (a.id < b.id ? -1 : 1))
  return { kind: 'events', total: rows.length, rows: sorted.slice(0, panel.limit).map(eventLine) }
}

function eventLine({ type, station, cell, from, to, cause, attribution, overrun, text }: EventRow): EventLine {
  return {
    type,
    station,
    cell,
    from,
    to,
    cause,
    ...(attribution !== undefined && { attribution }),
    ...(overrun && { overrun }),
    text,
  }
}
