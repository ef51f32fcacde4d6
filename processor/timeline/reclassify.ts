import { settledOf } from '../progress.ts'
import type { Amendments } from '../rows/amendments.ts'

/**
 * Has the five times of a cell made again over [fromMs, toMs), as far as they are settled, when the step ends: what it changes
 * may concern the same seconds many times over.
 */
export function reclassify(amend: Amendments, station: string, cell: string, fromMs: number, toMs: number): void {
  reclassifyAll(amend, station, [cell], fromMs, toMs)
}

/** The same of several cells. */
export function reclassifyAll(
  amend: Amendments,
  station: string,
  cells: readonly string[],
  fromMs: number,
  toMs: number,
): void {
  const end = Math.min(toMs, settledOf(amend.draft, station))
  if (fromMs < end) for (const cell of cells) amend.due.add(station, cell, fromMs, end)
}
