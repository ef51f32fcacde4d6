import { seenKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'

/** What came under one seq: the first 53 bits of the SHA-256 of its bytes, where it lies in the log, and when it came [epoch ms]. */
export type SeenLine = readonly [seq: number, hash: number, offset: number, receivedAt: number]

export function seenAt(view: StateReader, stream: string, seq: number): SeenLine | undefined {
  return view.get<readonly SeenLine[]>(seenKey(stream, seq))?.find((line) => line[0] === seq)
}

export function rememberSeen(draft: Draft, stream: string, line: SeenLine): void {
  const key = seenKey(stream, line[0])
  const lines = draft.get<readonly SeenLine[]>(key) ?? []
  const others = lines.some((known) => known[0] === line[0]) ? lines.filter((known) => known[0] !== line[0]) : lines
  draft.put(key, [...others, line])
}
