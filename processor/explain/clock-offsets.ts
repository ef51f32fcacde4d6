import { compareBoots, type MessageId } from '../../contract/mod.ts'
import type { SeenLine } from '../identity/seen.ts'
import { SEEN_BLOCK, seenKey } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import type { LoggedMessages } from './logged-messages.ts'

/** Entries read for the clock of one explanation. */
const MAX_LOOKED_AT = 3000

/** Where the log has the message of this id, and when it came; undefined: not known any more. */
export function placeOf(view: StateReader, station: string, id: MessageId): SeenLine | undefined {
  const streams = readStation(view, station).streams.filter(
    (ref) => ref.src === id.src && compareBoots(ref.boot, id.boot) === 0,
  )
  for (const { key } of streams.toReversed()) {
    const line = linesOf(view, key, id.seq).find(([seq]) => seq === id.seq)
    if (line !== undefined) return line
  }
  return undefined
}

/** How far back the last heartbeat is looked for, block by block. */
const BLOCKS: readonly number[] = Array.from({ length: 96 / SEEN_BLOCK + 1 }, (_, i) => i * SEEN_BLOCK)

const linesOf = (view: StateReader, stream: string, seq: number): readonly SeenLine[] =>
  seq < 0 ? [] : (view.get<readonly SeenLine[]>(seenKey(stream, seq)) ?? [])

/**
 * How far the station's clock was off when it made each of these messages, by offset of the message: receivedAt − t of the last
 * heartbeat before it in the same stream that had nothing queued [ms]. A message without one among the 96 before it is absent.
 * @throws {EntriesNeeded} where messages must be fetched first.
 */
export function clockOffsets(
  view: StateReader,
  messages: LoggedMessages,
  station: string,
  made: readonly { readonly offset: number; readonly id: MessageId }[],
): ReadonlyMap<number, number> {
  const { streams } = readStation(view, station)
  const near = made.map(({ offset, id }) => {
    const refs = streams.filter((ref) => ref.src === id.src && compareBoots(ref.boot, id.boot) === 0)
    const lines = refs.flatMap(({ key }) => BLOCKS.flatMap((back) => linesOf(view, key, id.seq - back)))
    return { offset, before: lines.filter(([seq]) => seq < id.seq).sort((a, b) => b[0] - a[0]) }
  })
  const offsets = [...new Set(near.flatMap(({ before }) => before.map((line) => line[2])))].slice(0, MAX_LOOKED_AT)
  const heartbeats = new Map<number, number>()
  for (const logged of messages.all(offsets)) {
    const message = logged?.message
    if (logged == null || message?.kind !== 'heartbeat' || message.queued !== 0) continue
    heartbeats.set(logged.offset, logged.receivedAt - message.atMs)
  }
  const out = new Map<number, number>()
  for (const { offset, before } of near) {
    const line = before.find((each) => heartbeats.has(each[2]))
    if (line !== undefined) out.set(offset, heartbeats.get(line[2]) as number)
  }
  return out
}
