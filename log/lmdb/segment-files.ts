import { randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { DATA_FILE, Environment } from './environment.ts'
import type { SegmentState } from './segment-state.ts'

/** 16 digits hold every safe integer, so names sort like numbers. */
const NAME = /^\d{16}$/
const UNFINISHED = /^\.(new|removed)-/

/** A segment being made takes milliseconds; what is older was left by a process that died. */
const UNFINISHED_MAX_AGE_MS = 600_000

export function segmentDirectory(partition: string, base: number): string {
  return `${partition}/${String(base).padStart(16, '0')}`
}

/** Bases of the partition's segments, rising. None where the partition does not exist yet. */
export function listSegments(partition: string): number[] {
  return namesIn(partition)
    .filter((name) => NAME.test(name))
    .map(Number)
    .sort((a, b) => a - b)
}

/** What lies in a directory; nothing where it does not exist yet. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Size of a segment's data file [bytes]; 0 where it is gone. */
export function segmentBytes(partition: string, base: number): number {
  return statSync(`${segmentDirectory(partition, base)}/${DATA_FILE}`, { throwIfNoEntry: false })?.size ?? 0
}

/** Makes the next segment complete or not at all; where another process was faster, its own stands. */
export async function createSegment(partition: string, state: SegmentState): Promise<void> {
  const unfinished = `${partition}/.new-${randomUUID()}`
  await mkdir(unfinished)
  try {
    const environment = new Environment(unfinished, 'create')
    environment.root.transactionSync(() => environment.putState(state))
    await environment.close()
    await syncDirectory(unfinished)
    await rename(unfinished, segmentDirectory(partition, state.base))
    await syncDirectory(partition)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}

/** Takes a segment out of the row at once, then frees its room. False where another process was faster. */
export async function removeSegment(partition: string, base: number): Promise<boolean> {
  const removed = `${partition}/.removed-${randomUUID()}`
  try {
    await rename(segmentDirectory(partition, base), removed)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  await syncDirectory(partition)
  await rm(removed, { recursive: true, force: true })
  return true
}

/** Frees what processes that died left half made or half removed. */
export async function removeUnfinished(partition: string): Promise<void> {
  for (const name of await readdir(partition)) {
    if (!UNFINISHED.test(name)) continue
    const path = `${partition}/${name}`
    // File times are wall clock, whatever clock the log itself was given.
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (age > UNFINISHED_MAX_AGE_MS || name.startsWith('.removed-')) await rm(path, { recursive: true, force: true })
  }
}

/** A new name is on disk only when its directory is. */
export async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
