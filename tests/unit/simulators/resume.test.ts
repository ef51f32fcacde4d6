import { describe, expect, test } from 'vitest'
import { formatBoot } from '../../../contract/mod.ts'
import { resumeStation } from '../../../simulators/live/resume.ts'
import { StationStore } from '../../../simulators/live/station-store.ts'
import { LIVE_CADENCE } from '../../../simulators/model/cadence.ts'
import type { StationState } from '../../../simulators/model/fleet-state.ts'
import { NOON, oneStation, SEED } from './small-fleet.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function stateAt(atMs: number): StationState {
  const { model } = oneStation()
  model.start()
  model.connected()
  model.advance(atMs)
  return { controller: model.state, held: [] }
}

describe('a station that goes on', () => {
  const { voice } = oneStation()

  test('after a short gap says all it would have said, under the same boot and count', () => {
    const state = stateAt(NOON + HOUR)
    const { model, made } = resumeStation(voice, SEED, state, NOON + HOUR + 10 * MINUTE)
    const unbroken = oneStation()
    unbroken.model.start()
    unbroken.model.connected()
    const whole = unbroken.model.advance(NOON + HOUR + 10 * MINUTE).filter(({ madeMs }) => madeMs > NOON + HOUR)
    const notHeartbeat = (notes: typeof made) =>
      notes.map(({ note }) => note).filter(({ kind }) => kind !== 'heartbeat')
    expect(notHeartbeat(made)).toEqual(notHeartbeat(whole))
    expect(made[0]!.note.seq).toBe(state.controller.nextSeq)
    expect(model.state.nextSeq).toBe(unbroken.model.state.nextSeq)
  })

  test('after hours has stored a report for every quarter of an hour, and little more', () => {
    const state = stateAt(NOON + 7 * MINUTE)
    const { model, made } = resumeStation(voice, SEED, state, NOON + 10 * HOUR + 7 * MINUTE)
    const reports = made.filter(({ note }) => note.kind === 'pm').map(({ note }) => note)
    expect(reports.map(({ arg }) => arg)).toEqual(Array<number>(40).fill(900))
    expect(reports.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 40 }, (_, i) => NOON + (i + 1) * 15 * MINUTE))
    expect(made.length).toBeLessThan(100)
    expect(made.map(({ note }) => note.seq)).toEqual(made.map((_, i) => state.controller.nextSeq + i))
    expect(model.state.boot).toEqual(state.controller.boot)
    const next = model.advance(NOON + 10 * HOUR + 8 * MINUTE).filter(({ note }) => note.kind === 'pm')
    expect(next.map(({ note }) => note.arg)).toEqual(Array<number>(next.length).fill(10))
    expect(next.length).toBeGreaterThanOrEqual(5)
  })

  test('after more than 48 h starts anew, and names what was before', () => {
    const state = stateAt(NOON)
    const { model, made } = resumeStation(voice, SEED, state, NOON + 48 * HOUR + 1)
    const { boot } = model.state.boot
    expect(boot).toEqual({ epochMs: NOON + 48 * HOUR + 1, n: state.controller.boot.boot.n + 1 })
    expect(made[0]!.note).toMatchObject({ kind: 'birth', seq: 0 })
    expect(model.state.boot.prev).toEqual({ boot: state.controller.boot.boot, last: state.controller.nextSeq - 1 })
  })

  test('delivers first what was still held', () => {
    const held = [
      { boot: oneStation().model.state.boot, note: { seq: 2, kind: 'heartbeat', atMs: NOON, arg: 0 } },
    ] as const
    const state = { ...stateAt(NOON + MINUTE), held }
    expect(resumeStation(voice, SEED, state, NOON + 2 * MINUTE).made[0]).toEqual(held[0])
  })

  test('survives JSON', () => {
    const state = stateAt(NOON + MINUTE)
    const again = JSON.parse(JSON.stringify(state)) as StationState
    expect(resumeStation(voice, SEED, again, NOON + HOUR).made).toEqual(
      resumeStation(voice, SEED, state, NOON + HOUR).made,
    )
  })

  test('that was dead under an older scenario, and is not under this one, starts', () => {
    const state = stateAt(NOON + MINUTE)
    const dead = { ...state, controller: { ...state.controller, alive: false } }
    const { model } = resumeStation(voice, SEED, dead, NOON + 2 * MINUTE)
    expect(model.alive).toBe(true)
    expect(formatBoot(model.state.boot.boot)).not.toBe(formatBoot(state.controller.boot.boot))
  })
})

describe('store and forward', () => {
  test('keeps 48 h, counts what it had to give up, and gives the same bytes again', () => {
    const { voice, model } = oneStation()
    const store = new StationStore(voice)
    store.append(model.start(), NOON)
    const birth = store.at(0)!
    for (let position = 0; position < 5; position++) store.acked(position)
    store.append(model.advance(NOON + HOUR, { online: false, queued: 0 }), NOON + HOUR)
    const queued = store.queued
    expect(queued).toBeGreaterThan(400)
    expect(store.at(0)!.payload).toEqual(birth.payload)
    expect([birth.retain, store.at(0)!.retain]).toEqual([true, false])
    // Half an hour of that hour is older than 48 h when the next message is made
    store.append([], NOON + 48 * HOUR + 30 * MINUTE)
    expect(store.lost).toBeGreaterThan(200)
    expect(store.lost + store.queued).toBe(queued)
    expect(store.at(0)).toBeUndefined()
  })

  test('has room for 48 h of the live profile', () => {
    const perHour = LIVE_CADENCE.gps.reduce((sum, gp) => sum + 3600 / gp, 60 + 36 + 4)
    expect(perHour * 48).toBeLessThan(32_768)
  })
})
