import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pace } from '../../../processor/pace.ts'
import { NO_ROWS } from '../../../processor/rows/station-rows.ts'
import { LmdbState } from '../../../processor/state/lmdb-state.ts'

let directory: string
let state: LmdbState
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tram5g-outbox-'))
  await reopen()
})
afterEach(async () => {
  await state.close()
  await rm(directory, { recursive: true, force: true })
})

async function reopen(): Promise<void> {
  await state?.close()
  state = await LmdbState.open({ directory, identity: { realm: 'sim-test', logId: 'log', partition: 0, fields: [] } })
}

const T = 1_790_000_000_000
const rows = (t: number, stations: number, from = 0): string[] =>
  Array.from({ length: stations }, (_, i) => `row/10s/${t}/S-${from + i}`)
const makeDirty = (keys: readonly string[], pace: Pace = '10s') =>
  state.commit([], 0, new Map(keys.map((key) => [key, pace])))
const pending = (limit = 10_000) => state.pending('10s', 'others', limit)
const keysIn = (lines: ReturnType<typeof pending>): string[] => lines.flatMap(({ keys }) => keys).sort()
const write = (lines: ReturnType<typeof pending>) => state.written('10s', lines, () => false, 0)

describe('rows of 10 s that wait for the store', () => {
  it('wait in lines of several, and are as many as they are, also when opened again', async () => {
    const keys = [...rows(T, 450), ...rows(T + 10_000, 3)]
    await makeDirty(keys)
    expect([state.outboxSize, pending().length, keysIn(pending())]).toEqual([453, 4, [...keys].sort()])
    await reopen()
    expect([state.outboxSize, keysIn(pending())]).toEqual([453, [...keys].sort()])
  })

  it('come about as many at once as are asked for, and are cleared with what was written', async () => {
    await makeDirty(rows(T, 450))
    const first = pending(250)
    expect(keysIn(first)).toHaveLength(400)
    await write(first)
    expect([state.outboxSize, keysIn(pending()).length]).toEqual([50, 50])
    await write(pending())
    expect([state.outboxSize, pending()]).toEqual([0, []])
  })

  it('wait on where they change again before the write is done', async () => {
    await makeDirty(rows(T, 3))
    const first = pending()
    await makeDirty(rows(T, 1, 1))
    await write(first)
    expect([state.outboxSize, keysIn(pending())]).toEqual([1, [`row/10s/${T}/S-1`]])
  })

  it('are told from any other key, whatever stands in its name', async () => {
    const key = 'event/outage/A#1.0+9'
    await makeDirty([key], 'side')
    const first = state.pending('side', 'others', 10)
    await makeDirty([key], 'side')
    await state.written('side', first, () => false, 0)
    expect([state.outboxSize, keysIn(state.pending('side', 'others', 10))]).toEqual([1, [key]])
  })

  it('are kept from expiring as long as they wait, whichever line they wait in', async () => {
    const keys = rows(T, 3)
    const paces: Pace[] = ['10s', 'amended']
    const dirty = new Map(paces.map((pace, i) => [keys[i + 1] as string, pace]))
    await state.commit(
      keys.map((key) => [key, NO_ROWS]),
      0,
      dirty,
    )
    expect(await state.expire('row/10s/', String(T + 1), 10, paces)).toBe(1)
    expect(state.keys('row/10s/', '', 10)).toEqual(keys.slice(1))
    await write(pending())
    expect(await state.expire('row/10s/', String(T + 1), 10, paces)).toBe(1)
    expect(state.keys('row/10s/', '', 10)).toEqual(keys.slice(2))
  })
})
