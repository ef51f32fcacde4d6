import { randomUUID } from 'node:crypto'
import type { MaintenanceAddRecord } from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import { instantFlag } from '../config/instant-flag.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { askRunning } from '../runtime/api-client.ts'
import { appendRecord } from '../runtime/append-control.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

const TARGET = /^[A-Za-z0-9_-]{1,64}(\/[A-Za-z0-9_.-]{1,32})?$/

export interface AddOptions {
  readonly from: string
  readonly to: string
  readonly by: string
  readonly why: string
  readonly ticket?: string
  readonly approvedBy?: string
  readonly id?: string
}

/** `tram5g maintenance add`: before it starts, or afterwards and then marked so. */
export async function addMaintenance(
  config: Config,
  targets: readonly string[],
  o: AddOptions,
  nowMs: number,
  say: (text: string) => void,
): Promise<void> {
  for (const target of targets) {
    if (!TARGET.test(target))
      throw new ConfigError(`expected a station (HN-0001) or a cell (HN-0001/2), got ${JSON.stringify(target)}.`)
  }
  const from = instantFlag('--from', o.from, nowMs)
  const to = instantFlag('--to', o.to, nowMs)
  if (to <= from) throw new ConfigError(`--to: expected an instant after ${localTime(from)}, got ${localTime(to)}.`)
  const record: MaintenanceAddRecord = {
    type: 'maintenance-add',
    at: nowMs,
    by: o.by,
    why: o.why,
    id: o.id ?? randomUUID(),
    targets,
    from,
    to,
    ...(o.ticket !== undefined && { ticket: o.ticket }),
    ...(o.approvedBy !== undefined && { approvedBy: o.approvedBy }),
  }
  await appendRecord(config, record)
  say(
    `maintenance ${record.id}: ${targets.join(' ')} from ${localTime(from)} to ${localTime(to)}${from < nowMs ? ', registered afterwards' : ''}`,
  )
}

/** `tram5g maintenance close`: the work ended early. */
export async function closeMaintenance(
  config: Config,
  id: string,
  o: { to?: string; by: string; why: string },
  nowMs: number,
  say: (text: string) => void,
): Promise<void> {
  const to = o.to === undefined ? nowMs : instantFlag('--to', o.to, nowMs)
  await appendRecord(config, { type: 'maintenance-close', at: nowMs, by: o.by, why: o.why, id, to })
  say(`maintenance ${id} closed at ${localTime(to)}`)
}

export async function listMaintenance(
  config: Config,
  json: boolean,
  nowMs: number,
  say: (text: string) => void,
): Promise<void> {
  const paths = realmPaths(config)
  const from = nowMs - 400 * 86_400_000
  const to = nowMs + 400 * 86_400_000
  const { events } =
    (await askRunning<{ events: EventRow[] }>(config, paths, `/api/v1/events?from=${from}&to=${to}`)) ??
    (await withStore(config, paths, async (store) => ({ events: await store.events(from, to) })))
  const windows = events.filter((event) => event.type === 'maintenance')
  if (json) return say(JSON.stringify({ maintenance: windows }, null, 2))
  const rows = windows.map((w) => [
    w.id.replace(/^maintenance-/, ''),
    localTime(w.from),
    w.to === null ? '' : localTime(w.to),
    w.cause,
    w.text,
  ])
  say(table(['id', 'from (UTC+7)', 'to', 'registered', 'what'], rows))
}
