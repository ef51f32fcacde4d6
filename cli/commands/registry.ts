import type { StationRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { readRegistry } from '../registry/read-registry.ts'
import { askRunning } from '../runtime/api-client.ts'
import { appendRecord } from '../runtime/append-control.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

/** Lines of one control record: a record stays well below the largest log entry. */
const LINES_A_RECORD = 500

/** `tram5g registry import`: all of a file, or nothing of it. */
export async function importRegistry(
  config: Config,
  path: string,
  word: { by: string; why: string; at: number },
  say: (text: string) => void,
): Promise<void> {
  const parsed = readRegistry(path)
  if (!parsed.ok) {
    const shown = parsed.problems.slice(0, 20)
    const more = parsed.problems.length - shown.length
    throw new ConfigError(
      `${path}: nothing was imported.\n  ${shown.join('\n  ')}${more > 0 ? `\n  … and ${more} more` : ''}`,
    )
  }
  for (let i = 0; i < parsed.lines.length; i += LINES_A_RECORD) {
    await appendRecord(config, { type: 'registry', ...word, lines: parsed.lines.slice(i, i + LINES_A_RECORD) })
  }
  say(`${parsed.lines.length} registry lines written into the log of realm ${config.realm}.`)
}

/** `tram5g registry show`: what holds now. */
export async function showRegistry(config: Config, json: boolean, say: (text: string) => void): Promise<void> {
  const paths = realmPaths(config)
  const { stations } =
    (await askRunning<{ stations: StationRow[] }>(config, paths, '/api/v1/stations')) ??
    (await withStore(config, paths, async (store) => ({ stations: await store.stations() })))
  if (json) return say(JSON.stringify({ stations }, null, 2))
  const rows = stations.map((s) => [
    s.station,
    s.registered ? s.operator : 'NOT REGISTERED',
    s.zone,
    s.zoneType,
    s.vendor,
    s.phase,
    s.cells.join(' '),
    s.silentSince !== null ? 'silent' : s.connected ? 'connected' : 'away',
    s.lastSeen === null ? '' : localTime(s.lastSeen),
  ])
  say(table(['station', 'operator', 'zone', 'zone type', 'vendor', 'phase', 'cells', 'now', 'last seen (UTC+7)'], rows))
}
