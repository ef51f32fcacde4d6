import type { BirthReason, Boot } from '../../contract/mod.ts'

/** One start of a station, as its non-volatile memory knows it. */
export interface BootRecord {
  readonly boot: Boot
  readonly startedMs: number
  readonly reason: BirthReason
  /** The boot before this one and its highest seq. */
  readonly prev?: { readonly boot: Boot; readonly last: number }
}
