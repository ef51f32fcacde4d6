import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { Waiters } from '../../../log/waiters.ts'

describe('waiters', () => {
  it('all wake at once, and leave no listener behind', async () => {
    const waiters = new Waiters()
    const { signal } = new AbortController()
    const all = [waiters.wait(signal), waiters.wait(signal, 1e6)]
    expect(getEventListeners(signal, 'abort')).toHaveLength(2)
    waiters.wake()
    await Promise.all(all)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(waiters.wakes).toBe(1)
  })

  it('leave when aborted, before or after, and when their time is over', async () => {
    const waiters = new Waiters()
    await waiters.wait(AbortSignal.abort())
    const abort = new AbortController()
    const waiting = waiters.wait(abort.signal)
    abort.abort()
    await waiting
    await waiters.wait(new AbortController().signal, 1)
    expect(waiters.wakes).toBe(0)
  })
})
