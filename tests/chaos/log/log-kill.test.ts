import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { type LogEntry, openLmdbLog } from '../../../log/mod.ts'
import { nthEntry } from '../../support/log-child.ts'
import { LogProcess } from '../../support/log-process.ts'
import { seeded } from '../../support/seeded.ts'

const KILLS = 12
const PAYLOAD_BYTES = 600

let directory: string | undefined
const processes: LogProcess[] = []

afterEach(async () => {
  for (const running of processes.splice(0)) await running.kill()
  if (directory) await rm(directory, { recursive: true, force: true })
})

async function readAll(): Promise<LogEntry[]> {
  const log = await openLmdbLog({
    directory: directory ?? '',
    realm: 'sim-test',
    budgetBytes: 512 * 1024 * 1024,
    onCommitStuck: () => {
      throw new Error('a commit did not end: the killed process left the log locked')
    },
  })
  const all: LogEntry[] = []
  for (let part = await log.read(0, undefined, 5_000); part.length > 0; ) {
    all.push(...part)
    part = await log.read(0, part.at(-1)?.offset, 5_000)
  }
  // It takes entries at once: no lock and no half-made segment stands in the way.
  await log.append(0, [nthEntry('check', all.length, 10)])
  await log.close()
  return all
}

describe('log whose writers are killed', () => {
  it.each([1, 2])(`keeps every append that resolved through ${KILLS} kills (seed %i)`, async (seed) => {
    const random = seeded(seed)
    directory = await mkdtemp(`${tmpdir()}/tram5g-log-`)
    const told = new Map<number, string>()
    for (let kill = 0; kill < KILLS; kill++) {
      // Two writers, small segments: kills fall on commits, on rolls, and while the other holds the lock.
      const round = ['a', 'b'].map((side) => {
        const orders = { directory: directory ?? '', realm: 'sim-test', budgetBytes: 512 * 1024 * 1024 }
        const work = { entries: 1e6, batchMax: 1 + Math.floor(random() * 60), payloadBytes: PAYLOAD_BYTES }
        return {
          writer: `${side}${kill}`,
          running: new LogProcess({ ...orders, ...work, segmentMaxBytes: 200_000, writer: `${side}${kill}` }),
        }
      })
      processes.push(...round.map(({ running }) => running))
      const enough = 20 + Math.floor(random() * 150)
      await round[0]?.running.until((words) => words.length >= enough)
      for (const { writer, running } of round) {
        await running.kill()
        for (const [offset, n] of running.appended()) {
          expect(told.has(offset), `offset ${offset} was given twice`).toBe(false)
          told.set(offset, `${writer}:${n};`)
        }
      }
      const all = await readAll()
      const found = new Map(
        all.map(({ offset, payload }) => [offset as number, Buffer.from(payload).toString('latin1')]),
      )
      const lost = [...told].filter(([offset, start]) => !found.get(offset)?.startsWith(start))
      expect(lost).toEqual([])
      expect(all.map(({ offset }) => offset as number)).toEqual(Array.from({ length: all.length }, (_, i) => i + 1))
      expect(told.size).toBeGreaterThan(kill * 20)
    }
  })
})
