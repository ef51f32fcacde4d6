import {
  type ControlRecord,
  type Decoded,
  decodeMessage,
  type NumberedMessage,
  parseForeignTopic,
  parseTopic,
  quoted,
  type Realm,
  type Reject,
  realmKind,
} from '../contract/mod.ts'
import type { LogEntry, Offset } from '../log/mod.ts'
import type { DeadLetterRow } from '../store/mod.ts'
import { advanceClock, readClock } from './clock.ts'
import { bury } from './dead-letters.ts'
import { handleBirth, handleDeath } from './handlers/birth.ts'
import { knowStation } from './handlers/cells.ts'
import { handleControl } from './handlers/control.ts'
import { handleHeartbeat } from './handlers/heartbeat.ts'
import { proveLife } from './handlers/life.ts'
import { handlePm } from './handlers/pm.ts'
import { handleState } from './handlers/state.ts'
import { identify } from './identity/identify.ts'
import { payloadHash } from './identity/payload-hash.ts'
import { seenAt } from './identity/seen.ts'
import { changeLedger, openLedger } from './ledger.ts'
import { type Pace, publish } from './publish.ts'
import { Amendments } from './rows/amendments.ts'
import { deadLetterKey, ledgerKey, stationKey } from './state/keys.ts'
import { Draft, type StateView } from './state/view.ts'
import { readStation } from './station.ts'
import { reclassify } from './timeline/reclassify.ts'
import { settle } from './timeline/settle.ts'

export interface StepContext {
  readonly realm: Realm
  readonly partition: string
}

/** What one step changes: state by key (undefined: deleted), and which keys the store must get, how soon. */
export interface StepResult {
  readonly changes: Iterable<[key: string, value: unknown]>
  readonly dirty: ReadonlyMap<string, Pace>
  /** What a human should look at. */
  readonly alarms: readonly string[]
}

/** Ledger account of deliveries whose topic names no station. */
const NO_STATION = '-'

/**
 * One log entry into the state. Pure: no clock, no randomness, no I/O; the same view and entry give the same result.
 * @throws {EntriesNeeded} where older log entries must be at hand first; nothing has changed then.
 */
export function step(view: StateView, entry: LogEntry, context: StepContext): StepResult {
  const amend = new Amendments(new Draft(view))
  const side = new Set<string>()
  const alarms: string[] = []
  if (realmKind(context.realm) === 'live') advanceClock(amend.draft, entry.receivedAt)
  let reason = 'late'
  if (entry.source === 'control') reason = control(amend, entry, context, side, alarms)
  else reason = deliver(amend, entry, context, side, alarms)
  return finish(amend, { reason, offset: entry.offset }, side, alarms)
}

/** Carries the five times on to the realm clock (whole seconds). Also pure; the shell calls it between entries. */
export function settleStep(view: StateView, toMs: number, offset: number): StepResult {
  const amend = new Amendments(new Draft(view))
  settle(amend, Math.min(toMs, Math.floor(readClock(view).realmMs / 1000) * 1000))
  return finish(amend, { reason: 'silence', offset }, new Set(), [])
}

function finish(
  amend: Amendments,
  cause: { reason: string; offset: number },
  side: ReadonlySet<string>,
  alarms: string[],
): StepResult {
  const dirty = publish(amend, cause)
  for (const key of side) dirty.set(key, 'side')
  return { changes: amend.draft.changes(), dirty, alarms }
}

function control(
  amend: Amendments,
  entry: LogEntry,
  context: StepContext,
  side: Set<string>,
  alarms: string[],
): string {
  const record = JSON.parse(new TextDecoder().decode(entry.payload)) as ControlRecord
  if (record.type === 'retry') {
    const retried = amend.draft.entry(record.offset as Offset)
    if (retried === undefined)
      alarms.push(`dead letter ${record.offset} cannot be run again: the log no longer keeps it`)
    else retry(amend, retried, context, side, alarms)
    return 'retry'
  }
  if (record.type === 'tick' && realmKind(context.realm) === 'live') advanceClock(amend.draft, record.at)
  for (const key of handleControl(amend, record, context.partition)) side.add(key)
  return record.type.startsWith('maintenance') ? 'maintenance' : record.type
}

