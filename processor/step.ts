import type { LogEntry } from '../log/mod.ts'
import { Batch, type StepResult } from './batch.ts'
import type { StateView } from './state/view.ts'
import type { StepContext } from './step-context.ts'

/**
 * One log entry into the state: a batch of one.
 * @throws {EntriesNeeded} where older log entries must be at hand first; nothing has changed then.
 */
export function step(view: StateView, entry: LogEntry, context: StepContext): StepResult {
  const batch = new Batch(view, context)
  batch.apply(entry)
  return batch.finish()
}

/** Carries the five times on to the realm clock (whole seconds); the shell calls it where no entry comes. */
export function settleStep(view: StateView, toMs: number, offset: number, context: StepContext): StepResult {
  return new Batch(view, context).finish(toMs, offset)
}
