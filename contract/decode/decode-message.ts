import type { Message, MessageId } from '../message.ts'
import type { Reject } from '../reject.ts'
import { parseTopic, type StationKind, type Topic } from '../topic.ts'
import { decodeAlarm } from './alarm.ts'
import { decodeBirth, decodeDeath } from './birth.ts'
import { cutDetail, quotedVisibly } from './foreign-text.ts'
import { readableId, trustedId } from './identity.ts'
import { parseJsonObject } from './json-object.ts'
import { LIMITS } from './limits.ts'
import { decodePm } from './pm.ts'
import { decodeTest } from './probe-test.ts'
import { type RawText, readText, tooDeep } from './raw-text.ts'
import { isReject, refusal } from './refusal.ts'
import { findRepeatedNames, repeatedNameReject } from './repeated-name.ts'
import { decodeState } from './state.ts'
import { guardStructure } from './structure.ts'

const LIVE = 'live'

export interface DecodeContext {
  /** The realm whose log this is; topics of another are refused. */
  readonly realm: string
  /** [epoch ms] */
  readonly receivedAtMs: number
}

export type Decoded = DecodedMessage | RefusedMessage

export interface DecodedMessage {
  readonly ok: true
  readonly topic: Topic
  readonly message: Message
}

export interface RefusedMessage {
  readonly ok: false
  /** `undefined` for `bad-topic` only. */
  readonly topic: Topic | undefined
  readonly reject: Reject
  /** Its place in its station's count, where boot, seq and src can still be read; then it is rejected and not missing. */
  readonly id: MessageId | undefined
  /** Not one JSON object at all (`not-json`, `not-an-object`). */
  readonly unreadable: boolean
}

/**
 * One delivery of the wire as a message, or why not, for any bytes: it never throws. Everything is checked here, once;
 * behind it nothing is foreign any more.
 */
export function decodeMessage(topicText: string, payload: Uint8Array, context: DecodeContext): Decoded {
  const topic = parseTopic(topicText)
  if (topic === undefined || topic.realm !== context.realm) return badTopic(topicText, context.realm)
  const { kind } = topic
  if (!isNative(kind)) return refuse(topic, dialectReject(kind, payload.length))
  if (payload.length > LIMITS.nativeBytes) {
    return refuse(topic, tooLarge(payload.length, LIMITS.nativeBytes), idOfLarge(topic, payload))
  }
  const raw = readText(payload)
  if (isReject(raw)) return refuse(topic, raw, undefined, true)
  const parsed = parseJsonObject(raw.text)
  if (!parsed.ok) return refuse(topic, parsed.reject, undefined, true)
  const { object } = parsed
  const early = unsound(object, raw)
  if (early !== undefined) {
    return refuse(topic, early, kind === 'death' ? undefined : trustedId(object, raw.text, topic.station))
  }
  const message = ownStation(object, topic.station) ?? DECODERS[kind](object)
  const reject = isReject(message) ? message : futureReject(message, context)
  if (reject !== undefined)
    return refuse(topic, reject, kind === 'death' ? undefined : readableId(object, topic.station))
  return { ok: true, topic, message: message as Message }
}

/** What is wrong with any JSON object, whatever its kind. */
function unsound(object: object, raw: RawText): Reject | undefined {
  if (raw.depth > LIMITS.depth) return tooDeep(raw.depth)
  const structure = guardStructure(object)
  if (isReject(structure)) return structure
  return structure.members === raw.members ? undefined : repeatedNameReject(findRepeatedNames(raw.text))
}

/** One that is only somewhat too large is still read for its seq, or the ledger would ask for it again and again. */
function idOfLarge(topic: Topic, payload: Uint8Array): MessageId | undefined {
  if (payload.length > LIMITS.identityBytes || topic.kind === 'death') return undefined
  const raw = readText(payload)
  if (isReject(raw)) return undefined
  const parsed = parseJsonObject(raw.text)
  return parsed.ok ? trustedId(parsed.object, raw.text, topic.station) : undefined
}

function ownStation(object: object, station: string): Reject | undefined {
  const { id } = object as { id?: unknown }
  if (typeof id !== 'string' || id === station) return undefined
  return refusal('identity-mismatch', ['id'], `the station of the topic, ${quotedVisibly(station)}`, quotedVisibly(id))
}

function futureReject(message: Message, { realm, receivedAtMs }: DecodeContext): Reject | undefined {
  if (realm !== LIVE || message.kind === 'death') return undefined
  const [key, at] = message.kind === 'pm' ? (['end', message.endMs] as const) : (['t', message.atMs] as const)
  if (at <= receivedAtMs + LIMITS.futureMs) return undefined
  return refusal('from-the-future', [key], `at most ${LIMITS.futureMs} ms after receipt at ${receivedAtMs}`, String(at))
}

function dialectReject(kind: string, bytes: number): Reject {
  if (bytes > LIMITS.dialectBytes) return tooLarge(bytes, LIMITS.dialectBytes)
  return { code: 'dialect-not-yet', detail: `expected a native message, got ${kind}: kept until its decoder exists` }
}

function tooLarge(bytes: number, most: number): Reject {
  return { code: 'too-large', detail: `expected at most ${most} bytes, got ${bytes}` }
}

function badTopic(topicText: string, realm: string): RefusedMessage {
  const detail = `expected tram5g/v1/${realm}/{station}/{kind}, got ${quotedVisibly(topicText)}`
  return {
    ok: false,
    topic: undefined,
    reject: { code: 'bad-topic', detail: cutDetail(detail) },
    id: undefined,
    unreadable: false,
  }
}

const DECODERS: Readonly<Record<StationKind, (message: object) => Message | Reject>> = {
  birth: decodeBirth,
  death: decodeDeath,
  pm: decodePm,
  state: decodeState,
  alarm: decodeAlarm,
  test: decodeTest,
}

function isNative(kind: Topic['kind']): kind is StationKind {
  return Object.hasOwn(DECODERS, kind)
}

function refuse(topic: Topic, reject: Reject, id?: MessageId, unreadable = false): RefusedMessage {
  return { ok: false, topic, reject: { code: reject.code, detail: cutDetail(reject.detail) }, id, unreadable }
}
