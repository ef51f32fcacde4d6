import { formatBoot, LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import { type Fact, startMs } from '../rows/fact.ts'
import { TOTALS_BUCKET_MS } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { BootTotals } from './boot-totals.ts'
import { countsSince } from './counts-since.ts'
import { totalFacts } from './total-facts.ts'
import { bucketOf, latestEnd, linesAt } from './total-report.ts'

/** Facts of one cell that reports with running totals enter in one window, for a row that is made again. */
export function totalFactsIn(
  view: StateReader,
  station: string,
  cell: string,
  level: Level,
  t: number,
): { readonly areThere: boolean; readonly facts: readonly { readonly fact: Fact; readonly gpS: number }[] } {
  const end = t + LEVEL_MS[level]
  const facts: { fact: Fact; gpS: number }[] = []
  let areThere = false
  for (let at = bucketOf(t); at <= Math.min(end, latestEnd(view, station)); at += TOTALS_BUCKET_MS) {
    const lines = linesAt(view, station, at).filter((line) => line.endMs > t && line.endMs <= end)
    areThere ||= lines.length > 0
    for (const { boot, endMs } of new Map(
      lines.map((line) => [`${formatBoot(line.boot)} ${line.endMs}`, line]),
    ).values()) {
      const totals = new BootTotals(view, station, boot, { startedMs: countsSince(view, station, boot) })
      for (const made of totalFacts(view, station, totals, totals.at(endMs)).facts.get(cell) ?? []) {
        if (made.level !== level || windowStart(level, startMs(made.fact)) !== t) continue
        facts.push({ fact: made.fact, gpS: made.reportGpS ?? made.fact.gpS })
      }
    }
  }
  return { areThere, facts }
}
