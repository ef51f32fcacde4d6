import { type DecodeContext, type Decoded, decodeMessage } from '../../../../contract/decode/decode-message.ts'

/** One sound message of each kind, with all keys a station may send; tests bend copies of them. */

export const RECEIVED_AT_MS = 1_790_000_061_000
export const CONTEXT: DecodeContext = { realm: 'live', receivedAtMs: RECEIVED_AT_MS }
export const ID = { boot: { epochMs: 1_790_000_000_000, n: 7 }, src: '0', seq: 42 }

const identity = { boot: '1790000000000-7', seq: 42 }

export const PM = {
  ...identity,
  end: 1_790_000_060_000,
  gp: 60,
  cells: [{ cell: '1', m: { 'RRU.PrbUsedDl': 120 } }],
}

export const STATE = {
  ...identity,
  t: 1_790_000_060_500,
  cell: '1',
  operationalState: 'ENABLED',
  administrativeState: 'UNLOCKED',
  cellState: 'ACTIVE',
  availabilityStatus: ['DEGRADED'],
  energySavingState: 'isNotEnergySaving',
}

export const HEARTBEAT = {
  ...identity,
  t: 1_790_000_060_500,
  queued: 0,
  clock: { source: 'gnss', state: 'locked' },
}

export const BIRTH = {
  ...identity,
  t: 1_790_000_060_500,
  conn: 'c-17',
  started: 1_790_000_000_000,
  reason: 'power',
  prev: { boot: '1780000000000-6', last: 991 },
  vendor: 'vendor-x',
  model: 'gNB 8T8R',
  serial: 'SN 0001',
  software: '1.4.2',
  gnbId: 4_294_967_295,
  gnbIdLength: 32,
  hb: 30,
  gps: [10, 900],
  cells: [
    {
      cell: '1',
      nci: '0000AF001',
      mode: 'SA+NSA',
      band: 'n78',
      arfcn: 640_000,
      scsKHz: 30,
      bandwidthMHz: 100,
      nrb: 273,
      duplex: 'TDD',
      tx: 8,
      layers: 4,
      pci: 1_007,
      tac: 16_777_215,
      plmns: ['452-04', '45205'],
    },
    { cell: '2' },
  ],
}

export const DEATH = { boot: '1790000000000-7', conn: 'c-17' }

const oneAlarm = {
  alarmId: 'a-1',
  alarmType: 'EQUIPMENT_ALARM',
  perceivedSeverity: 'MAJOR',
  probableCause: 'powerProblem',
  specificProblem: 'PSU 2',
  raised: 1_790_000_050_000,
  cell: '1',
  text: 'Mất nguồn dự phòng',
}

export const ALARM = { ...identity, t: 1_790_000_060_500, ...oneAlarm }

export const ALARM_LIST = {
  ...identity,
  t: 1_790_000_060_500,
  active: [oneAlarm, { alarmId: 'a-2', alarmType: 'x', perceivedSeverity: 'MINOR', probableCause: 'y' }],
}

export const TEST = {
  ...identity,
  t: 1_790_000_060_500,
  campaign: '2026Q3',
  server: 'hn-1',
  ue: 'probe-17',
  plmn: '452-04',
  cell: '1',
  rat: 'NR',
  place: 'outdoor-moving',
  lat: 21.0285,
  lon: 105.8542,
  ssRsrpDbm: -92.5,
  kind: 'dl',
  bytes: 250_000_000,
  ms: 4_012.5,
  result: 'ok',
}

/** Decodes what stands here as JSON, or as it is where it is text. */
export function decode(kind: string, message: unknown, context: DecodeContext = CONTEXT): Decoded {
  const text = typeof message === 'string' ? message : JSON.stringify(message)
  return decodeMessage(`tram5g/v1/${context.realm}/HN-0001/${kind}`, new TextEncoder().encode(text), context)
}

/** The message of a delivery that must be sound. */
export function sound(kind: string, message: unknown) {
  const decoded = decode(kind, message)
  if (!decoded.ok) throw new Error(`refused: ${decoded.reject.code} ${decoded.reject.detail}`)
  return decoded.message
}

/** The refusal of a delivery that must be refused. */
export function refused(kind: string, message: unknown, context: DecodeContext = CONTEXT) {
  const decoded = decode(kind, message, context)
  if (decoded.ok) throw new Error(`accepted: ${JSON.stringify(decoded.message)}`)
  return decoded
}

/** One pm message of one cell with these measurements, as the values decoded. */
export function cellOf(m: unknown, u?: unknown) {
  const message = sound('pm', { ...PM, cells: [{ cell: '1', m, ...(u === undefined ? {} : { u }) }] })
  if (message.kind !== 'pm') throw new Error(message.kind)
  const [cell] = message.cells
  if (cell === undefined) throw new Error('no cell')
  return {
    ...cell,
    doubtful: cell.doubtful,
    foreignNames: message.foreignNames,
    entries: Object.fromEntries(cell.values),
  }
}

export function refusedCell(m: unknown, u?: unknown) {
  return refused('pm', { ...PM, cells: [{ cell: '1', m, ...(u === undefined ? {} : { u }) }] }).reject
}
