import type { Offset } from '../port.ts'
import { SegmentGoneError } from './environment.ts'
import type { PartitionReader } from './partition-reader.ts'
import { removeSegment } from './segment-files.ts'
import type { SegmentState } from './segment-state.ts'
import type { SharedPartition } from './shared-partition.ts'

/**
 * Removes the oldest segments as long as each is sealed, wholly at or below `processed`, and its newest entry was received
 * more than `retentionMs` before `nowMs`. It stops at the first that must stay, so the row has no holes.
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
    await shared.drop(base)
    if (await removeSegment(shared.path, base)) removed += 1
    reader.refresh()
  }
  return removed
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
