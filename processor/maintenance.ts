import type { MaintenanceAddRecord, MaintenanceCloseRecord, OperatorsWord } from '../contract/mod.ts'
import { MAINTENANCE_KEY } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'
import { floorToSecond } from './timeline/evidence.ts'

/** A registered planned-work window [from, to). */
export interface MaintenanceWindow {
  readonly id: string
  readonly targets: readonly string[]
  readonly from: number
  readonly to: number
  readonly by: string
  readonly why: string
  readonly ticket: string
  readonly approvedBy: string
  /** Registered after it had begun. */
  readonly afterwards: boolean
  readonly recordedAt: number
  /** End as it was registered first; `to` is what holds now. */
  readonly plannedTo: number
  /** Who closed it early or took it back (`to` is `from` then). */
  readonly changed?: OperatorsWord
}

export function readMaintenance(view: StateReader): readonly MaintenanceWindow[] {
  return view.get<readonly MaintenanceWindow[]>(MAINTENANCE_KEY) ?? []
}

export function isTarget(window: MaintenanceWindow, station: string, cell: string): boolean {
  return window.targets.includes(station) || window.targets.includes(`${station}/${cell}`)
}

/** The windows of a cell that begin before `toMs`, in whole seconds, in order of their start. */
export function windowsOf(view: StateReader, station: string, cell: string, toMs: number): MaintenanceWindow[] {
  return readMaintenance(view)
    .filter((w) => w.from < w.to && w.from < toMs && isTarget(w, station, cell))
    .map((w) => ({ ...w, from: floorToSecond(w.from), to: floorToSecond(w.to) }))
    .sort((a, b) => a.from - b.from)
}

/** Takes a window; undefined where its id is taken: the first word stands, and may be closed. */
export function addWindow(draft: Draft, record: MaintenanceAddRecord): MaintenanceWindow | undefined {
  const all = readMaintenance(draft)
  if (all.some((w) => w.id === record.id)) return undefined
  const window: MaintenanceWindow = {
    id: record.id,
    targets: record.targets,
    from: record.from,
    to: record.to,
    by: record.by,
    why: record.why,
    ticket: record.ticket ?? '',
    approvedBy: record.approvedBy ?? '',
    afterwards: record.at > record.from,
    recordedAt: record.at,
    plannedTo: record.to,
  }
  draft.put(MAINTENANCE_KEY, [...all, window])
  return window
}

/** Ends a window early, or takes it back; undefined where none has this id, or it ends before that anyway. */
export function closeWindow(
  draft: Draft,
  record: MaintenanceCloseRecord,
): { before: MaintenanceWindow; after: MaintenanceWindow } | undefined {
  const all = readMaintenance(draft)
  const before = all.find((w) => w.id === record.id)
  if (before === undefined || record.to >= before.to || before.to <= before.from) return undefined
  const { by, at, why } = record
  const after = { ...before, to: Math.max(before.from, record.to), changed: { by, at, why } }
  draft.put(
    MAINTENANCE_KEY,
    all.map((w) => (w === before ? after : w)),
  )
  return { before, after }
}
