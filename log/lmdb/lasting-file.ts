import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import type { LogEntry, Offset } from '../port.ts'
import { decodeEntry, encodedBytes, encodeEntry } from './entry-codec.ts'
import { namesIn, syncDirectory } from './segment-files.ts'

/**
 * What outlived its segments lies in one file of the partition, `lasting-{offset}`: everything below that offset that still
 * holds. It is written whole when a segment goes, before that goes, so that a crash in between leaves an entry in both; the
 * reader then takes it from the segment.
 *
 * Each entry: length of its bytes (4 bytes, little-endian), offset (8, a double), then as in a segment.
 */
const NAME = /^lasting-(\d{16})$/
const FRAME_BYTES = 12

const fileName = (below: number) => `lasting-${String(below).padStart(16, '0')}`

/** Offsets below which there is such a file, rising; after a crash there may be more than one, and the last holds. */
function listFiles(partition: string): number[] {
  return namesIn(partition)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

/** Size of the file [bytes]; 0 where there is none. */
export function lastingBytes(partition: string): number {
  const last = listFiles(partition).at(-1)
  return last === undefined ? 0 : (statSync(`${partition}/${fileName(last)}`, { throwIfNoEntry: false })?.size ?? 0)
}

/** What has outlived its segments, in order; nothing where retention has removed none. */
export async function readLasting(partition: string): Promise<LogEntry[]> {
  for (;;) {
    const last = listFiles(partition).at(-1)
    if (last === undefined) return []
    try {
      return decodeAll(await readFile(`${partition}/${fileName(last)}`))
    } catch (error) {
      // another process has written the next one meanwhile
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

/** Puts `entries` in the place of what lasted so far; on disk when it resolves. */
export async function writeLasting(partition: string, below: number, entries: readonly LogEntry[]): Promise<void> {
  const unfinished = `${partition}/.new-${randomUUID()}`
  const file = await open(unfinished, 'wx')
  try {
    await file.writeFile(encodeAll(entries))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(unfinished, `${partition}/${fileName(below)}`)
  await syncDirectory(partition)
}

/** Removes the files that a later one has taken the place of. */
export async function removeOldLasting(partition: string): Promise<void> {
  for (const below of listFiles(partition).slice(0, -1)) await rm(`${partition}/${fileName(below)}`, { force: true })
}

function encodeAll(entries: readonly LogEntry[]): Buffer {
  const sizes = entries.map(encodedBytes)
  const bytes = Buffer.alloc(sizes.reduce((sum, size) => sum + size + FRAME_BYTES, 0))
  let at = 0
  for (const [i, entry] of entries.entries()) {
    bytes.writeUInt32LE(sizes[i] as number, at)
    bytes.writeDoubleLE(entry.offset, at + 4)
    at = encodeEntry(entry, bytes, at + FRAME_BYTES)
  }
  return bytes
}

function decodeAll(bytes: Buffer): LogEntry[] {
  const entries: LogEntry[] = []
  for (let at = 0; at < bytes.byteLength; ) {
    const start = at + FRAME_BYTES
    const end = start + bytes.readUInt32LE(at)
    const offset = bytes.readDoubleLE(at + 4) as Offset
    entries.push({ ...decodeEntry(offset, bytes.subarray(start, end)), carried: true })
    at = end
  }
  return entries
}
