import { setImmediate as immediate } from 'node:timers/promises'
import { controlTopic } from '../../contract/mod.ts'
import type { LogEntry, Offset, TelemetryLogReader } from '../../log/mod.ts'

/** What the operator says of a time: it holds for that time, whenever it was said. */
const WORD_TOPICS: ReadonlySet<string> = new Set(
  (['registry', 'maintenance-add', 'maintenance-close', 'outage-declare', 'outage-withdraw'] as const).map(
    controlTopic,
  ),
)

export function isWord({ source, topic }: Pick<LogEntry, 'source' | 'topic'>): boolean {
  return source === 'control' && WORD_TOPICS.has(topic)
}

/** What one look through the log tells of an edition to be made of it. */
export interface LogSurvey {
  /** Every word of the operator, in order. */
  readonly words: readonly LogEntry[]
  /** Entries that an edition reads one after the other; undefined: there is none. */
  readonly first: Offset | undefined
  readonly last: Offset | undefined
  /** What lay before its first entry is gone. */
  readonly isCut: boolean
}

export interface SurveyRange {
  /** By receipt, [from, to) [epoch ms]; absent: all. */
  readonly receivedFrom?: number | undefined
  readonly receivedTo?: number | undefined
  /** Nothing behind this is looked at. */
  readonly end: Offset
}

const READ_ENTRIES = 1000

/** Looks through the log once, for the words of the operator: they are few, and may stand anywhere in it. */
export async function surveyLog(
  log: TelemetryLogReader,
  { receivedFrom = Number.NEGATIVE_INFINITY, receivedTo = Number.POSITIVE_INFINITY, end }: SurveyRange,
  signal: AbortSignal,
  onProgress: (offset: Offset) => void,
): Promise<LogSurvey | undefined> {
  const words: LogEntry[] = []
  let [first, last, isCut]: [Offset | undefined, Offset | undefined, boolean] = [undefined, undefined, false]
  for (let after: Offset | undefined; ; ) {
    const entries = await log.read(0, after, READ_ENTRIES)
    for (const entry of entries) {
      if (entry.offset > end) return { words, first, last, isCut }
      if (isWord(entry)) words.push(entry)
      if (entry.carried === true || entry.receivedAt < receivedFrom) isCut = true
      else if (!isWord(entry) && entry.receivedAt < receivedTo) {
        first ??= entry.offset
        last = entry.offset
      }
    }
    after = entries.at(-1)?.offset ?? after
    if (entries.length === 0) return { words, first, last, isCut }
    onProgress(after as Offset)
    await immediate()
    if (signal.aborted) return undefined
  }
}
