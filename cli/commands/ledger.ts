import { quoted } from '../../contract/mod.ts'
import type { LedgerRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { table } from '../output/table.ts'
import { askRunning } from '../runtime/api-client.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

interface LedgerAnswer {
  readonly stations: readonly LedgerRow[]
}

/** `tram5g ledger`: the account of every station, and whether both equations close. */
export async function ledger(
  config: Config,
  options: { station?: string; json: boolean },
  say: (text: string) => void,
): Promise<boolean> {
  const paths = realmPaths(config)
  const query = options.station === undefined ? '' : `?station=${encodeURIComponent(options.station)}`
  const answer =
    (await askRunning<LedgerAnswer>(config, paths, `/api/v1/ledger${query}`)) ??
    (await withStore(config, paths, async (store) => ({ stations: await store.ledger(options.station) })))
  if (options.station !== undefined && answer.stations.length === 0)
    throw new ConfigError(
      `--station: nothing was ever received of ${quoted(options.station)} in realm ${config.realm}. 'tram5g ledger' shows those there are.`,
    )
  const open = answer.stations.filter((row) => !closes(row))
  if (options.json) say(JSON.stringify(answer, null, 2))
  else
    say(
      `${asTable(answer.stations)}\n\n${open.length === 0 ? 'Both equations close for every station.' : `NOT CLOSED: ${open.map((r) => r.station).join(', ')}`}`,
    )
  return open.length === 0
}

const rejectedOf = (row: LedgerRow) => Object.values(row.rejected).reduce((a, b) => a + b, 0)

export function closes(row: LedgerRow): boolean {
  const deliveries = row.accepted + row.duplicate + row.conflict + row.unreadable + rejectedOf(row)
  return row.received === deliveries && row.published === row.accepted + row.rejectedWithSeq + row.missing
}

function asTable(rows: readonly LedgerRow[]): string {
  const header = [
    'station',
    'received',
    'accepted',
    'duplicate',
    'conflict',
    'rejected',
    'unreadable',
    'published',
    'missing',
    'late',
  ]
  const line = (name: string, list: readonly LedgerRow[]) => {
    const sum = (of: (row: LedgerRow) => number) => list.reduce((n, row) => n + of(row), 0)
    return [
      name,
      sum((r) => r.received),
      sum((r) => r.accepted),
      sum((r) => r.duplicate),
      sum((r) => r.conflict),
      sum(rejectedOf),
      sum((r) => r.unreadable),
      sum((r) => r.published),
      sum((r) => r.missing),
      sum((r) => r.late),
    ]
  }
  return table(header, [...rows.map((row) => line(row.station, [row])), line('all', rows)])
}
