import { describe, expect, test } from 'vitest'
import { TRIAL_2020_FLEET } from '../../../simulators/fleets/trial-2020.ts'
import { demoScenario } from '../../../simulators/scenario/demo-scenario.ts'
import { maintenanceRecordsOf, type Scenario, type ScenarioEvent } from '../../../simulators/scenario/scenario.ts'
import { StationTimeline } from '../../../simulators/scenario/station-timeline.ts'
import { firstOf, NOON, smallFleet } from './small-fleet.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const fleet = smallFleet(3)
const station = firstOf(fleet)
const timelineOf = (...events: ScenarioEvent[]) => new StationTimeline(station, { events })

describe('the timeline of a station', () => {
  const fault: ScenarioEvent = {
    kind: 'station-outage',
    cause: 'fault',
    cells: ['2'],
    stations: ['HN-0002', station.id],
    fromMs: NOON,
    toMs: NOON + 5 * MINUTE,
    everyMs: HOUR,
  }

  test('takes turns: the second of two stations fails at the second beat, and every other one from then', () => {
    const timeline = timelineOf(fault)
    expect(timeline.nextEdgeMs(NOON - 1)).toBe(NOON + HOUR)
    expect(timeline.nextEdgeMs(NOON + HOUR)).toBe(NOON + HOUR + 5 * MINUTE)
    expect(timeline.nextEdgeMs(NOON + HOUR + 5 * MINUTE)).toBe(NOON + 3 * HOUR)
    expect(timeline.isOn('fault', NOON + HOUR - 1)).toBe(false)
    expect(timeline.isOn('fault', NOON + HOUR)).toBe(true)
    expect(timeline.isOn('fault', NOON + 2 * HOUR)).toBe(false)
    expect(timeline.isOn('fault', NOON + 7 * HOUR + 1)).toBe(true)
  })

  test('counts whole seconds per cell, over any number of beats', () => {
    const timeline = timelineOf(fault)
    expect(timeline.secondsIn('fault', 1, NOON, NOON + 4 * HOUR)).toBe(600)
    expect(timeline.secondsIn('fault', 1, NOON + HOUR + 4 * MINUTE, NOON + HOUR + 6 * MINUTE)).toBe(60)
    expect(timeline.secondsIn('fault', 0, NOON, NOON + 4 * HOUR)).toBe(0)
  })

  test('happens once, on the first station, where there is no beat', () => {
    const { everyMs: _, ...once } = fault
    expect(timelineOf(once).nextEdgeMs(0)).toBe(Number.POSITIVE_INFINITY)
    const own = timelineOf({ ...once, stations: [station.id] })
    expect(own.nextEdgeMs(NOON)).toBe(NOON + 5 * MINUTE)
    expect(own.nextEdgeMs(NOON + 5 * MINUTE)).toBe(Number.POSITIVE_INFINITY)
  })

  test('a cut that affects service takes the cells along, the other does not', () => {
    const cut = { kind: 'backhaul-cut', stations: [station.id], fromMs: NOON, toMs: NOON + MINUTE } as const
    expect(timelineOf({ ...cut, affectsService: true }).isCellIn('transport', 0, NOON)).toBe(true)
    const mute = timelineOf({ ...cut, affectsService: false })
    expect(mute.isOn('cut', NOON)).toBe(true)
    expect(mute.isCellIn('transport', 0, NOON)).toBe(false)
  })
})

describe('the demo', () => {
  const demo = demoScenario({ fleet: TRIAL_2020_FLEET, seed: 3, nowMs: NOON + 123 })
  const kinds = (scenario: Scenario) => scenario.events.map((event) => event.kind)

  test('has an outage and an overrun maintenance in the hour before, and an outage two minutes after', () => {
    const [work, dark, next] = demo.events
    expect(work).toMatchObject({ kind: 'planned-maintenance', fromMs: NOON - 50 * MINUTE })
    expect(dark).toMatchObject({ kind: 'station-outage', cause: 'power' })
    expect(dark!.fromMs).toBeGreaterThan(NOON - HOUR)
    expect(next).toMatchObject({ kind: 'station-outage', fromMs: NOON + 2 * MINUTE, everyMs: HOUR })
  })

  test('registers the window before it begins, and the work overruns it', () => {
    const [record, ...others] = maintenanceRecordsOf(demo)
    const work = demo.events.find((event) => event.kind === 'planned-maintenance')!
    expect(others).toEqual([])
    expect(record).toMatchObject({ type: 'maintenance-add', targets: [work.station], from: work.fromMs })
    expect(record!.at).toBeLessThan(record!.from)
    expect(record!.to).toBe(work.toMs - 4 * MINUTE)
  })

  test('gives no station two troubles', () => {
    const hit = demo.events.flatMap((event) => ('stations' in event ? event.stations : [event.station]))
    expect(new Set(hit).size).toBe(hit.length)
  })

  test('goes wrong for ever, and starts on whole seconds', () => {
    const late = TRIAL_2020_FLEET.stations.map((s) => new StationTimeline(s, demo).nextEdgeMs(NOON + 1000 * HOUR))
    expect(Math.min(...late)).toBeLessThan(NOON + 1001 * HOUR)
    expect(demo.events.every(({ fromMs, toMs }) => fromMs % 1000 === 0 && toMs % 1000 === 0)).toBe(true)
  })

  test('may leave its past out, and may run on a fleet of one', () => {
    const went = demoScenario({ fleet: TRIAL_2020_FLEET, seed: 3, nowMs: NOON, history: false })
    expect(kinds(went)).not.toContain('planned-maintenance')
    expect(() => maintenanceRecordsOf(demoScenario({ fleet: smallFleet(1), seed: 3, nowMs: NOON }))).not.toThrow()
  })
})
