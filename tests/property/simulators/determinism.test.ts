import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { HistoryMessage } from '../../../simulators/history/generate-history.ts'
import { FleetHistory } from '../../../simulators/history/generate-history.ts'
import { StationHistory } from '../../../simulators/history/station-history.ts'
import { ALWAYS_LIVE, NOON, oneStation, SEED, smallFleet } from '../../unit/simulators/small-fleet.ts'
import { anyScenario } from './arbitraries.ts'

const HOUR = 3_600_000
const steps = fc.array(fc.integer({ min: 1, max: 600_000 }), { maxLength: 60 })

describe('the same seed, fleet and scenario', () => {
  test('give the same messages whatever the steps of the clock', () => {
    fc.assert(
      fc.property(anyScenario, steps, (scenario, stepsMs) => {
        const once = oneStation(scenario)
        const whole = [...once.model.start(), ...once.model.advance(NOON + 2 * HOUR)]
        const { model } = oneStation(scenario)
        const pieces = [...model.start()]
        let atMs = NOON
        for (const stepMs of stepsMs) {
          atMs = Math.min(atMs + stepMs, NOON + 2 * HOUR)
          pieces.push(...model.advance(atMs))
        }
        pieces.push(...model.advance(NOON + 2 * HOUR))
        expect(pieces).toEqual(whole)
        expect(model.state).toEqual(once.model.state)
      }),
      { numRuns: 60 },
    )
  })

  test('give the same deliveries whatever the steps, through cuts and restarts', () => {
    fc.assert(
      fc.property(anyScenario, steps, (scenario, stepsMs) => {
        const deliveries = (upTo: readonly number[]) => {
          const { voice } = oneStation(scenario)
          const past = new StationHistory({ voice, seed: SEED, fromMs: NOON, phases: ALWAYS_LIVE })
          const all = upTo.flatMap((atMs) => past.advance(atMs))
          return {
            state: past.state(),
            all: all.map(
              ({ receivedAtMs, kind, payload }) => `${receivedAtMs} ${kind} ${new TextDecoder().decode(payload())}`,
            ),
          }
        }
        let atMs = NOON
        const times = stepsMs.map((stepMs) => (atMs = Math.min(atMs + stepMs, NOON + HOUR)))
        expect(deliveries([...times, NOON + HOUR])).toEqual(deliveries([NOON + HOUR]))
      }),
      { numRuns: 25 },
    )
  })

  test('give the same bytes in every run, and other bytes for another seed', () => {
    const run = (seed: number) => {
      const fleet = smallFleet(4)
      const history = new FleetHistory({ fleet, seed, scenario: { events: [] }, fromMs: NOON, toMs: NOON + HOUR })
      return [...history].map(({ station, payload }) => `${station} ${new TextDecoder().decode(payload)}`)
    }
    expect(run(1)).toEqual(run(1))
    expect(run(1)).not.toEqual(run(2))
  })
})

describe('a history', () => {
  const fleet = smallFleet(3)
  const history = (scenario: Parameters<typeof oneStation>[0] & object): [HistoryMessage[], FleetHistory] => {
    const past = new FleetHistory({ fleet, seed: SEED, scenario, fromMs: NOON, toMs: NOON + 2 * HOUR })
    return [[...past], past]
  }

  test('comes in order of receipt, each boot and station in order of its count, and misses nothing but what is still held', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const [messages, past] = history(scenario)
        const next = new Map<string, number>()
        let lastMs = 0
        for (const { receivedAtMs, station, kind, payload } of messages) {
          expect(receivedAtMs).toBeGreaterThanOrEqual(lastMs)
          lastMs = receivedAtMs
          if (kind === 'death') continue
          const { boot, seq } = JSON.parse(new TextDecoder().decode(payload)) as { boot: string; seq: number }
          const key = `${station} ${boot}`
          expect(seq).toBe(next.get(key) ?? 0)
          next.set(key, seq + 1)
        }
        expect(lastMs).toBeLessThanOrEqual(NOON + 2 * HOUR)
        for (const [station, { controller, held }] of Object.entries(past.state().stations)) {
          const { boot } = controller.boot
          const received = next.get(`${station} ${boot.epochMs}-${boot.n}`) ?? 0
          const stillHeld = held.filter((one) => one.boot.boot.n === boot.n).length
          expect(received + stillHeld).toBe(controller.nextSeq)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('tells its end only when it has come to it', () => {
    const past = new FleetHistory({ fleet, seed: SEED, scenario: { events: [] }, fromMs: NOON, toMs: NOON + 1000 })
    expect(() => past.state()).toThrow(/iterate/)
    expect(() => new FleetHistory({ fleet, seed: SEED, scenario: { events: [] }, fromMs: NOON, toMs: NOON })).toThrow()
  })
})
