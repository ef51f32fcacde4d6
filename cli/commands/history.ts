import type { HistoryFilter, HistoryRow } from '../../store/mod.ts'
import type { Config } from '../config/settings.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { askRunning } from '../runtime/api-client.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

/** `tram5g history`: what published figures were before they were amended, and why. */
export async function history(
  config: Config,
  filter: HistoryFilter,
  json: boolean,
  say: (text: string) => void,
): Promise<void> {
  const paths = realmPaths(config)
  const params = new URLSearchParams(Object.entries(filter).map(([k, v]): [string, string] => [k, String(v)]))
  const answer =
    (await askRunning<{ history: HistoryRow[] }>(config, paths, `/api/v1/history?${params}`)) ??
    (await withStore(config, paths, async (store) => ({ history: await store.history(filter) })))
  if (json) return say(JSON.stringify(answer, null, 2))
  const rows = answer.history.map((row) => [
    localTime(row.changedAt),
    row.level,
    localTime(row.t),
    `${row.station}/${row.cell}`,
    row.rev,
    row.reason,
    row.offset,
    Object.keys(row.after)
      .map((f) => `${f} ${row.before[f] ?? 0} → ${row.after[f] ?? 0}`)
      .slice(0, 3)
      .join('; '),
  ])
  say(table(['changed', 'level', 'window', 'cell', 'rev', 'reason', 'offset', 'parts'], rows))
}
