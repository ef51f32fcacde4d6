import { open } from 'lmdb'
import { LEVELS, type Level } from '../../contract/mod.ts'

/** What the rows of one level take in the state: keys and values, without LMDB's pages round them. */
export interface LevelBytes {
  readonly level: Level
  /** Windows of one station, each with the rows of its cells and of itself. */
  readonly windows: number
  readonly bytes: number
  readonly bytesPerCell: number
}

/** Reads a state that nobody has open. */
export async function stateBytesByLevel(directory: string, cells: number): Promise<LevelBytes[]> {
  const root = open({ path: directory, readOnly: true, maxDbs: 4, noSubdir: false })
  const rows = root.openDB<Buffer, string>({ name: 'rows', encoding: 'binary' })
  const out: LevelBytes[] = []
  for (const level of LEVELS) {
    let windows = 0
    let bytes = 0
    for (const { key, value } of rows.getRange({ start: `row/${level}/`, end: `row/${level}/\uffff` })) {
      windows++
      bytes += Buffer.byteLength(key) + value.length
    }
    out.push({ level, windows, bytes, bytesPerCell: bytes / cells })
  }
  await root.close()
  return out
}
