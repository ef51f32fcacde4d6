import type { ControlRecord, MaintenanceAddRecord, RegistryRecord } from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { putSettings } from '../clock.ts'
import { addWindow, closeWindow, type MaintenanceWindow } from '../maintenance.ts'
import { declareOutage, withdrawOutage } from '../outages-declared.ts'
import { applyTick } from '../own-side.ts'
import { isSameLine, noteLine } from '../registry-lines.ts'
import { retag } from '../retag.ts'
import type { Amendments } from '../rows/amendments.ts'
import { eventKey, stationKey } from '../state/keys.ts'
import { probedAlone, readStation } from '../station.ts'
import { floorToSecond } from '../timeline/evidence.ts'
import { reclassify, reclassifyAll } from '../timeline/reclassify.ts'
import { stationsOf } from '../timeline/settle.ts'
import { knowStation } from './cells.ts'

/** Applies the operator's word, a tick or settings; returns the side keys the store must get. A retry is not here: it is a delivery. */
export function handleControl(
  amend: Amendments,
  record: Exclude<ControlRecord, { type: 'retry' }>,
  partition: string,
): string[] {
  switch (record.type) {
    case 'tick':
      return tick(amend, record)
    case 'settings':
      putSettings(amend.draft, record.settings)
      return []
    case 'registry':
      return registry(amend, record, partition)
    case 'maintenance-add':
      return maintenance(amend, record)
    case 'maintenance-close': {
      const closed = closeWindow(amend.draft, record)
      if (closed === undefined) return []
      reclassifyTargets(amend, closed.before)
      return [putEvent(amend, closed.after)]
    }
    case 'outage-declare': {
      const declared = declareOutage(amend.draft, record)
      if (declared === undefined) return []
      reclassifyTargets(amend, declared.outage, declared.outage.to)
      return [declared.key]
    }
    case 'outage-withdraw': {
      const withdrawn = withdrawOutage(amend.draft, record)
      if (withdrawn === undefined) return []
      reclassifyTargets(amend, withdrawn.before, withdrawn.before.to)
      return [withdrawn.key]
    }
  }
}

function tick(amend: Amendments, record: Extract<ControlRecord, { type: 'tick' }>): string[] {
  const stretch = applyTick(amend.draft, record)
  if (stretch === undefined) return []
  for (const station of stationsOf(amend.draft)) {
    reclassifyAll(amend, station, readStation(amend.draft, station).cells, ...stretch)
  }
  return []
}

function registry(amend: Amendments, record: RegistryRecord, partition: string): string[] {
  const { draft } = amend
  const changed: string[] = []
  for (const line of record.lines) {
    knowStation(draft, line.station)
    const station = readStation(draft, line.station)
    if (station.registry.some((known) => isSameLine(known, line))) continue
    const lines = [...station.registry.filter((l) => l.from !== line.from), line].sort((a, b) => a.from - b.from)
    const next = { ...station, registry: lines, cells: [...new Set([...station.cells, ...(line.cells ?? [])])].sort() }
    draft.put(stationKey(line.station), next)
    changed.push(stationKey(line.station), noteLine(draft, line, record))
    for (const cell of [STATION_ROW, ...probedAlone(next)]) retag(amend, next, cell, partition)
    const isDated = line.inServiceFrom !== undefined || line.inServiceTo !== undefined || line.cells !== undefined
    for (const cell of next.cells) {
      retag(amend, next, cell, partition)
      if (isDated || station.registry.length > 0) reclassify(amend, line.station, cell, 0, Number.POSITIVE_INFINITY)
    }
  }
  return changed
}

function maintenance(amend: Amendments, record: MaintenanceAddRecord): string[] {
  const window = addWindow(amend.draft, record)
  if (window === undefined) return []
  reclassifyTargets(amend, window)
  return [putEvent(amend, window)]
}

/** What the operator said of a time: a maintenance window from its start on, since what began in it may overrun its end. */
function reclassifyTargets(
  amend: Amendments,
  window: { readonly targets: readonly string[]; readonly from: number },
  toMs = Number.POSITIVE_INFINITY,
): void {
  for (const target of window.targets) {
    const [station, only] = target.split('/') as [string, string | undefined]
    const { cells } = readStation(amend.draft, station)
    // a cell that nobody knows yet is classified when it becomes known
    for (const cell of only === undefined ? cells : cells.filter((each) => each === only)) {
      reclassify(amend, station, cell, floorToSecond(window.from), toMs)
    }
  }
}

function putEvent(amend: Amendments, window: MaintenanceWindow): string {
  const key = eventKey(`maintenance-${window.id}`)
  const row: EventRow = {
    id: `maintenance-${window.id}`,
    type: 'maintenance',
    from: window.from,
    to: window.to,
    station: window.targets.length === 1 ? ((window.targets[0] as string).split('/')[0] as string) : '',
    cell: window.targets.length === 1 ? ((window.targets[0] as string).split('/')[1] ?? '') : '',
    cause: causeOf(window),
    text: `${window.why} (${window.by}${window.ticket === '' ? '' : `, ${window.ticket}`}): ${window.targets.join(' ')}`.slice(
      0,
      1000,
    ),
    window: {
      targets: window.targets,
      by: window.by,
      why: window.why,
      ticket: window.ticket,
      approvedBy: window.approvedBy,
      recordedAt: window.recordedAt,
      afterwards: window.afterwards,
      plannedTo: window.plannedTo,
      ...(window.changed !== undefined && { changed: window.changed }),
    },
  }
  amend.draft.put(key, row)
  return key
}

function causeOf({ from, to, afterwards }: MaintenanceWindow): string {
  if (to <= from) return 'taken-back'
  return afterwards ? 'registered-afterwards' : 'registered'
}
