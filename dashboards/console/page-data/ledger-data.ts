import type { LedgerRow } from '../../../store/mod.ts'
import type { PipelinePanel } from '../../panels/panel.ts'
import type { LedgerTotals } from '../page/wire.d.ts'

/** All accounts together; `stations`: only these. */
export function ledgerData(
  panel: PipelinePanel,
  all: readonly LedgerRow[],
  stations?: ReadonlySet<string>,
): LedgerTotals {
  const rows = stations === undefined ? all : all.filter((row) => stations.has(row.station))
  const rejected = new Map<string, number>()
  for (const row of rows) {
    for (const [code, count] of Object.entries(row.rejected)) rejected.set(code, (rejected.get(code) ?? 0) + count)
  }
  const sumOf = (column: PipelinePanel['terms'][number]['column']) =>
    column === 'rejected'
      ? [...rejected.values()].reduce((sum, count) => sum + count, 0)
      : rows.reduce((sum, row) => sum + row[column], 0)
  return {
    stations: rows.length,
    totals: Object.fromEntries(panel.terms.map(({ column }) => [column, sumOf(column)])),
    rejected: [...rejected].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
  }
}