function decode(view: StateView, entry: LogEntry, context: StepContext): Decoded {
  const foreign = parseForeignTopic(entry.topic)
  const topic = foreign?.topic ?? entry.topic
  if (foreign === undefined || mayPublishFor(view, foreign.user, topic)) {
    return decodeMessage(topic, entry.payload, { realm: context.realm, receivedAtMs: entry.receivedAt })
  }
  return {
    ok: false,
    topic: parseTopic(foreign.topic),
    reject: {
      code: 'identity-mismatch',
      detail: `MQTT user ${quoted(foreign.user)} published on ${quoted(foreign.topic)}`,
    },
    id: undefined,
    unreadable: false,
  }
}

/** A gateway speaks for the stations of which the registry names it as publisher. */
function mayPublishFor(view: StateView, user: string, topic: string): boolean {
  const station = parseTopic(topic)?.station
  return station !== undefined && readStation(view, station).registry.at(-1)?.publisher === user
}

function deliver(
  amend: Amendments,
  entry: LogEntry,
  context: StepContext,
  side: Set<string>,
  alarms: string[],
): string {
  const { draft } = amend
  const decoded = decode(draft, entry, context)
  const station = decoded.topic?.station ?? NO_STATION
  if (decoded.ok && decoded.message.kind === 'death') {
    knowStation(draft, station)
    handleDeath(amend, station, decoded.message)
    side.add(stationKey(station))
    return 'death'
  }
  openLedger(draft, station, entry.receivedAt)
  changeLedger(draft, station, { received: 1 })
  side.add(ledgerKey(station))
  const message = decoded.ok ? (decoded.message as NumberedMessage) : undefined
  const id = message?.id ?? (decoded.ok ? undefined : decoded.id)
  if (id === undefined) {
    const { reject, unreadable } = decoded as Extract<Decoded, { ok: false }>
    side.add(bury(draft, entry, station, reject))
    changeLedger(draft, station, unreadable ? { unreadable: 1 } : { rejected: [reject.code, 1] })
    return 'rejected'
  }
  knowStation(draft, station)
  const identity = identify(draft, station, {
    id,
    hash: payloadHash(entry.payload),
    offset: entry.offset,
    receivedAt: entry.receivedAt,
    isBirth: message?.kind === 'birth',
  })
  if (identity.kind === 'duplicate') {
    changeLedger(draft, station, { duplicate: 1 })
    return 'duplicate'
  }
  if (identity.kind === 'refused') {
    refuse(amend, entry, station, identity, side)
    if (identity.code !== 'conflict') alarms.push(`${station}: ${identity.detail}`)
    return 'rejected'
  }
  if (message === undefined) {
    const { reject } = decoded as Extract<Decoded, { ok: false }>
    side.add(bury(draft, entry, station, reject))
    changeLedger(draft, station, { rejected: [reject.code, 1], rejectedWithSeq: 1 })
    return 'rejected'
  }
  changeLedger(draft, station, { accepted: 1 })
  accept(amend, entry, station, message, identity.stream, context, side)
  if (identity.fillsHole) reclassifyAround(amend, station, message)
  return reasonOf(message, identity.fillsHole)
}

function refuse(amend: Amendments, entry: LogEntry, station: string, reject: Reject, side: Set<string>): void {
  side.add(bury(amend.draft, entry, station, reject))
  if (reject.code === 'conflict') changeLedger(amend.draft, station, { conflict: 1 })
  // of a boot number used again, the birth itself has seq 0 of the new count
  else
    changeLedger(amend.draft, station, {
      rejected: [reject.code, 1],
      rejectedWithSeq: reject.code === 'boot-reused' ? 1 : 0,
    })
}

function reasonOf(message: NumberedMessage, fillsHole: boolean): string {
  if (fillsHole) return 'resent'
  if (message.kind === 'pm') return message.rev > 0 ? 'corrected' : 'late'
  return message.kind
}

