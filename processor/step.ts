import type { LogEntry } from '../log/mod.ts'
import { Batch, type StepResult } from './batch.ts'
import { readClock } from './clock.ts'
import type { StateView } from './state/view.ts'
import type { StepContext } from './step-context.ts'
import { floorToSecond } from './timeline/evidence.ts'

/**
 * One log entry into the state: a batch of one.
 * @throws {EntriesNeeded} where older log entries must be at hand first; nothing has changed then.
 */
export function step(view: StateView, entry: LogEntry, context: StepContext): StepResult {
  const batch = new Batch(view, context)
  batch.apply(entry)
  return batch.finish()
}

/**
 * Carries the five times of all stations on, and every minute into the rows above, as the shell does where no entry comes.
 * @param toMs at most to the realm clock, in whole seconds
 */
export function settleStep(view: StateView, toMs: number, offset: number, context: StepContext): StepResult {
  const settledMs = Math.min(toMs, floorToSecond(readClock(view).realmMs))
  const settle = { toMs: settledMs, from: 0, windows: Number.POSITIVE_INFINITY, isRest: true }
  return new Batch(view, context).finish({ offset, settle })
}
