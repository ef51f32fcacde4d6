import { mix32, unit } from '../random.ts'
import type { Phase } from './cadence.ts'
import type { NoteKind } from './note.ts'

/** One regular kind of message: when it is due next, and until when there is one. */
export interface Regular {
  readonly kind: NoteKind
  readonly arg: number
  readonly periodMs: number
  /** A report is sent this long after its period ended. */
  readonly delayMs: number
  /** Infinite where none is due any more. */
  dueMs: number
  readonly lastMs: number
}

/**
 * Everything a station says regularly after `afterMs`, phase by phase. Due times lie on fixed grids, shifted per station (`key`), so
 * they do not depend on when one starts to look, and a fleet does not speak all at once.
 */
export function regularsOf(phases: readonly Phase[], cells: number, key: number, afterMs: number): Regular[] {
  const delayMs = 200 + Math.floor(1800 * unit(mix32(key, 1)))
  const shiftMs = Math.floor(60_000 * unit(mix32(key, 2)))
  return phases.flatMap(({ fromMs, cadence }, i): Regular[] => {
    const endMs = phases[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY
    const regular = (kind: NoteKind, arg: number, periodS: number, offsetMs: number): Regular => {
      const due = Math.max(
        nextOnGrid(afterMs, periodS * 1000, offsetMs),
        nextOnGrid(fromMs - 1, periodS * 1000, offsetMs),
      )
      return bounded({ kind, arg, periodMs: periodS * 1000, delayMs: 0, dueMs: due, lastMs: endMs - 1 })
    }
    // Periods belong to the phase in which they end; the longer report comes after the shorter of the same end
    const report = (gpS: number): Regular => {
      const delay = delayMs + gpS
      const due = Math.max(nextOnGrid(afterMs, gpS * 1000, delay), nextOnGrid(fromMs + delay, gpS * 1000, delay))
      return bounded({ kind: 'pm', arg: gpS, periodMs: gpS * 1000, delayMs: delay, dueMs: due, lastMs: endMs + delay })
    }
    const { gps, heartbeatS, stateS, alarmListS } = cadence
    return [
      ...gps.map(report),
      ...(heartbeatS === undefined ? [] : [regular('heartbeat', 0, heartbeatS, shiftMs)]),
      ...Array.from({ length: cells }, (_, cell) =>
        regular('state', cell, stateS, shiftMs + 1500 + Math.floor((cell * stateS * 1000) / cells)),
      ),
      regular('alarm-list', 0, alarmListS, shiftMs + 3100),
    ]
  })
}

/** To the one after. */
export function moveOn(regular: Regular): void {
  regular.dueMs += regular.periodMs
  bounded(regular)
}

function bounded(regular: Regular): Regular {
  if (regular.dueMs > regular.lastMs) regular.dueMs = Number.POSITIVE_INFINITY
  return regular
}

/** The first instant after `afterMs` on the grid offset + k · period. */
function nextOnGrid(afterMs: number, periodMs: number, offsetMs: number): number {
  if (afterMs === Number.NEGATIVE_INFINITY) return afterMs
  return (Math.floor((afterMs - offsetMs) / periodMs) + 1) * periodMs + offsetMs
}
