import type { Reject } from '../contract/mod.ts'
import type { LogEntry } from '../log/mod.ts'
import type { DeadLetterRow } from '../store/mod.ts'
import { deadLetterKey } from './state/keys.ts'
import type { Draft } from './state/view.ts'

/** Keeps what was refused: its reason here, its original bytes in the log at the offset. Returns its key. */
export function bury(draft: Draft, entry: LogEntry, station: string, reject: Reject): string {
  const key = deadLetterKey(entry.offset)
  const row: DeadLetterRow = {
    offset: entry.offset,
    receivedAt: entry.receivedAt,
    station,
    topic: entry.topic.slice(0, 300),
    code: reject.code,
    detail: reject.detail.slice(0, 500),
    bytes: entry.payload.byteLength,
    resolved: false,
  }
  draft.put(key, row)
  return key
}