const timeOfMessage = (message: NumberedMessage): number => (message.kind === 'pm' ? message.endMs : message.atMs)

function accept(
  amend: Amendments,
  entry: LogEntry,
  station: string,
  message: NumberedMessage,
  stream: string,
  context: StepContext,
  side: Set<string>,
): void {
  const { draft } = amend
  if (realmKind(context.realm) !== 'live') advanceClock(draft, timeOfMessage(message))
  switch (message.kind) {
    case 'pm':
      handlePm(amend, station, message, entry.offset, context.partition)
      break
    case 'state':
      handleState(amend, station, message, stream, context.partition)
      break
    case 'heartbeat':
      handleHeartbeat(amend, station, message, entry.receivedAt)
      break
    case 'birth':
      for (const key of handleBirth(amend, station, message, context.partition)) side.add(key)
      break
    case 'alarm':
    case 'test':
      // kept in the log and counted; alarms attribute outages and tests make their KPIs in the full catalogue
      proveLife(amend, station, message.id.boot, message.atMs, message.atMs)
      break
  }
  side.add(stationKey(station))
}

/** A hole between two states is filled: what lies between them may be proven now. */
function reclassifyAround(amend: Amendments, stationId: string, message: NumberedMessage): void {
  const at = Math.floor(timeOfMessage(message) / 1000) * 1000
  const reach = 2 * 310_000
  for (const cell of readStation(amend.draft, stationId).cells)
    reclassify(amend, stationId, cell, at - reach, at + reach)
}

/** A dead letter under today's rules: accepted now, or its reason renewed. */
function retry(amend: Amendments, entry: LogEntry, context: StepContext, side: Set<string>, alarms: string[]): void {
  const { draft } = amend
  const key = deadLetterKey(entry.offset)
  const letter = draft.get<DeadLetterRow>(key)
  if (letter === undefined || letter.resolved) return
  const decoded = decode(draft, entry, context)
  if (!decoded.ok || decoded.message.kind === 'death' || letter.code === 'conflict' || letter.code === 'boot-reused') {
    alarms.push(`dead letter ${entry.offset} is refused again: ${decoded.ok ? letter.detail : decoded.reject.detail}`)
    return
  }
  const { station } = decoded.topic
  const message = decoded.message
  knowStation(draft, station)
  const identity = identify(draft, station, {
    id: message.id,
    hash: payloadHash(entry.payload),
    offset: entry.offset,
    receivedAt: entry.receivedAt,
    isBirth: false,
  })
  if (identity.kind === 'refused') {
    alarms.push(`dead letter ${entry.offset} is refused again: ${identity.detail}`)
    return
  }
  // refused at first for a reason that its seq outlived: it was counted then, under this very offset
  const stream = identity.kind === 'new' ? identity.stream : streamOf(draft, station, message)
  const hadSeq = identity.kind === 'duplicate' && seenAt(draft, stream, message.id.seq)?.[2] === entry.offset
  const isRepeat = identity.kind === 'duplicate' && !hadSeq
  const wasUnreadable = letter.code === 'not-json' || letter.code === 'not-an-object'
  changeLedger(draft, station, {
    ...(isRepeat ? { duplicate: 1 } : { accepted: 1, rejectedWithSeq: hadSeq ? -1 : 0 }),
    ...(wasUnreadable ? { unreadable: -1 } : { rejected: [letter.code, -1] as const }),
  })
  draft.put(key, { ...letter, resolved: true } satisfies DeadLetterRow)
  side.add(key)
  side.add(ledgerKey(station))
  if (!isRepeat) accept(amend, entry, station, message, stream, context, side)
}

function streamOf(draft: Draft, station: string, message: NumberedMessage): string {
  const { boot, src } = message.id
  const refs = readStation(draft, station).streams.filter(
    (s) => s.boot.n === boot.n && s.boot.epochMs === boot.epochMs && s.src === src,
  )
  return refs.at(-1)?.key ?? ''
}
