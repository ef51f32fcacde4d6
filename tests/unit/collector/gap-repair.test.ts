import { describe, expect, test } from 'vitest'
import type { Gap } from '../../../collector/gap.ts'
import { startGapRepair } from '../../../collector/gap-repair.ts'
import { GapRepairPlan } from '../../../collector/gap-repair-plan.ts'
import type { IntakeStatus } from '../../../collector/intake.ts'
import type { ResendCommand } from '../../../contract/mod.ts'
import { FakeTime } from './fake-time.ts'
import { RecordingLogger } from './recording-logger.ts'

const MIN = 60_000
const H = 60 * MIN
const gap = (station: string, from: number, to: number, seenAt = 0): Gap => ({
  station,
  boot: '1790000000000-7',
  src: '0',
  from,
  to,
  seenAt,
})

/** Sends what is due; returns it as `station from-to`. */
function round(plan: GapRepairPlan, gaps: readonly Gap[], nowMs: number, limit = 50): string[] {
  const due = plan.due(gaps, nowMs, limit)
  for (const request of due) plan.sent(request, nowMs)
  return due.map(({ gap: { station }, command: { resend } }) => `${station} ${resend.from}-${resend.to}`)
}

describe('what to ask for', () => {
  test('not before 30 s, and at most 100 at a time', () => {
    const plan = new GapRepairPlan(() => 0)
    const gaps = [gap('A', 10, 500)]
    expect(round(plan, gaps, 29_999)).toEqual([])
    expect(round(plan, gaps, 30_000)).toEqual(['A 10-109'])
  })

  test('an answer brings the next part at once, no answer only another gap after a minute', () => {
    const plan = new GapRepairPlan(() => 0)
    expect(round(plan, [gap('A', 0, 249), gap('A', 300, 300)], MIN)).toEqual(['A 0-99'])
    expect(round(plan, [gap('A', 100, 249), gap('A', 300, 300)], MIN + 5_000)).toEqual(['A 100-199'])
    expect(round(plan, [gap('A', 100, 249), gap('A', 300, 300)], MIN + 60_000)).toEqual([])
    expect(round(plan, [gap('A', 100, 249), gap('A', 300, 300)], MIN + 65_000)).toEqual(['A 300-300'])
  })

  test('one outstanding for a station, all stations side by side, the oldest gap first', () => {
    const plan = new GapRepairPlan(() => 0)
    const gaps = [gap('A', 5, 5, 20), gap('A', 1, 1, 30), gap('B', 1, 1, 10), gap('C', 1, 1, 40)]
    expect(round(plan, gaps, H, 2)).toEqual(['B 1-1', 'A 5-5'])
    expect(round(plan, gaps, H)).toEqual(['C 1-1'])
  })

  test('five tries within 48 h, ever further apart, then no more', () => {
    const plan = new GapRepairPlan(() => 0)
    const tries: number[] = []
    for (let nowMs = 0; nowMs <= 72 * H; nowMs += MIN / 2)
      if (round(plan, [gap('A', 0, 0)], nowMs).length > 0) tries.push(nowMs)
    expect(tries.map((at) => at / MIN)).toEqual([0.5, 10.5, 70.5, 430.5, 1_870.5])
  })

  test('a repetition is up to a tenth later', () => {
    const plan = new GapRepairPlan(() => 1)
    round(plan, [gap('A', 0, 0)], MIN)
    expect(round(plan, [gap('A', 0, 0)], MIN + 10.9 * MIN)).toEqual([])
    expect(round(plan, [gap('A', 0, 0)], MIN + 11 * MIN)).toEqual(['A 0-0'])
  })

  test('what is older than stations keep is not asked for', () => {
    expect(round(new GapRepairPlan(() => 0), [gap('A', 0, 0)], 48 * H + 1)).toEqual([])
  })

  test('a station that is away is no try, and stands in nobody else’s way', () => {
    const plan = new GapRepairPlan(() => 0)
    const gaps = [gap('A', 0, 0, 1), gap('B', 0, 0, 2)]
    const [first] = plan.due(gaps, H, 1)
    plan.undeliverable(first!, H)
    expect(round(plan, gaps, H, 1)).toEqual(['B 0-0'])
    expect(round(plan, gaps, H + MIN, 1)).toEqual(['A 0-0'])
  })

  test('a closed gap is forgotten: open again, it has all its tries', () => {
    const plan = new GapRepairPlan(() => 0)
    round(plan, [gap('A', 0, 0)], MIN)
    expect(round(plan, [], 2 * MIN)).toEqual([])
    expect(round(plan, [gap('A', 0, 0)], 2 * MIN + 1)).toEqual(['A 0-0'])
  })
})

describe('gap repair', () => {
  function setUp(gaps: Gap[]) {
    const time = new FakeTime(H)
    const sent: [string, ResendCommand][] = []
    const state = { connected: true, accepting: true, inFlight: 0, fails: false, gapsFail: false }
    const logger = new RecordingLogger()
    const repair = startGapRepair({
      openGaps: async () => {
        if (state.gapsFail) throw new Error('state is locked')
        return gaps
      },
      intake: {
        status: () => state as unknown as IntakeStatus,
        publishCommand: async (station, command) => {
          if (state.fails) throw new Error('away')
          sent.push([station, command])
        },
      },
      now: time.now,
      random: () => 0,
      logger,
      schedule: time.schedule,
    })
    return { time, sent, state, repair, logger }
  }

  test('asks for what is missing', async () => {
    const { time, sent, repair } = setUp([gap('HN-0001', 3, 7)])
    await time.pass(5_000)
    expect(sent).toEqual([['HN-0001', { resend: { boot: '1790000000000-7', src: '0', from: 3, to: 7 } }]])
    expect(repair.requestedTotal()).toBe(1)
  })

  test('live data first: nothing while the intake is busy, away, or takes nothing', async () => {
    const { time, sent, state } = setUp([gap('HN-0001', 3, 7)])
    for (const blocked of [{ inFlight: 501 }, { connected: false }, { accepting: false }]) {
      Object.assign(state, { connected: true, accepting: true, inFlight: 0 }, blocked)
      await time.pass(10_000)
    }
    expect(sent).toEqual([])
    Object.assign(state, { accepting: true })
    await time.pass(5_000)
    expect(sent).toHaveLength(1)
  })

  test('goes on after gaps could not be read, and after a station was away', async () => {
    const { time, sent, state, repair } = setUp([gap('HN-0001', 3, 7)])
    state.gapsFail = true
    await time.pass(5_000)
    Object.assign(state, { gapsFail: false, fails: true })
    await time.pass(5_000)
    state.fails = false
    await time.pass(65_000)
    expect(sent).toHaveLength(1)
    await repair.stop()
    expect(time.timers).toBe(0)
  })
})
