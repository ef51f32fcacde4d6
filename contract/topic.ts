import type { Realm } from './realm.ts'
import { Recent } from './recent.ts'

/** Message kinds as the last part of `tram5g/v1/{realm}/{station}/{kind}`. */
export const STATION_KINDS = ['birth', 'death', 'pm', 'state', 'alarm', 'test'] as const
export type StationKind = (typeof STATION_KINDS)[number]

/** Foreign formats, published under `pm/{dialect}`. */
export const DIALECTS = ['perf3gpp', 'xml', 'srsran'] as const
export type Dialect = (typeof DIALECTS)[number]

export type TopicKind = StationKind | `pm/${Dialect}`

export interface Topic {
  readonly realm: Realm
  readonly station: string
  readonly kind: TopicKind
}

export const STATION_PATTERN = /^[A-Za-z0-9_-]{1,64}$/
export const TOPIC_ROOT = 'tram5g/v1'

const KINDS: ReadonlySet<string> = new Set<string>([...STATION_KINDS, ...DIALECTS.map((d) => `pm/${d}`)])

export function formatTopic(realm: Realm, station: string, kind: TopicKind | 'cmd'): string {
  return `${TOPIC_ROOT}/${realm}/${station}/${kind}`
}

/** Topics of version 1 lately parsed: a station publishes on the same few. */
const parsed = new Recent<Topic>(50_000)

/** The topic's parts, or `undefined` where it is not one of version 1's (a `cmd` topic is not: it goes to the station). */
export function parseTopic(text: string): Topic | undefined {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const topic = parse(text)
  if (topic !== undefined) parsed.set(text, topic)
  return topic
}

function parse(topic: string): Topic | undefined {
  const [root, version, realm, station, ...rest] = topic.split('/')
  const kind = rest.join('/')
  if (`${root}/${version}` !== TOPIC_ROOT || realm === undefined || station === undefined) return undefined
  if (!STATION_PATTERN.test(station) || !KINDS.has(kind)) return undefined
  return { realm, station, kind: kind as TopicKind }
}

/** What a collector subscribes to: every kind by name, never `#`. */
export function subscriptionsOf(realm: Realm): string[] {
  return [...KINDS].map((kind) => `${TOPIC_ROOT}/${realm}/+/${kind}`)
}
