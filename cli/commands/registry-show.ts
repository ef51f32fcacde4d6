import type { StationRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { isoInstant } from '../output/iso-instant.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { linesAt } from '../registry/changes.ts'
import { COLUMN_NAMES, columnOf } from '../registry/columns.ts'
import { registryCsv } from '../registry/write-csv.ts'
import { askRunning } from '../runtime/api-client.ts'
import { registryRows } from '../runtime/known-registry.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'
import { writeOut } from '../runtime/write-out.ts'

type Say = (text: string) => void

export interface ShowOptions {
  readonly station?: string | undefined
  /** What held or will hold at this instant [epoch ms]; undefined: what holds now, with how the stations are. */
  readonly atMs?: number | undefined
  readonly json: boolean
}

/** `tram5g registry show`: the stations now; at another instant; or all that is registered of one. */
export async function showRegistry(config: Config, { station, atMs, json }: ShowOptions, say: Say): Promise<void> {
  if (atMs !== undefined) return await showAt(config, { station, atMs, json }, say)
  if (station !== undefined) return await showStation(config, station, json, say)
  const stations = await stationsNow(config)
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

async function stationsNow(config: Config): Promise<readonly StationRow[]> {
  const paths = realmPaths(config)
  const answer = await askRunning<{ stations: StationRow[] }>(config, paths, '/api/v1/stations')
  return answer?.stations ?? (await withStore(config, paths, (store) => store.stations()))
}

async function showAt(
  config: Config,
  { station, atMs, json }: { station: string | undefined; atMs: number; json: boolean },
  say: Say,
): Promise<void> {
  const rows = await registryRows(config)
  const held = linesAt(
    rows.map(({ line }) => line),
    atMs,
  ).filter((line) => station === undefined || line.station === station)
  if (station !== undefined && held.length === 0)
    throw new ConfigError(`--station: no line of ${station} holds at ${localTime(atMs)} in realm ${config.realm}.`)
  if (json) return say(JSON.stringify({ at: atMs, lines: held }, null, 2))
  const shown = held.map((l) => [
    l.station,
    isoInstant(l.from),
    l.operator,
    l.zone,
    l.zoneType,
    l.vendor,
    l.phase,
    l.cells?.join(' ') ?? '',
  ])
  say(`What holds at ${localTime(atMs)} (UTC+7):`)
  say(table(['station', 'since', 'operator', 'zone', 'zone type', 'vendor', 'phase', 'cells'], shown))
}

async function showStation(config: Config, station: string, json: boolean, say: Say): Promise<void> {
  const now = (await stationsNow(config)).find((s) => s.station === station)
  const rows = (await registryRows(config)).filter((row) => row.station === station)
  if (now === undefined && rows.length === 0)
    throw new ConfigError(
      `--station: ${station} is unknown in realm ${config.realm}: neither registered nor ever heard.`,
    )
  if (json) return say(JSON.stringify({ station: now ?? null, lines: rows }, null, 2))
  if (rows.length === 0) return say(`${station} is not registered. 'tram5g registry import' registers it.`)
  for (const { line, by, why, at } of rows) {
    say(`${station} from ${isoInstant(line.from)}   (${by}, ${localTime(at)}: ${why})`)
    for (const name of COLUMN_NAMES) {
      const value: unknown = line[name]
      if (name !== 'station' && name !== 'from' && value !== undefined)
        say(`  ${name.padEnd(16)} ${columnOf(name).write(value)}`)
    }
  }
}

/** `tram5g registry export`: every line with its date, as a CSV that imports again to the same lines. */
export async function exportRegistry(config: Config, out: string | undefined, write: Say): Promise<void> {
  const csv = registryCsv((await registryRows(config)).map(({ line }) => line))
  if (out === undefined) return write(csv)
  writeOut(out, csv)
}
