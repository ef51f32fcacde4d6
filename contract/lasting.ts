import { CONTROL_TOPIC_PREFIX, type ControlType, controlTopic } from './control.ts'
import { decodeMessage } from './decode/decode-message.ts'
import { parseTopic } from './topic.ts'

/** What of a log entry decides whether it lasts. */
export interface LastingCandidate {
  readonly source: 'mqtt' | 'control'
  readonly topic: string
  /** [epoch ms] */
  readonly receivedAt: number
  readonly payload: Uint8Array
}

/** These speak of what lies around them in the log, and go with it. */
const PASSING: readonly ControlType[] = ['tick', 'retry']
const PASSING_TOPICS: ReadonlySet<string> = new Set(PASSING.map(controlTopic))

/**
 * Whether an entry still holds when its time in the log is over, so that it must outlive retention: the operator's word
 * (registry, planned work, declared outages), the settings, and what a station says only when it connects: its birth, without
 * which nobody knows its cells, and its last will. What the contract refuses holds for nobody.
 */
export function isLasting({ source, topic, receivedAt, payload }: LastingCandidate): boolean {
  if (source === 'control') return topic.startsWith(CONTROL_TOPIC_PREFIX) && !PASSING_TOPICS.has(topic)
  const parsed = parseTopic(topic)
  if (parsed === undefined || (parsed.kind !== 'birth' && parsed.kind !== 'death')) return false
  return decodeMessage(topic, payload, { realm: parsed.realm, receivedAtMs: receivedAt }).ok
}

/** Of entries that last: whether one of this topic takes the place of the one before it. The operator's words all stand. */
export function isLastOfTopic(topic: string): boolean {
  return !topic.startsWith(CONTROL_TOPIC_PREFIX) || topic === controlTopic('settings')
}
