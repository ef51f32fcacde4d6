import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openLmdbLog, type TelemetryLog } from '../../../log/mod.ts'
import { entry, readAll } from '../../conformance/log-suite.ts'

const HOUR_MS = 3_600_000
const START_MS = 1_790_000_000_000
const directories: string[] = []
const opened: TelemetryLog[] = []

afterEach(async () => {
  for (const log of opened.splice(0)) await log.close()
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true, force: true })
})

/** Three segments of an hour each, with a word of the operator in each. */
async function threeWords(): Promise<{ directory: string; reopen: () => Promise<TelemetryLog> }> {
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-lasting-'))
  directories.push(directory)
  let now = START_MS
  const open = async () => {
    const log = await openLmdbLog({
      directory,
      realm: 'sim-test',
      budgetBytes: 64 * 1024 * 1024,
      segmentMaxMs: HOUR_MS,
      retentionMs: HOUR_MS,
      now: () => now,
      onCommitStuck: () => {
        throw new Error('a commit did not end')
      },
    })
    opened.push(log)
    return log
  }
  const log = await open()
  for (const word of ['R1', 'R2', 'R3']) {
    await log.append(0, [entry(word, { source: 'control', topic: 'control/registry', receivedAt: now })])
    now += 2 * HOUR_MS
  }
  await log.close()
  opened.splice(0)
  return { directory, reopen: open }
}

const texts = async (log: TelemetryLog) => (await readAll(log)).map(({ payload }) => new TextDecoder().decode(payload))
const marks = async (log: TelemetryLog) => (await readAll(log)).map(({ carried }) => carried)

test('a crash between writing what lasts and removing its segment leaves nothing twice and nothing out', async () => {
  const { directory, reopen } = await threeWords()
  const partition = join(directory, 'p0')
  const [first] = (await readdir(partition)).sort()
  const aside = join(directory, 'aside')
  await cp(join(partition, first!), aside, { recursive: true })
  const log = await reopen()
  const all = await readAll(log)
  expect(await log.retain(0, all[0]?.offset, START_MS + 6 * HOUR_MS)).toEqual({ removedSegments: 1 })
  await log.close()
  // the segment is there again, as if its removal had never come to the disk
  await cp(aside, join(partition, first!), { recursive: true })

  const again = await reopen()
  expect(await texts(again)).toEqual(['R1', 'R2', 'R3'])
  expect(await marks(again)).toEqual([undefined, undefined, undefined])
  expect(await again.retain(0, all[1]?.offset, START_MS + 6 * HOUR_MS)).toEqual({ removedSegments: 2 })
  expect(await texts(again)).toEqual(['R1', 'R2', 'R3'])
  expect(await marks(again)).toEqual([true, true, undefined])
  expect((await readdir(partition)).filter((name) => name.startsWith('lasting-'))).toHaveLength(1)
})
