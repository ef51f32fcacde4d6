import { open } from 'lmdb'

/** Every value of a processor's state, which nobody has open, by its key: as it lies on disk. What still waits for the store, too. */
export async function wholeState(path: string): Promise<ReadonlyMap<string, string>> {
  const root = open({ path, readOnly: true, maxDbs: 5, noSubdir: false })
  try {
    const found = new Map<string, string>()
    for (const name of ['values', 'rows', 'outbox']) {
      const part = root.openDB<Buffer, string>({ name, encoding: 'binary' })
      for (const { key, value } of part.getRange()) found.set(`${name} ${key}`, value.toString('base64'))
    }
    return found
  } finally {
    await root.close()
  }
}
