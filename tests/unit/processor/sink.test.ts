import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as immediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pace } from '../../../processor/pace.ts'
import { Sink } from '../../../processor/sink/sink.ts'
import { LmdbState } from '../../../processor/state/lmdb-state.ts'
import { openDuckDbStore, type StoreBatch, StoreUnavailableError } from '../../../store/mod.ts'

const META = { realm: 'sim-test', catalogue: '1', realmClock: 0, appliedOffset: 0 }
const MINUTE_MS = 60_000

let directory: string
let state: LmdbState
let nowMs: number
/** Keys of rows as they are looked up for a write, and ids of the events in each write that was taken. */
let asked: string[]
let taken: string[][]
let isAway: boolean

const openState = () =>
  LmdbState.open({ directory, identity: { realm: 'sim-test', logId: 'log', partition: 0, fields: [] } })

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tram5g-sink-'))
  state = await openState()
  nowMs = 1_000_000
  asked = []
  taken = []
  isAway = false
})
afterEach(async () => {
  await state.close()
  await rm(directory, { recursive: true, force: true })
})

async function newSink(onTaken: (batch: StoreBatch) => void = () => {}): Promise<Sink> {
  const store = await openDuckDbStore({ path: ':memory:', realm: 'sim-test', now: () => nowMs })
  store.write = async (batch: StoreBatch) => {
    if (isAway) throw new StoreUnavailableError('no answer')
    taken.push(batch.events.map(({ id }) => id))
    onTaken(batch)
    return { written: batch.events.length, expired: 0, refused: [] }
  }
  const view = {
    get<T>(key: string): T | undefined {
      if (/^(row|zone)\//.test(key)) asked.push(key)
      return state.get<T>(key)
    },
  }
  const quiet = { onWritten() {}, onAlarm() {}, onRefused() {} }
  return new Sink({ state, view, store, meta: () => META, now: () => nowMs, random: () => 0, ...quiet })
}

const event = (id: string) => ({ id, type: 'outage', from: 0, to: null, station: 'A', cell: '1', cause: '', text: '' })
const commit = (id: string) => state.commit([[`event/${id}`, event(id)]], 0, new Map([[`event/${id}`, 'side']]))

describe('the sink', () => {
  it('writes rows of zones before rows of cells, at every pace: pages of the fleet do not wait for each cell', async () => {
    const keys: [string, Pace][] = [
      ['row/10s/1/A/1', '10s'],
      ['row/1m/1/A/1', '1m'],
      ['row/15m/1/A/1', '15m'],
      ['zone/10s/1/z', '10s'],
      ['zone/1m/1/z', '1m'],
      ['zone/15m/1/z', '15m'],
      ['zone/15m/0/z', 'amended'],
    ]
    await state.commit([], 0, new Map(keys))
    await (await newSink()).run()
    const zones = asked.filter((key) => key.startsWith('zone/'))
    expect(asked.slice(0, 4).sort()).toEqual(zones.sort())
    expect(asked.slice(4)).toEqual(['row/10s/1/A/1', 'row/1m/1/A/1', 'row/15m/1/A/1'])
    expect(state.outboxSize).toBe(0)
  })

  it('lets rows of zones in between the many of cells as soon as they are due again', async () => {
    const cells = Array.from({ length: 9000 }, (_, i): [string, Pace] => [`row/1m/1/A/${i}`, '1m'])
    await state.commit([], 0, new Map([...cells, ['zone/10s/1/z', '10s']]))
    const sink = await newSink()
    const pouring = sink.run()
    await state.commit([], 1, new Map([['zone/10s/2/z', '10s']]))
    nowMs += 1000
    await pouring
    const place = asked.indexOf('zone/10s/2/z')
    expect(asked[0]).toBe('zone/10s/1/z')
    expect(place).toBeGreaterThan(0)
    expect(place).toBeLessThan(asked.length - 4000)
  })

  it('writes what was in a failed write once more a minute after its success, also when stopped meanwhile', async () => {
    await commit('outage-1')
    isAway = true
    await (await newSink()).run()
    expect([taken, state.outboxSize]).toEqual([[], 1])

    await state.close()
    state = await openState()
    isAway = false
    await commit('outage-2')
    await (await newSink()).run()
    expect(taken.flat()).toEqual(['outage-1', 'outage-2'])

    await state.close()
    state = await openState()
    const sink = await newSink()
    nowMs += MINUTE_MS - 1
    await sink.run()
    expect(taken.flat()).toEqual(['outage-1', 'outage-2'])
    nowMs += 1
    await sink.run()
    expect(taken.flat()).toEqual(['outage-1', 'outage-2', 'outage-1'])

    nowMs += 10 * MINUTE_MS
    await sink.run()
    expect(taken.flat()).toEqual(['outage-1', 'outage-2', 'outage-1'])
    expect(state.get('event/outage-1')).toBeUndefined()
  })

  it('writes again what was in the failed write, whatever the store took first after it', async () => {
    const sink = await newSink()
    await commit('outage-1')
    isAway = true
    await sink.run()
    isAway = false
    await state.commit([], 1, new Map([['zone/1m/1/z', '1m']]))
    await sink.run()
    expect(taken).toEqual([[], ['outage-1']])
    nowMs += MINUTE_MS
    await sink.run()
    expect(taken).toEqual([[], ['outage-1'], ['outage-1']])
  })
})

describe('the sink while the state is committed', () => {
  it('clears no key for the value that stood before: it looks between two commits', async () => {
    const written = new Map<number, number>()
    const sink = await newSink((batch) => {
      for (const { offset, receivedAt } of batch.deadLetters) written.set(offset, receivedAt)
    })
    // kept in memory, and in the state when the store has it
    const keys = Array.from({ length: 100 }, (_, i) => `dead-letter/${i}`)
    for (let n = 1; n <= 100; n++) {
      const changes = keys.map((key, i): [string, unknown] => [key, { offset: i, receivedAt: n }])
      let isDone = false
      const committed = state.commit(changes, n, new Map(keys.map((key) => [key, 'side']))).finally(() => {
        isDone = true
      })
      while (!isDone) {
        await sink.run({ all: true })
        await immediate()
      }
      await committed
      if (state.outboxSize === 0) expect(new Set(written.values())).toEqual(new Set([n]))
    }
    await sink.run({ all: true })
    expect([...written.values()]).toEqual(keys.map(() => 100))
  })
})
