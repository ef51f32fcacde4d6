import {
  type BirthMessage,
  type Boot,
  compareBoots,
  type DeathMessage,
  formatBoot,
  isSafeTagValue,
} from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { declareLast } from '../identity/identify.ts'
import { retag } from '../retag.ts'
import type { Amendments } from '../rows/amendments.ts'
import { eventKey, stationKey } from '../state/keys.ts'
import {
  type BirthAttributes,
  type BootRecord,
  bootRecordOf,
  probedAlone,
  readStation,
  type StationState,
  startOf,
  withBoot,
} from '../station.ts'
import { floorToSecond } from '../timeline/evidence.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { countsSince } from '../totals/counts-since.ts'
import { countsSinceTold } from '../totals/take-totals.ts'
import { knowCell } from './cells.ts'
import { heartbeatTold, proveLife } from './life.ts'

/** Births kept of one station: one for every boot or change, far more than a week of an honest station needs. */
const MAX_BIRTHS = 1000

/** Of several births of one boot the earliest word holds, whichever came first. */
function countsSinceOf(amend: Amendments, stationId: string, { id, startedMs }: BirthMessage): number | undefined {
  const known = countsSince(amend.draft, stationId, id.boot)
  if (startedMs === undefined) return known
  const since = Math.min(floorToSecond(startedMs), known ?? Number.POSITIVE_INFINITY)
  // before the station is put: rows made again meanwhile must be as they were
  if (since !== known) countsSinceTold(amend, stationId, id.boot, known, since)
  return since
}

export function handleBirth(amend: Amendments, stationId: string, message: BirthMessage, partition: string): string[] {
  const { draft } = amend
  const { boot, src } = message.id
  const atMs = floorToSecond(message.atMs)
  const before = readStation(draft, stationId)
  const station = withBirth(before, message)
  const since = countsSinceOf(amend, stationId, message)
  const boots = withBoot(station.boots, boot, (known) => ({
    boot,
    firstLifeMs: Math.min(known?.firstLifeMs ?? atMs, atMs),
    lastLifeMs: Math.max(known?.lastLifeMs ?? atMs, atMs),
    ...(since !== undefined && { countsSinceMs: since }),
    ...toldBy(known, message),
  }))
  const old = bootRecordOf(station.boots, boot)
  const was = old && startOf(old)
  draft.put(stationKey(stationId), { ...station, boots } satisfies StationState)
  if (station.births.length === 1 || station.heartbeatS > before.heartbeatS) heartbeatTold(amend, stationId)
  if (message.prev !== undefined) declareLast(draft, stationId, message.prev.boot, src, message.prev.last)
  knowCells(amend, stationId, message, partition)
  // it lived at its start, too, whenever it could tell
  if (message.startedMs !== undefined) proveLife(amend, stationId, boot, message.startedMs, message.startedMs)
  proveLife(amend, stationId, boot, atMs, atMs)
  reclassifyRestart(amend, stationId, boot, was)
  return restartEvent(amend, stationId, message)
}

/** When and why a boot began, by all its births: those of later connections may tell less. */
function toldBy(
  known: BootRecord | undefined,
  { id, atMs, startedMs, reason, prev }: BirthMessage,
): Pick<BootRecord, 'startedMs' | 'birthSeq' | 'reason' | 'prev'> {
  const told = floorToSecond(startedMs ?? atMs)
  const start = { startedMs: Math.min(told, known?.startedMs ?? told) }
  if (known?.birthSeq === undefined || id.seq < known.birthSeq) {
    return { ...start, birthSeq: id.seq, reason, prev: prev ?? known?.prev }
  }
  return { ...start, birthSeq: known.birthSeq, reason: known.reason, prev: known.prev ?? prev }
}

/**
 * A birth that was said before what is left of the log: what it tells of the station and its cells still holds. It proves no life
 * and no start: how long the station lived behind it went with its messages.
 */
export function handleCarriedBirth(
  amend: Amendments,
  stationId: string,
  message: BirthMessage,
  partition: string,
): void {
  amend.draft.put(stationKey(stationId), withBirth(readStation(amend.draft, stationId), message))
  knowCells(amend, stationId, message, partition)
}

function withBirth(station: StationState, message: BirthMessage): StationState {
  const { boot, seq } = message.id
  const attributes: BirthAttributes = {
    atMs: floorToSecond(message.atMs),
    boot,
    seq,
    vendor: message.vendor !== undefined && isSafeTagValue(message.vendor) ? message.vendor : undefined,
    software: message.software,
    cells: Object.fromEntries(
      message.cells.map((c) => [c.cell, { mode: c.mode, band: c.band, scsKHz: c.scsKHz, nrb: c.nrb }]),
    ),
  }
  const isNewer = station.connection === undefined || compareBoots(boot, station.connection.boot) >= 0
  return {
    ...station,
    heartbeatS: station.births.length === 0 ? message.heartbeatS : Math.max(station.heartbeatS, message.heartbeatS),
    births: [...station.births, attributes]
      .sort((a, b) => a.atMs - b.atMs || compareBoots(a.boot, b.boot) || a.seq - b.seq)
      .slice(-MAX_BIRTHS),
    connection: isNewer ? { boot, conn: message.conn, open: true } : station.connection,
  }
}

function knowCells(amend: Amendments, stationId: string, message: BirthMessage, partition: string): void {
  const { draft } = amend
  for (const { cell } of message.cells) knowCell(amend, stationId, cell, floorToSecond(message.atMs), partition)
  const after = readStation(draft, stationId)
  for (const cell of [...after.cells, STATION_ROW, ...probedAlone(after)]) retag(amend, after, cell, partition)
}

/** The time between the last proof of life of the boot before and this start, or where it was taken to begin before. */
function reclassifyRestart(amend: Amendments, stationId: string, boot: Boot, wasMs: number | undefined): void {
  const station = readStation(amend.draft, stationId)
  const index = station.boots.findIndex((b) => compareBoots(b.boot, boot) === 0)
  for (const at of [index, index + 1]) {
    const before = station.boots[at - 1]
    const after = station.boots[at]
    const start = after && startOf(after)
    if (before === undefined || after === undefined || start === undefined) continue
    for (const cell of station.cells)
      reclassify(amend, stationId, cell, before.lastLifeMs, Math.max(start, after.firstLifeMs, wasMs ?? 0))
  }
}

function restartEvent(amend: Amendments, stationId: string, message: BirthMessage): string[] {
  const record = bootRecordOf(readStation(amend.draft, stationId).boots, message.id.boot)
  if (record?.prev === undefined) return []
  const id = `restart-${stationId}-${formatBoot(message.id.boot)}`
  const key = eventKey(id)
  const from = startOf(record) ?? message.atMs
  // names of the wire alone: the text is read in both languages
  const software = message.software === undefined ? '' : `, software ${message.software}`
  const text = `boot ${formatBoot(message.id.boot)}${software}`
  amend.draft.put(key, {
    id,
    type: 'restart',
    from,
    to: from,
    station: stationId,
    cell: '',
    cause: record.reason,
    text,
  } satisfies EventRow)
  return [key]
}

/** A last will ends the connection that it names, and nothing else. */
export function handleDeath(amend: Amendments, stationId: string, message: DeathMessage): void {
  const station = readStation(amend.draft, stationId)
  const { connection } = station
  if (connection === undefined || connection.conn !== message.conn || compareBoots(connection.boot, message.boot) !== 0)
    return
  amend.draft.put(stationKey(stationId), {
    ...station,
    connection: { ...connection, open: false },
  } satisfies StationState)
}
