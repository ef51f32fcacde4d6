import { isLasting, isLastOfTopic } from '../contract/mod.ts'
import type { LogEntry } from './port.ts'

/**
 * What has outlived its time in the log, with what outlives it now: every entry that lasts, of some topics only the last.
 * Example: two births of a station and an import of the registry → the later birth, and the import.
 */
export function withLasting(kept: readonly LogEntry[], leaving: readonly LogEntry[]): readonly LogEntry[] {
  const added = leaving.filter(isLasting).map((entry): LogEntry => ({ ...entry, carried: true }))
  if (added.length === 0) return kept
  const all = [...kept, ...added]
  const lastAt = new Map(all.map(({ topic }, i) => [topic, i]))
  return all.filter(({ topic }, i) => !isLastOfTopic(topic) || lastAt.get(topic) === i)
}
