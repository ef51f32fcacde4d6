import { existsSync, renameSync, rmSync } from 'node:fs'

/**
 * The state of an edition (`made`) takes the place of the processor's (`present`), which is made of the log again where it is ever
 * needed. A crash in between leaves either the one or the other, or none, and done again it comes to the same.
 */
export function swapState(present: string, made: string): void {
  const old = `${present}.old`
  rmSync(old, { recursive: true, force: true })
  if (existsSync(present)) renameSync(present, old)
  renameSync(made, present)
  rmSync(old, { recursive: true, force: true })
}
