import { describe, expect, test } from 'vitest'
import { startTicks } from '../../../collector/ticks.ts'
import type { TickRecord } from '../../../contract/mod.ts'
import { FakeTime, settled } from './fake-time.ts'
import { GatedLog } from './gated-log.ts'
import { RecordingLogger } from './recording-logger.ts'

function setUp(partitions = 1) {
  const time = new FakeTime(1_000_000)
  const gated = new GatedLog(partitions)
  let status = { connected: true, accepting: true }
  let listener = (): void => undefined
  const ticks = startTicks({
    log: gated.log,
    source: {
      status: () => status,
      onStatusChange: (added) => {
        listener = added
        return () => undefined
      },
    },
    now: time.now,
    logger: new RecordingLogger(),
    schedule: time.schedule,
  })
  const change = (next: Partial<typeof status>): void => {
    status = { ...status, ...next }
    listener()
  }
  const written = async (partition = 0): Promise<TickRecord[]> =>
    (await gated.inner.read(partition, undefined, 1_000)).map(({ topic, source, payload }) => {
      expect([topic, source]).toEqual(['control/tick', 'control'])
      return JSON.parse(Buffer.from(payload).toString()) as TickRecord
    })
  return { time, gated, ticks, change, written }
}

const brief = (ticks: TickRecord[]) =>
  ticks.map(({ at, connected, accepting, since }) => [at - 1_000_000, connected, accepting, since && since - 1_000_000])

describe('ticks', () => {
  test('one at the start and one every 5 s; the first is up from itself on only', async () => {
    const { time, written } = setUp()
    await time.pass(10_000)
    expect(brief(await written())).toEqual([
      [0, true, true, 0],
      [5_000, true, true, undefined],
      [10_000, true, true, undefined],
    ])
  })

  test('every change at once: what lies before the loss is up, what lies before the return is not', async () => {
    const { time, change, written } = setUp()
    await time.pass(2_000)
    change({ connected: false })
    change({})
    await time.pass(1_000)
    change({ connected: true })
    await time.pass(2_000)
    expect(brief(await written())).toEqual([
      [0, true, true, 0],
      [2_000, false, true, undefined],
      [3_000, true, true, 3_000],
      [5_000, true, true, undefined],
    ])
  })

  test('while the log is full changes wait and regular ticks are left out', async () => {
    const { time, gated, change, written } = setUp()
    await time.pass(1_000)
    gated.refusal = 'full'
    change({ accepting: false })
    await time.pass(30_000)
    gated.refusal = undefined
    change({ accepting: true })
    await settled()
    expect(brief(await written())).toEqual([
      [0, true, true, 0],
      [1_000, true, false, undefined],
      [31_000, true, true, 31_000],
    ])
  })

  test('a log that flaps for ever costs a bounded memory, and keeps the first and the last change', async () => {
    const { time, gated, change, written } = setUp()
    await settled()
    gated.refusal = 'full'
    for (let i = 0; i < 1_001; i++) {
      await time.pass(10)
      change({ accepting: i % 2 === 1 })
    }
    gated.refusal = undefined
    await time.pass(5_000)
    const ticks = await written()
    expect(ticks.length).toBeLessThanOrEqual(102)
    expect(brief(ticks)[1]).toEqual([10, true, false, undefined])
    expect(ticks.at(-1)?.accepting).toBe(false)
  })

  test('every partition has them', async () => {
    const { time, written } = setUp(3)
    await time.pass(5_000)
    for (const partition of [0, 1, 2]) expect(await written(partition)).toHaveLength(2)
  })

  test('the last one says that nobody is there any more', async () => {
    const { time, ticks, written } = setUp()
    await time.pass(1_000)
    await ticks.stop()
    await time.pass(20_000)
    expect(brief(await written())).toEqual([
      [0, true, true, 0],
      [1_000, false, false, undefined],
    ])
    expect(time.timers).toBe(0)
  })
})
