import type { RegistryLine } from '../../contract/mod.ts'

/** One effective-dated line of the registry, and whose word it is. */
export interface RegistryRow {
  /** Identity, together with `from`. */
  readonly station: string
  /** Effective from [epoch ms]. */
  readonly from: number
  readonly line: RegistryLine
  readonly by: string
  readonly why: string
  /** When it was said [epoch ms]. */
  readonly at: number
}
