import { mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterEach, expect, it } from 'vitest'
import { type NewEntry, openLmdbLog } from '../../../log/mod.ts'

const directory = mkdtempSync(`${tmpdir()}/tram5g-log-`)
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const entry = (text: string): NewEntry => ({
  receivedAt: 1,
  source: 'mqtt',
  topic: 't',
  payload: new TextEncoder().encode(text),
})

/** Where LMDB's lock file keeps the number of the newest transaction: behind magic and format, 64 bit. */
const NEWEST_TXN_AT = 8

it('takes back no commit where the lock region says an older one is the newest', async () => {
  const log = await openLmdbLog({
    directory,
    realm: 'sim-test',
    budgetBytes: 64 * 1024 * 1024,
    onCommitStuck: () => {
      throw new Error('a commit did not end')
    },
  })
  const told = new Map<number, string>()
  const append = async (text: string) => {
    const [offset] = await log.append(0, [entry(text)])
    expect(told.has(offset!), `offset ${offset} was given twice`).toBe(false)
    told.set(offset!, text)
  }
  for (let n = 0; n < 5; n++) await append(`before ${n}`)

  // What another process does that opened the file around a commit. The descriptor stays open: closing it drops LMDB's locks.
  const lock = openSync(`${directory}/p0/0000000000000001/data.mdb-lock`, 'r+')
  const bytes = Buffer.alloc(8)
  for (const back of [1n, 2n, 1n]) {
    readSync(lock, bytes, 0, 8, NEWEST_TXN_AT)
    const newest = bytes.readBigUInt64LE()
    expect(newest).toBeGreaterThan(4n)
    bytes.writeBigUInt64LE(newest - back)
    writeSync(lock, bytes, 0, 8, NEWEST_TXN_AT)
    const read = await log.read(0, undefined, 100)
    expect(read.map(({ payload }) => new TextDecoder().decode(payload))).toEqual([...told.values()])
    await append(`after ${back}`)
    await append('and on')
  }
  expect((await log.read(0, undefined, 100)).map(({ offset }) => offset)).toEqual([...told.keys()])
  await log.close()
})
