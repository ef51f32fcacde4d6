import { closeSync, openSync, readSync } from 'node:fs'
import { WrongDataError } from '../wrong-data-error.ts'

/** Stands in the first page of every LMDB file, behind the head of the page. */
const MAGIC = 0xbeefc0de
const MAGIC_AT = 24

/**
 * LMDB maps its file and believes it: one that is something else ends the process without a word (SIGSEGV, seen with LMDB 0.9 in
 * lmdb 3). So it is looked at before. One that is empty or missing is made.
 *
 * @param remedy what a person can do, as a sentence
 * @throws {WrongDataError} that names the file
 */
export function checkLmdbFile(path: string, remedy: string): void {
  const head = headOf(path)
  if (head === undefined || head.length === 0) return
  if (head.length < MAGIC_AT + 4 || head.readUInt32LE(MAGIC_AT) !== MAGIC)
    throw new WrongDataError(`${path} is damaged: it is no LMDB file any more. ${remedy}`)
}

function headOf(path: string): Buffer | undefined {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const head = Buffer.alloc(MAGIC_AT + 4)
    return head.subarray(0, readSync(file, head))
  } finally {
    closeSync(file)
  }
}
