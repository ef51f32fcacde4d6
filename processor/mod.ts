/** log → facts → windows → KPI parts → store. A pure reducer with a thin shell. */

export { Batch, type StepResult } from './batch.ts'
export { type ExplainSources, explain } from './explain/explain.ts'
export { explainStopped, type StoppedSources } from './explain/stopped.ts'
export type { OpenGap } from './identity/open-gaps.ts'
export type { Pace } from './pace.ts'
export type { Foretold, Processor, ProcessorOptions, ProcessorStatus } from './processor.ts'
export { openStateToPromote, type StateToPromote, type StateToPromoteOptions } from './promote-state.ts'
export { startProcessor } from './run.ts'
export { Draft, EntriesNeeded, type StateView } from './state/view.ts'
export { settleStep, step } from './step.ts'
export type { StepContext } from './step-context.ts'
export { storeRowsOf } from './store-rows.ts'
