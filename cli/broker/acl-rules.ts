import {
  DIALECTS,
  formatTopic,
  type Realm,
  type RegistryLine,
  STATION_KINDS,
  type TopicKind,
} from '../../contract/mod.ts'
import { linesAt } from '../registry/changes.ts'

/** What one MQTT user may do; topics without wildcards, but for `pm/+`. */
export interface UserRules {
  readonly user: string
  /** Stations and probes that it speaks for. */
  readonly speaksFor: readonly string[]
  readonly write: readonly string[]
  readonly read: readonly string[]
}

export interface AclRules {
  readonly users: readonly UserRules[]
  /** When the registry next says something else of who publishes what [epoch ms]; undefined: never, as far as it knows. */
  readonly changesAt: number | undefined
}

const PROBE_KINDS: readonly TopicKind[] = ['test']
const OWN_KINDS: readonly TopicKind[] = STATION_KINDS.filter((kind) => kind !== 'test')

/**
 * Who may publish and read what, as the registry has it at `atMs`: for each station and probe its publisher may write its
 * kinds and read its `cmd`, in this realm, and nothing else. A gateway has no topics of its own.
 */
export function aclRules(lines: readonly RegistryLine[], realm: Realm, atMs: number): AclRules {
  const held = linesAt(lines, atMs).filter(({ type }) => type !== 'gateway')
  const users = new Map<string, { speaksFor: string[]; write: string[]; read: string[] }>()
  for (const line of held) {
    const user = publisherOf(line)
    const rules = users.get(user) ?? { speaksFor: [], write: [], read: [] }
    users.set(user, rules)
    rules.speaksFor.push(line.station)
    rules.write.push(...topicsOf(line, realm))
    rules.read.push(formatTopic(realm, line.station, 'cmd'))
  }
  return {
    users: [...users]
      .map(([user, rules]) => ({ user, ...rules }))
      .sort((a, b) => (a.user < b.user ? -1 : a.user > b.user ? 1 : 0)),
    changesAt: nextChange(lines, held, atMs),
  }
}

const publisherOf = ({ publisher, station }: RegistryLine): string => publisher ?? station

function topicsOf({ type, station }: RegistryLine, realm: Realm): string[] {
  const kinds = type === 'probe' ? PROBE_KINDS : OWN_KINDS
  const topics = kinds.map((kind) => formatTopic(realm, station, kind))
  // every dialect of today and tomorrow
  return type === 'probe'
    ? topics
    : [...topics, formatTopic(realm, station, `pm/${DIALECTS[0]}`).replace(/[^/]+$/, '+')]
}

function nextChange(lines: readonly RegistryLine[], held: readonly RegistryLine[], atMs: number): number | undefined {
  const now = new Map(held.map((line) => [line.station, line]))
  const later = lines.filter((line) => {
    if (line.from <= atMs) return false
    const before = now.get(line.station)
    if (before === undefined) return line.type !== 'gateway'
    return publisherOf(before) !== publisherOf(line) || before.type !== line.type
  })
  return later.length === 0 ? undefined : Math.min(...later.map(({ from }) => from))
}
