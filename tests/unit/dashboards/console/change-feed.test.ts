import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ChangeFeed } from '../../../../dashboards/console/change-feed.ts'
import type { PageData } from '../../../../dashboards/console/page/wire.d.ts'
import { PageCache } from '../../../../dashboards/console/page-data/page-cache.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function handFeed() {
  let tell = () => {}
  let subscribed = false
  const feed = new ChangeFeed((listener) => {
    tell = listener
    subscribed = true
    return () => {
      subscribed = false
    }
  })
  const heard: number[] = []
  feed.listen((change) => heard.push(change))
  return { feed, heard, tell: () => tell(), isSubscribed: () => subscribed }
}

describe('the change feed', () => {
  it('passes the first of a burst on at once and the rest as one at the end of the second', () => {
    const { heard, tell } = handFeed()
    for (let i = 0; i < 1000; i++) tell()
    expect(heard).toEqual([1])
    vi.advanceTimersByTime(999)
    expect(heard).toEqual([1])
    vi.advanceTimersByTime(1)
    expect(heard).toEqual([1, 2])
    vi.advanceTimersByTime(60_000)
    expect(heard).toEqual([1, 2])
  })

  it('is at once again after a quiet second', () => {
    const { heard, tell } = handFeed()
    tell()
    vi.advanceTimersByTime(5000)
    tell()
    expect(heard).toEqual([1, 2])
  })

  it('is silent after its close, and takes its own listener back', () => {
    const { feed, heard, tell, isSubscribed } = handFeed()
    tell()
    tell()
    feed.close()
    vi.advanceTimersByTime(5000)
    expect(heard).toEqual([1])
    expect(isSubscribed()).toBe(false)
  })
})

describe('the page cache', () => {
  const answer = (servedAt: number, panels: PageData['panels'] = {}) =>
    Promise.resolve({ servedAt, panels } as PageData)

  it('computes once for everybody until figures change or it grows old', async () => {
    const cache = new PageCache(5000)
    let made = 0
    const make = () => answer(++made)
    expect((await cache.get('1h|', 1, 0, make)).servedAt).toBe(1)
    expect((await cache.get('1h|', 1, 4999, make)).servedAt).toBe(1)
    expect((await cache.get('1h|', 2, 4999, make)).servedAt).toBe(2)
    expect((await cache.get('1h|', 2, 9999, make)).servedAt).toBe(3)
    expect((await cache.get('6h|', 2, 9999, make)).servedAt).toBe(4)
  })

  it('keeps no answer with panels still to come', async () => {
    const cache = new PageCache()
    let made = 0
    const make = () => answer(++made, { worst: { kind: 'pending' } })
    await cache.get('1h|', 1, 0, make)
    expect((await cache.get('1h|', 1, 0, make)).servedAt).toBe(2)
  })

  it('keeps no failure', async () => {
    const cache = new PageCache()
    await expect(cache.get('1h|', 1, 0, () => Promise.reject(new Error('store away')))).rejects.toThrow('store away')
    expect((await cache.get('1h|', 1, 0, () => answer(7))).servedAt).toBe(7)
  })

  it('keeps at most 32 answers', async () => {
    const cache = new PageCache()
    let made = 0
    for (let i = 0; i < 33; i++) await cache.get(`zone-${i}`, 1, 0, () => answer(++made))
    await cache.get('zone-32', 1, 0, () => answer(++made))
    expect(made).toBe(33)
    await cache.get('zone-0', 1, 0, () => answer(++made))
    expect(made).toBe(34)
  })
})
