import type { HealthReport } from '../health-report.ts'

/** More than a hiccup: at 1,000 messages/s five seconds of them. */
const MOST_LAG_ENTRIES = 5000
/** In the ordinary way a cell has its open row of each level waiting, and a share in those of its zone: about six. */
const MOST_ROWS_A_CELL = 20
const FEWEST_CELLS = 500

/**
 * Whether what has been received is still on its way into the store in such an amount that figures lack part of it: after
 * the first start, after time away, or while the store is slow. False where no processor runs in this process.
 */
export function isCatchingUp({ processor, store }: Pick<HealthReport, 'processor' | 'store'>, cells: number): boolean {
  if (processor === null) return false
  return processor.lagEntries > MOST_LAG_ENTRIES || store.outbox > MOST_ROWS_A_CELL * Math.max(FEWEST_CELLS, cells)
}
