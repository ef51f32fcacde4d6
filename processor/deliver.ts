import {
  type Decoded,
  decodeMessage,
  type NumberedMessage,
  parseForeignTopic,
  parseTopic,
  quoted,
  type Reject,
  realmKind,
} from '../contract/mod.ts'
import type { LogEntry } from '../log/mod.ts'
import { advanceClock, readClock } from './clock.ts'
import { isClockOff } from './clock-trust.ts'
import { bury } from './dead-letters.ts'
import { noteFeed } from './feed.ts'
import { handleAlarm } from './handlers/alarm.ts'
import { handleBirth, handleDeath } from './handlers/birth.ts'
import { knowStation } from './handlers/cells.ts'
import { handleHeartbeat } from './handlers/heartbeat.ts'
import { lookAgainBehind, proveLife } from './handlers/life.ts'
import { handlePm } from './handlers/pm.ts'
import { handleTest } from './handlers/probe.ts'
import { handleState } from './handlers/state.ts'
import { identify } from './identity/identify.ts'
import { payloadHash } from './identity/payload-hash.ts'
import { changeLedger, countReceived } from './ledger.ts'
import { timeOfMessage } from './message-time.ts'
import { lineAt } from './registry-lines.ts'
import type { EnteringFact } from './rows/amend.ts'
import type { Amendments } from './rows/amendments.ts'
import { ledgerKey, stationKey } from './state/keys.ts'
import type { Draft, StateView } from './state/view.ts'
import { readStation } from './station.ts'
import type { StepContext, StepOutput } from './step-context.ts'
import { reclassify } from './timeline/reclassify.ts'

/** Ledger account of deliveries whose topic names no station. */
const NO_STATION = '-'

/** A delivery as decoded, before anything is done about it. */
export interface Delivery {
  readonly decoded: Decoded
  readonly station: string
}

export interface Delivered {
  /** Why rows changed that were provisional. */
  readonly reason: string
  /** By cell, where they were to wait and not to be entered at once. */
  readonly facts: ReadonlyMap<string, EnteringFact> | undefined
}

export function readDelivery(view: StateView, entry: LogEntry, context: StepContext): Delivery {
  const decoded = decode(view, entry, context)
  return { decoded, station: decoded.topic?.station ?? NO_STATION }
}

export function decode(view: StateView, entry: LogEntry, context: StepContext): Decoded {
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
  return (
    station !== undefined && lineAt(readStation(view, station).registry, readClock(view).realmMs)?.publisher === user
  )
}

const done = (reason: string): Delivered => ({ reason, facts: undefined })

/**
 * What one delivery does: its account, its identity, and what its message says. `defer`: the facts of a report are handed back
 * and not entered.
 */
export function deliver(
  amend: Amendments,
  entry: LogEntry,
  { decoded, station }: Delivery,
  context: StepContext,
  { side, alarms }: StepOutput,
  defer: boolean,
): Delivered {
  const { draft } = amend
  if (decoded.ok && decoded.message.kind === 'death') {
    knowStation(draft, station)
    handleDeath(amend, station, decoded.message)
    noteFeed(draft, station, decoded.message, entry.receivedAt, false)
    side.add(stationKey(station))
    return done('death')
  }
  countReceived(draft, station, entry.receivedAt)
  side.add(ledgerKey(station))
  const message = decoded.ok ? (decoded.message as NumberedMessage) : undefined
  const id = message?.id ?? (decoded.ok ? undefined : decoded.id)
  if (id === undefined) {
    const { reject, unreadable } = decoded as Extract<Decoded, { ok: false }>
    side.add(bury(draft, entry, station, reject))
    changeLedger(draft, station, unreadable ? { unreadable: 1 } : { rejected: [reject.code, 1] })
    return done('rejected')
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
    return done('duplicate')
  }
  if (identity.kind === 'refused') {
    refuse(amend, entry, station, identity, side)
    if (identity.code !== 'conflict') alarms.push(`${station}: ${identity.detail}`)
    return done('rejected')
  }
  if (message === undefined) {
    const { reject } = decoded as Extract<Decoded, { ok: false }>
    side.add(bury(draft, entry, station, reject))
    changeLedger(draft, station, { rejected: [reject.code, 1], rejectedWithSeq: 1 })
    return done('rejected')
  }
  changeLedger(draft, station, { accepted: 1 })
  const isInOrder = !identity.fillsHole
  const { clocks } = readStation(draft, station)
  const accepted = { station, message, stream: identity.stream, isInOrder }
  const facts = accept(amend, entry, accepted, context, side, defer)
  noteFeed(draft, station, message, entry.receivedAt, identity.fillsHole)
  if (identity.fillsHole) reclassifyAround(amend, station, message)
  lookAgainBehind(amend, station, message.id)
  const isClockJudged = readStation(draft, station).clocks !== clocks
  return { reason: isClockJudged ? 'clock' : reasonOf(message, identity.fillsHole), facts }
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

export interface Accepted {
  readonly station: string
  readonly message: NumberedMessage
  /** Key of the stream that counts it. */
  readonly stream: string
  /** No later message of its stream came before it. */
  readonly isInOrder: boolean
}

/** What an accepted message says; returns the facts of a report that are to wait. */
export function accept(
  amend: Amendments,
  entry: LogEntry,
  { station, message, stream, isInOrder }: Accepted,
  context: StepContext,
  side: Set<string>,
  defer: boolean,
): ReadonlyMap<string, EnteringFact> | undefined {
  const { draft } = amend
  let facts: ReadonlyMap<string, EnteringFact> | undefined
  if (realmKind(context.realm) !== 'live') advanceClock(draft, timeOfMessage(message))
  side.add(stationKey(station))
  // kept, and in no figure: whatever it says happened at another time
  if (isOutside(draft, station, message)) return undefined
  switch (message.kind) {
    case 'pm':
      facts = handlePm(amend, station, message, entry.offset, context.partition, defer)
      break
    case 'state':
      handleState(amend, station, message, stream, context.partition)
      break
    case 'heartbeat':
      for (const key of handleHeartbeat(amend, station, message, {
        receivedAt: entry.receivedAt,
        isInOrder,
        realm: context.realm,
      }))
        side.add(key)
      break
    case 'birth':
      for (const key of handleBirth(amend, station, message, context.partition)) side.add(key)
      break
    case 'test':
      proveLife(amend, station, message.id.boot, message.atMs, message.atMs)
      for (const key of handleTest(amend, station, message, entry.offset, context.partition)) side.add(key)
      break
    case 'alarm':
      handleAlarm(amend, station, message)
      break
  }
  return facts
}

/** A report, state or sample that was made while its station's clock was off. A birth and an alarm are told all the same. */
function isOutside(draft: Draft, station: string, message: NumberedMessage): boolean {
  const { kind, id } = message
  if (kind !== 'pm' && kind !== 'state' && kind !== 'test') return false
  return isClockOff(readStation(draft, station), id, timeOfMessage(message))
}

/** A hole between two states is filled: what lies between them may be proven now. */
function reclassifyAround(amend: Amendments, stationId: string, message: NumberedMessage): void {
  const at = Math.floor(timeOfMessage(message) / 1000) * 1000
  const reach = 2 * 310_000
  for (const cell of readStation(amend.draft, stationId).cells)
    reclassify(amend, stationId, cell, at - reach, at + reach)
}
