import { existsSync, renameSync, rmSync } from 'node:fs'

/**
 * The state of an edition (`made`) takes the place of the processor's (`present`), which is made of the log again where it is ever
 * needed. A crash in between leaves either the one or the other, or none, and done again it comes to the same.
 */
export function swapState(present: string, made: string): void {
  dropReplaced(present)
  if (existsSync(present)) renameSync(present, oldOf(present))
  renameSync(made, present)
  dropReplaced(present)
}

/** What {@link swapState} leaves behind where it is ended at its last step. */
export function dropReplaced(present: string): void {
  rmSync(oldOf(present), { recursive: true, force: true })
}

const oldOf = (present: string): string => `${present}.old`
