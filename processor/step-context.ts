import type { Realm } from '../contract/mod.ts'

export interface StepContext {
  readonly realm: Realm
  readonly partition: string
}

/** What a step says besides its changes. */
export interface StepOutput {
  /** Keys of the side tables that the store must get. */
  readonly side: Set<string>
  /** What a human should look at. */
  readonly alarms: string[]
}
