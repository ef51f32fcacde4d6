import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LmdbLogOptions, LogUnwritableError, openLmdbLog } from '../../../log/mod.ts'
import { type ChildWord, nthEntry } from '../../support/log-child.ts'
import { LogProcess } from '../../support/log-process.ts'

const forbidSkip = process.env.TRAM5G_FORBID_SKIP === '1'
const hasPrlimit = spawnSync('prlimit', ['--version']).status === 0
if (forbidSkip && !hasPrlimit) throw new Error('prlimit (util-linux) is missing and TRAM5G_FORBID_SKIP=1')

let directory = ''
let running: LogProcess | undefined

beforeEach(async () => {
  directory = await mkdtemp(`${tmpdir()}/tram5g-log-`)
})

afterEach(async () => {
  await running?.kill()
  running = undefined
  await rm(directory, { recursive: true, force: true })
})

function openHere(options: Partial<LmdbLogOptions> = {}) {
  return openLmdbLog({
    directory,
    realm: 'sim-test',
    budgetBytes: 256 * 1024 * 1024,
    onCommitStuck: () => {
      throw new Error('a commit did not end')
    },
    ...options,
  })
}

describe.skipIf(!hasPrlimit)('log on a disk that refuses (SKIPPED where prlimit of util-linux is missing)', () => {
  it('rejects, stays readable, keeps what it had said was there, and goes on once there is room', async () => {
    const orders = { directory, realm: 'sim-test', budgetBytes: 256 * 1024 * 1024, writer: 'a' }
    // A file may not grow beyond 3 MB: the write fails as on a full disk, in the middle of a commit.
    running = new LogProcess({ ...orders, entries: 6_000, batchMax: 100, payloadBytes: 1_000 }, [
      'prlimit',
      '--fsize=3000000:unlimited',
    ])
    const refusals = (words: readonly ChildWord[]) => words.filter(({ word }) => word === 'refused')
    await running.until((words) => refusals(words).length >= 3)
    const acknowledged = running.appended().size
    expect(acknowledged).toBeGreaterThan(500)
    for (const word of refusals(running.words))
      expect(word).toEqual({ word: 'refused', error: 'LogUnwritableError', readable: acknowledged })

    execFileSync('prlimit', ['--pid', String(running.pid), '--fsize=unlimited:unlimited'])
    await running.closed()
    const alarms = running.words.flatMap((word) => (word.word === 'alarm' ? word.text : []))
    expect(alarms[0]).toContain('unwritable')
    expect(alarms[1]).toContain('takes entries again')
    expect(alarms).toHaveLength(2)

    const log = await openHere()
    const all = await log.read(0, undefined, 10_000)
    const told = running.appended()
    expect(told.size).toBe(6_000)
    expect(all.map(({ offset }) => offset)).toEqual([...told.keys()])
    expect(
      all.every((entry) => Buffer.compare(entry.payload, nthEntry('a', told.get(entry.offset)!, 1_000).payload) === 0),
    ).toBe(true)
    await log.close()
  })
})

describe('log on a disk that is nearly full', () => {
  it('refuses before the disk does, once told, and tries again after a second', async () => {
    let now = 1_790_000_000_000
    const alarms: string[] = []
    const log = await openHere({ minFreeBytes: 2 ** 52, now: () => now, onAlarm: (text) => alarms.push(text) })
    await expect(log.append(0, [nthEntry('a', 0, 10)])).rejects.toThrow(LogUnwritableError)
    await expect(log.append(0, [nthEntry('a', 0, 10)])).rejects.toThrow(/bytes free/)
    now += 2_000
    await expect(log.append(0, [nthEntry('a', 0, 10)])).rejects.toThrow(LogUnwritableError)
    expect(alarms).toHaveLength(1)
    expect(await log.read(0, undefined, 10)).toEqual([])
    await log.close()
  })
})

describe('log whose commit does not end', () => {
  it('says so, refuses all that waits, and does not hang the close', async () => {
    let stuck = 0
    const log = await openHere({
      commitWatchdogMs: 300,
      onCommitStuck: () => {
        stuck += 1
      },
    })
    await log.append(0, [nthEntry('a', 0, 10)])
    const [segment] = await readdir(`${directory}/p0`)
    running = new LogProcess({
      directory,
      realm: 'sim-test',
      budgetBytes: 256 * 1024 * 1024,
      writer: 'holder',
      entries: 0,
      batchMax: 1,
      payloadBytes: 1,
      holdSegment: `${directory}/p0/${segment}`,
    })
    await running.until((words) => words.at(-1)?.word === 'holding')

    await expect(log.append(0, [nthEntry('a', 1, 10)])).rejects.toThrow(/did not end in 300 ms/)
    await expect(log.append(0, [nthEntry('a', 2, 10)])).rejects.toThrow(LogUnwritableError)
    expect(stuck).toBe(1)
    expect(await log.read(0, undefined, 10)).toHaveLength(1)
    await log.close()
  })
})
