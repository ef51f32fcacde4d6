import { setImmediate as immediate } from 'node:timers/promises'
import { withLasting } from '../lasting.ts'
import type { LogEntry, Offset } from '../port.ts'
import { SegmentGoneError } from './environment.ts'
import { readLasting, removeOldLasting, writeLasting } from './lasting-file.ts'
import { MAX_READ_BYTES, type PartitionReader, readPart } from './partition-reader.ts'
import { removeSegment } from './segment-files.ts'
import type { SegmentState } from './segment-state.ts'
import type { SharedPartition } from './shared-partition.ts'

/** Entries looked at in one turn of the event loop: intakes run beside it. */
const LOOK_ENTRIES = 1000

/**
 * Removes the oldest segments as long as each is sealed, wholly at or below `processed`, and its newest entry was received
 * more than `retentionMs` before `nowMs`. It stops at the first that must stay, so the row has no holes. What of a segment
 * still holds is on disk elsewhere before it goes.
 */
export async function removeExpired(
  shared: SharedPartition,
  reader: PartitionReader,
  processed: Offset | undefined,
  olderThanMs: number,
): Promise<number> {
  let removed = 0
  for (const base of [...reader.refresh()]) {
    const state = await stateOf(shared, base)
    if (!state) continue
    const { sealed, next, newestReceivedAt } = state
    const needed = processed === undefined || next - 1 > processed
    if (!sealed || needed || newestReceivedAt >= olderThanMs) break
    // The row must not end: the successor carries the next offset.
    if (!reader.bases.includes(next)) break
    const leaving = await lastingIn(shared, state)
    if (leaving === undefined) continue
    const kept = await readLasting(shared.path)
    if (leaving.length > 0)
      await writeLasting(
        shared.path,
        next,
        withLasting(
          // after a crash what it had taken over lies here and there
          kept.filter(({ offset }) => offset < base),
          leaving,
        ),
      )
    await shared.drop(base)
    if (await removeSegment(shared.path, base)) removed += 1
    await removeOldLasting(shared.path)
    reader.refresh()
  }
  return removed
}

/** What of a sealed segment may outlive it; undefined where another process has removed it meanwhile. */
async function lastingIn(shared: SharedPartition, { base, next }: SegmentState): Promise<LogEntry[] | undefined> {
  let found: readonly LogEntry[] = []
  try {
    for (let place = 0; place < next - base; ) {
      const part = await shared.read(base, 'read', (open) => readPart(open, place, LOOK_ENTRIES, MAX_READ_BYTES))
      if (part.entries.length === 0) break
      found = withLasting(found, part.entries)
      place += part.entries.length
      await immediate()
    }
  } catch (error) {
    if (error instanceof SegmentGoneError) return undefined
    throw error
  }
  return [...found]
}

/** Undefined where another process has removed the segment meanwhile. */
async function stateOf(shared: SharedPartition, base: number): Promise<SegmentState | undefined> {
  try {
    return await shared.read(base, 'read', (environment) => environment.state())
  } catch (error) {
    if (error instanceof SegmentGoneError) return undefined
    throw error
  }
}
