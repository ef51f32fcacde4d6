import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as immediate } from 'node:timers/promises'
import { open } from 'lmdb'
import { afterEach, describe, expect, it } from 'vitest'
import type { Pace } from '../../../processor/pace.ts'
import { LmdbState } from '../../../processor/state/lmdb-state.ts'

const steps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const step of steps.splice(0).reverse()) await step()
})

const identity = { realm: 'sim-test', logId: 'log', partition: 0, fields: [] }

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-state-'))
  steps.push(() => rm(directory, { recursive: true, force: true }))
  return directory
}

async function openState(): Promise<LmdbState> {
  const state = await LmdbState.open({ directory: await makeDirectory(), identity })
  steps.push(() => state.close())
  return state
}

describe('the state while it is committed', () => {
  it('shows no value whose key the outbox does not show yet: who drains would leave without it', async () => {
    const state = await openState()
    let looks = 0
    for (let n = 0; n < 20; n++) {
      const keys = Array.from({ length: 200 }, (_, i) => `event/${n}-${i}`)
      const dirty = new Map(keys.map((key): [string, Pace] => [key, 'side']))
      let isDone = false
      const committed = state
        .commit(
          keys.map((key) => [key, n]),
          n,
          dirty,
        )
        .finally(() => {
          isDone = true
        })
      while (!isDone) {
        const shown = state.get(keys[0] as string)
        if (shown !== undefined) expect(state.outboxSize).toBe((n + 1) * 200)
        looks++
        await immediate()
      }
      await committed
      expect(state.get(keys[0] as string)).toBe(n)
      expect(state.outboxSize).toBe((n + 1) * 200)
    }
    expect(looks).toBeGreaterThan(20)
  })

  it('goes on with what was committed, deletions too', async () => {
    const state = await openState()
    await state.commit([['event/a', 1]], 0, new Map())
    await state.commit(
      [
        ['event/a', undefined],
        ['event/b', 2],
      ],
      1,
      new Map(),
    )
    expect([state.get('event/a'), state.get('event/b'), state.applied]).toEqual([undefined, 2, 1])
  })
})

describe('a state written by another version', () => {
  it('is refused with what to do, and stays as it is', async () => {
    const directory = await makeDirectory()
    const state = await LmdbState.open({ directory, identity })
    await state.close()
    const root = open({ path: directory, maxDbs: 4, noSubdir: false })
    await root.openDB({ name: 'meta' }).put('form', 1)
    await root.close()
    await expect(LmdbState.open({ directory, identity })).rejects.toThrow(
      /written by another version of tram5g\. Move .* away and the state is made again from the log/,
    )
  })
})
