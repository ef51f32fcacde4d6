import { describe, expect, test } from 'vitest'
import { AlarmBoard, type IntakeAlarm } from '../../../collector/alarm.ts'
import { LogWriter } from '../../../collector/log-writer.ts'
import type { NewEntry } from '../../../log/mod.ts'
import { FakeTime, settled } from './fake-time.ts'
import { GatedLog } from './gated-log.ts'
import { RecordingLogger } from './recording-logger.ts'

const entry = (topic: string, bytes = 10): NewEntry => ({
  receivedAt: 1,
  source: 'mqtt',
  topic,
  payload: Buffer.alloc(bytes),
})

function setUp(options: { partitions?: number; maxWaitingBytes?: number } = {}) {
  const time = new FakeTime()
  const gated = new GatedLog(options.partitions)
  const alarms: IntakeAlarm[] = []
  const settledTickets: number[] = []
  let changes = 0
  const writer = new LogWriter<number>({
    log: gated.log,
    settle: (tickets) => settledTickets.push(...tickets),
    alarms: new AlarmBoard((alarm) => alarms.push(alarm), new RecordingLogger(), time.now),
    schedule: time.schedule,
    onAcceptingChange: () => {
      changes += 1
    },
    ...(options.maxWaitingBytes === undefined ? {} : { maxWaitingBytes: options.maxWaitingBytes }),
  })
  return { time, gated, alarms, settledTickets, writer, changes: () => changes }
}

describe('LogWriter', () => {
  test('settles nothing before its commit is done, and then all in order', async () => {
    const { gated, settledTickets, writer } = setUp()
    gated.shut()
    for (let i = 0; i < 5; i++) writer.add(entry(`t/${i}`), i)
    await settled()
    expect(settledTickets).toEqual([])
    expect(writer.pending).toBe(5)
    gated.open()
    await settled()
    expect(settledTickets).toEqual([0, 1, 2, 3, 4])
    expect(writer.pending).toBe(0)
    expect(await gated.topics()).toEqual(['t/0', 't/1', 't/2', 't/3', 't/4'])
  })

  test('one commit is in flight; what comes meanwhile shares the next one', async () => {
    const { gated, writer } = setUp()
    gated.shut()
    writer.add(entry('a'), 0)
    await settled()
    for (let i = 0; i < 100; i++) writer.add(entry('b'), i)
    await settled()
    gated.open()
    await settled()
    expect(gated.batches.map((batch) => batch.length)).toEqual([1, 100])
  })

  test('a commit is bounded in entries and in bytes, but takes at least one', async () => {
    const { gated, writer } = setUp({ maxWaitingBytes: 1e9 })
    for (let i = 0; i < 5_000; i++) writer.add(entry('t'), i)
    await settled()
    expect(gated.batches.map((batch) => batch.length)).toEqual([4_096, 904])
    for (let i = 0; i < 3; i++) writer.add(entry('big', 16 * 1024 * 1024), i)
    await settled()
    expect(gated.batches.slice(2).map((batch) => batch.length)).toEqual([1, 1, 1])
  })

  test.each([
    ['full', 'log-full'],
    ['unwritable', 'log-unwritable'],
    ['broken', 'log-unwritable'],
  ] as const)(
    'a log that is %s: nothing is settled, one alarm, and on it goes when it takes again',
    async (refusal, code) => {
      const { time, gated, alarms, settledTickets, writer, changes } = setUp()
      gated.refusal = refusal
      writer.add(entry('t/0'), 0)
      await time.pass(10_000)
      writer.add(entry('t/1'), 1)
      await time.pass(10_000)
      expect(settledTickets).toEqual([])
      expect(writer.accepting).toBe(false)
      expect(writer.refusal).toContain('nothing is acknowledged')
      expect(alarms.map((alarm) => [alarm.code, alarm.raised])).toEqual([[code, true]])
      expect(changes()).toBe(1)
      gated.refusal = undefined
      await time.pass(1_000)
      expect(settledTickets).toEqual([0, 1])
      expect(writer.accepting).toBe(true)
      expect(alarms.map((alarm) => alarm.raised)).toEqual([true, false])
      expect(changes()).toBe(2)
      expect(await gated.topics()).toEqual(['t/0', 't/1'])
    },
  )

  test('has no room beyond its bytes, and tells when it has again', async () => {
    const { gated, writer } = setUp({ maxWaitingBytes: 10_000 })
    gated.shut()
    writer.add(entry('t', 9_000), 0)
    expect(writer.hasRoom).toBe(true)
    writer.add(entry('t', 9_000), 1)
    expect(writer.hasRoom).toBe(false)
    let told = 0
    writer.whenRoom(() => {
      told += 1
    })
    await settled()
    expect(told).toBe(0)
    gated.open()
    await settled()
    expect(told).toBe(1)
    expect(writer.hasRoom).toBe(true)
  })

  test('a partition that refuses is tried again alone: what the others have is not written twice', async () => {
    const { time, gated, settledTickets, writer } = setUp({ partitions: 4 })
    const topics = Array.from({ length: 20 }, (_, i) => `tram5g/v1/sim-test/S-${i}/pm`)
    gated.refusal = 'full'
    gated.refusingPartitions = new Set([2])
    topics.forEach((topic, i) => {
      writer.add(entry(topic), i)
    })
    await time.pass(5_000)
    expect(settledTickets).toEqual([])
    gated.refusal = undefined
    await time.pass(1_000)
    expect(settledTickets).toEqual(topics.map((_, i) => i))
    const kept = (await Promise.all([0, 1, 2, 3].map((partition) => gated.topics(partition)))).flat()
    expect(kept.sort()).toEqual([...topics].sort())
  })

  test('stop waits for what was added and settles it', async () => {
    const { gated, settledTickets, writer } = setUp()
    gated.shut()
    writer.add(entry('t/0'), 0)
    const stopped = writer.stop()
    writer.add(entry('after'), 1)
    await settled()
    expect(settledTickets).toEqual([])
    gated.open()
    await stopped
    expect(settledTickets).toEqual([0])
    expect(await gated.topics()).toEqual(['t/0'])
  })

  test('stop gives up what the log refuses: it is never settled', async () => {
    const { time, gated, settledTickets, writer } = setUp()
    gated.refusal = 'full'
    writer.add(entry('t/0'), 0)
    await time.pass(3_000)
    await writer.stop()
    expect(settledTickets).toEqual([])
    expect(time.timers).toBe(0)
  })

  test('an entry beyond the limits of the log is cut, so that it blocks nothing behind it', async () => {
    const { gated, settledTickets, writer } = setUp({ maxWaitingBytes: 1e9 })
    writer.add(entry('t/large', 16 * 1024 * 1024 + 1), 0)
    writer.add(entry(`t/${'é'.repeat(40_000)}`), 1)
    writer.add(entry('t/next'), 2)
    await settled()
    expect(settledTickets).toEqual([0, 1, 2])
    const [large, long] = await gated.inner.read(0, undefined, 3)
    expect(large!.payload.byteLength).toBe(16 * 1024 * 1024)
    expect(Buffer.byteLength(long!.topic)).toBeLessThanOrEqual(65_535)
  })
})
