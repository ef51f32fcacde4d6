import { parseBoot } from '../boot.ts'
import type { BirthMessage, DeathMessage } from '../message.ts'
import type { Reject } from '../reject.ts'
import {
  bootText,
  cellId,
  epochMs,
  exactly,
  integer,
  listOf,
  matching,
  numbered,
  oneOf,
  plmn,
  real,
  seqNumber,
  tagText,
  text,
} from './fields.ts'
import { messageId } from './identity.ts'
import { LIMITS } from './limits.ts'
import { refusal } from './refusal.ts'
import { wireSchema } from './wire-schema.ts'

/** Heartbeat period where a birth does not tell it [s]. */
const DEFAULT_HEARTBEAT_S = 60

/** Ranges of TS 28.541 (NRCellDU, GNBDUFunction); the rest from TS 38.101 and TS 38.104, wide enough for what comes next. */
const cell = () =>
  exactly({
    cell: cellId(),
    nci: matching(/^[0-9A-Fa-f]{9}$/, '9 hexadecimal digits').optional(),
    mode: oneOf('SA', 'NSA', 'SA+NSA').optional(),
    band: tagText().optional(),
    arfcn: integer(0, 3_279_165).optional(),
    scsKHz: integer(15, 960).optional(),
    bandwidthMHz: real(0, 2_000).optional(),
    nrb: integer(1, 275).optional(),
    duplex: text().optional(),
    tx: integer(1, 1_024).optional(),
    layers: integer(1, 64).optional(),
    pci: integer(0, 1_007).optional(),
    tac: integer(0, 16_777_215).optional(),
    plmns: listOf(plmn(), LIMITS.plmns).optional(),
  })

const checkBirth = wireSchema(() =>
  exactly({
    ...numbered(),
    t: epochMs(),
    conn: text(),
    started: epochMs().optional(),
    reason: oneOf('power', 'watchdog', 'operator', 'upgrade', 'unknown').optional(),
    prev: exactly({ boot: bootText(), last: seqNumber() }).optional(),
    vendor: tagText().optional(),
    model: text().optional(),
    serial: text().optional(),
    software: tagText().optional(),
    gnbId: integer(0, 2 ** 32 - 1).optional(),
    gnbIdLength: integer(22, 32).optional(),
    hb: integer(1, 86_400).optional(),
    gps: listOf(integer(1, LIMITS.gpS), LIMITS.gps).optional(),
    cells: listOf(cell(), LIMITS.cells),
  }),
)

const checkDeath = wireSchema(() => exactly({ boot: bootText(), conn: text() }))

export function decodeBirth(message: object): BirthMessage | Reject {
  const checked = checkBirth(message)
  if (!checked.ok) return checked.reject
  const wire = checked.value
  const seen = new Set<string>()
  for (const [i, { cell: id }] of wire.cells.entries()) {
    if (seen.has(id)) return refusal('duplicate-name', ['cells', i, 'cell'], 'every cell once', id)
    seen.add(id)
  }
  return {
    kind: 'birth',
    id: messageId(wire),
    atMs: wire.t,
    conn: wire.conn,
    startedMs: wire.started,
    reason: wire.reason ?? 'unknown',
    prev: wire.prev === undefined ? undefined : { boot: parseBoot(wire.prev.boot), last: wire.prev.last },
    vendor: wire.vendor,
    model: wire.model,
    serial: wire.serial,
    software: wire.software,
    gnbId: wire.gnbId,
    gnbIdLength: wire.gnbIdLength,
    heartbeatS: wire.hb ?? DEFAULT_HEARTBEAT_S,
    gpsS: wire.gps ?? [],
    cells: wire.cells,
  }
}

/** A last will has no seq and may be hours old when it is sent: it counts nowhere. */
export function decodeDeath(message: object): DeathMessage | Reject {
  const checked = checkDeath(message)
  if (!checked.ok) return checked.reject
  return { kind: 'death', boot: parseBoot(checked.value.boot), conn: checked.value.conn }
}
