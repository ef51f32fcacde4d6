import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LmdbLogOptions, type LogEntry, type Offset, openLmdbLog, openLmdbLogReader } from '../../../log/mod.ts'
import { type ChildOrders, nthEntry } from '../../support/log-child.ts'
import { LogProcess } from '../../support/log-process.ts'

const DEADLINE_MS = 60_000
const SMALL_SEGMENT_BYTES = 300_000

let directory = ''
let processes: LogProcess[] = []
let cleanups: (() => Promise<void>)[] = []

beforeEach(async () => {
  directory = await mkdtemp(`${tmpdir()}/tram5g-log-`)
})

afterEach(async () => {
  for (const running of processes) await running.kill()
  for (const cleanup of cleanups) await cleanup()
  processes = []
  cleanups = []
  await rm(directory, { recursive: true, force: true })
})

function start(orders: Partial<ChildOrders>, prefix?: readonly string[]): LogProcess {
  const defaults = {
    directory,
    realm: 'sim-test',
    budgetBytes: 256 * 1024 * 1024,
    segmentMaxBytes: SMALL_SEGMENT_BYTES,
  }
  const work = { writer: 'a', entries: 3_000, batchMax: 40, payloadBytes: 700 }
  const started = new LogProcess({ ...defaults, ...work, ...orders }, prefix)
  processes.push(started)
  return started
}

async function openHere(options: Partial<LmdbLogOptions> = {}) {
  const log = await openLmdbLog({
    directory,
    realm: 'sim-test',
    budgetBytes: 256 * 1024 * 1024,
    segmentMaxBytes: SMALL_SEGMENT_BYTES,
    onCommitStuck: () => {
      throw new Error('a commit did not end')
    },
    ...options,
  })
  cleanups.push(() => log.close())
  return log
}

async function readerHere() {
  const reader = await openLmdbLogReader({ directory, realm: 'sim-test' })
  cleanups.push(() => reader.close())
  return reader
}

/** Reads as it comes, until there are `count` or the deadline passes. */
async function follow(log: Awaited<ReturnType<typeof readerHere>>, count: number): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  while (all.length < count && !deadline.aborted) {
    const after = all.at(-1)?.offset
    await log.waitForNewer(0, after, deadline)
    all.push(...(await log.read(0, after, 300)))
  }
  return all
}

const name = ({ payload }: LogEntry) => Buffer.from(payload).toString('latin1').split(';')[0] ?? ''

