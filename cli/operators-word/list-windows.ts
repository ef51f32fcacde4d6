import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { type RegisteredWindow, statusOf } from './windows.ts'

/** Windows as a table, or as JSON under `name`: with their status, who said what, and what became of it. */
export function listWindows(
  windows: readonly RegisteredWindow[],
  name: 'maintenance' | 'outages',
  nowMs: number,
  json: boolean,
): string {
  const told = windows.map((window) => ({ ...window, status: statusOf(window, nowMs) }))
  const hasOverrun = windows.some(({ overrun = [] }) => overrun.length > 0)
  if (json) return JSON.stringify({ [name]: told }, null, 2)
  const rows = told.map((w) => [
    w.id,
    w.status === 'taken-back' ? 'taken back' : w.status,
    localTime(w.from),
    localTime(w.status === 'taken-back' ? w.plannedTo : w.to),
    w.afterwards ? 'afterwards' : 'before',
    ...(hasOverrun ? [overrunOf(w, nowMs)] : []),
    w.targets.join(' '),
    wordOf(w),
  ])
  const overrun = hasOverrun ? ['overrun'] : []
  return table(['id', 'status', 'from (UTC+7)', 'to', 'registered', ...overrun, 'what', 'why'], rows)
}

function wordOf({ why, by, ticket, approvedBy, changed, from, to, plannedTo }: RegisteredWindow): string {
  const more = [by, ticket, approvedBy === '' ? '' : `approved by ${approvedBy}`].filter((text) => text !== '')
  const end = to <= from ? 'taken back' : `closed instead of ${localTime(plannedTo)}`
  return `${why} (${more.join(', ')})${changed === undefined ? '' : `; ${end} by ${changed.by}: ${changed.why}`}`
}

/** The longest of its cells. */
function overrunOf({ overrun = [] }: RegisteredWindow, nowMs: number): string {
  if (overrun.length === 0) return '–'
  const longestMs = Math.max(...overrun.map(({ from, to }) => (to ?? nowMs) - from))
  const goesOn = overrun.some(({ to }) => to === null) ? ', goes on' : ''
  return `${Math.ceil(longestMs / 60_000)} min${goesOn}`
}
