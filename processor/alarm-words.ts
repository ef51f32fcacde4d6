import type { Alarm, AlarmMessage, Boot } from '../contract/mod.ts'
import { alarmWordsKey, EVIDENCE_BUCKET_MS, evidenceBucket } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'

/** One `alarm` message of a station, as it was said. */
export interface AlarmWord {
  readonly atMs: number
  readonly boot: Boot
  readonly seq: number
  /** All that are active: what is not in it is cleared. */
  readonly list: boolean
  readonly alarms: readonly Alarm[]
}

/** Words kept of one quarter of an hour; a station says its list once in it, and each change. */
const MAX_WORDS = 500

/** Keeps a word; false where that quarter of an hour has too many already. */
export function addWord(draft: Draft, station: string, message: AlarmMessage): boolean {
  const { atMs, list, alarms, id } = message
  const key = alarmWordsKey(station, evidenceBucket(atMs))
  const known = draft.get<readonly AlarmWord[]>(key) ?? []
  if (known.length >= MAX_WORDS) return false
  const word: AlarmWord = { atMs, boot: id.boot, seq: id.seq, list, alarms }
  draft.put(key, [...known, word].sort(compareWords))
  return true
}

function compareWords(a: AlarmWord, b: AlarmWord): number {
  return a.atMs - b.atMs || a.boot.n - b.boot.n || a.boot.epochMs - b.boot.epochMs || a.seq - b.seq
}

/** What was said in [fromMs, toMs], in order. */
export function wordsIn(view: StateReader, station: string, fromMs: number, toMs: number): AlarmWord[] {
  const out: AlarmWord[] = []
  for (let at = evidenceBucket(fromMs); at <= toMs; at += EVIDENCE_BUCKET_MS) {
    const words = view.get<readonly AlarmWord[]>(alarmWordsKey(station, at)) ?? []
    out.push(...words.filter((word) => word.atMs >= fromMs && word.atMs <= toMs))
  }
  return out
}

/** When the last whole list before `atMs` was said, not before `sinceMs`; undefined: none was. */
export function lastListBefore(view: StateReader, station: string, atMs: number, sinceMs: number): number | undefined {
  for (let at = evidenceBucket(atMs); at + EVIDENCE_BUCKET_MS > sinceMs; at -= EVIDENCE_BUCKET_MS) {
    const words = view.get<readonly AlarmWord[]>(alarmWordsKey(station, at)) ?? []
    const list = words.findLast((word) => word.list && word.atMs < atMs)
    if (list !== undefined) return list.atMs
  }
  return undefined
}