describe('log between processes', () => {
  it('is read while another process writes it, across segments', async () => {
    await (await openHere()).close()
    const reader = await readerHere()
    const writer = start({})
    const all = await follow(reader, 3_000)
    await writer.closed()
    expect(all.map(name)).toEqual(Array.from({ length: 3_000 }, (_, n) => `a:${n}`))
    expect(new Map(all.map(({ offset }, n) => [offset as number, n]))).toEqual(writer.appended())
    expect(all[50]).toMatchObject({ ...nthEntry('a', 50, 700), payload: expect.any(Uint8Array) })
    expect((await reader.usage(0)).bytes).toBeGreaterThan(3 * SMALL_SEGMENT_BYTES)
  })

  it('takes appends of two processes at once: none lost, none doubled, each in its order', async () => {
    const [a, b] = [start({ writer: 'a' }), start({ writer: 'b', batchMax: 7 })]
    await Promise.all([a.closed(), b.closed()])
    const all = await follow(await readerHere(), 6_000)
    for (const [writer, running] of [['a', a] as const, ['b', b] as const]) {
      const own = all.filter((entry) => entry.topic === `t/${writer}`)
      expect(own.map(name)).toEqual(Array.from({ length: 3_000 }, (_, n) => `${writer}:${n}`))
      expect(new Map(own.map(({ offset }, n) => [offset as number, n]))).toEqual(running.appended())
    }
    expect(all).toHaveLength(6_000)
    expect(new Set(all.map(({ offset }) => offset)).size).toBe(6_000)
    // Both were at work at the same time, or this has shown nothing.
    const turns = all.filter((entry, i) => entry.topic !== all[i - 1]?.topic).length
    expect(turns).toBeGreaterThan(2)
  })

  it('wakes the process that has it open when another appends one record', async () => {
    const log = await openHere()
    const [first] = await log.append(0, [nthEntry('here', 0, 10)])
    const waiting = log.waitForNewer(0, first, AbortSignal.timeout(DEADLINE_MS))
    const command = start({ writer: 'cli', entries: 1 })
    await waiting
    expect((await log.read(0, first, 10)).map(name)).toEqual(['cli:0'])
    await command.closed()
    const [last] = await log.append(0, [nthEntry('here', 1, 10)])
    expect((await log.read(0, undefined, 10)).map(({ offset }) => offset)).toEqual([1, 2, last])
  })

  it('loses and doubles nothing while others open, append and close beside a busy writer', async () => {
    const log = await openHere({ segmentMaxBytes: 2_000_000 })
    const commands = ['x', 'y'].map((writer) =>
      start({ writer, entries: 300, batchMax: 1, payloadBytes: 20, reopen: true, segmentMaxBytes: 2_000_000 }),
    )
    let over = false
    const all = Promise.all(commands.map((running) => running.closed())).finally(() => {
      over = true
    })
    const told = new Map<number, string>()
    for (let n = 0; !over; n++)
      for (const offset of await log.append(0, [nthEntry('here', n, 300)])) told.set(offset, `here:${n}`)
    await all
    const own = told.size
    for (const [i, writer] of ['x', 'y'].entries())
      for (const [offset, n] of commands[i]?.appended() ?? []) told.set(offset, `${writer}:${n}`)
    expect(told.size).toBe(own + 600)
    const kept = await follow(log, told.size)
    expect(new Map(kept.map((entry) => [entry.offset as number, name(entry)]))).toEqual(
      new Map([...told].sort(([a], [b]) => a - b)),
    )
  })

  it('shares one process between a reader opened first and a writer', async () => {
    await (await openHere()).close()
    const reader = await readerHere()
    expect(await reader.read(0, undefined, 10)).toEqual([])
    const log = await openHere()
    const waiting = reader.waitForNewer(0, undefined, AbortSignal.timeout(DEADLINE_MS))
    await log.append(0, [nthEntry('a', 0, 10)])
    await waiting
    await reader.close()
    await log.append(0, [nthEntry('a', 1, 10)])
    expect((await log.read(0, undefined, 10)).map(name)).toEqual(['a:0', 'a:1'])
  })

  it('lets a reader go on behind segments that another process has removed', async () => {
    const log = await openHere({ retentionMs: 0, now: () => 2_000_000_000_000 })
    const writer = start({ entries: 2_000 })
    await writer.closed()
    // The reader's list of segments is its own, as in another process.
    const reader = await readerHere()
    const early = await reader.read(0, undefined, 5)
    const processed = 1_500 as Offset
    const { removedSegments } = await log.retain(0, processed, 2_000_000_000_000)
    expect(removedSegments).toBeGreaterThan(1)
    const later = await reader.read(0, early.at(-1)?.offset, 10_000)
    expect(later[0]?.offset).toBeGreaterThan(6)
    expect(later[0]?.offset).toBeLessThanOrEqual(processed + 1)
    expect(later.at(-1)?.offset).toBe(2_000)
    expect(await reader.get(0, [1 as Offset, 1_501 as Offset])).toHaveLength(1)
  })

  it('tells a process that has no log, or another realm, what to do', async () => {
    await expect(openLmdbLogReader({ directory })).rejects.toThrow(/no log in .*start the intake/)
    await (await openHere()).close()
    await expect(openLmdbLogReader({ directory, realm: 'live' })).rejects.toThrow(/'sim-test'.*TRAM5G_REALM=sim-test/)
    await expect(openHere({ partitions: 2 })).rejects.toThrow(/1 partition/)
  })

  it('is made once by processes that start at the same moment', async () => {
    const both = [start({ writer: 'a', entries: 1 }), start({ writer: 'b', entries: 1 })]
    await Promise.all(both.map((running) => running.closed()))
    const all = await follow(await readerHere(), 2)
    expect(all.map(name).sort()).toEqual(['a:0', 'b:0'])
  })
})
