import { describe, expect, test } from 'vitest'
import { NoteRing, RING_CAPACITY } from '../../../simulators/live/note-ring.ts'
import type { Held } from '../../../simulators/model/fleet-state.ts'

const held = (n: number, seq: number, atMs = seq): Held => ({
  boot: { boot: { epochMs: 1000, n }, startedMs: 1000, reason: 'power' },
  note: { seq, kind: 'pm', atMs, arg: 10 },
})

describe('the memory of a station', () => {
  test('gives back what was put in, over boots and growth', () => {
    const ring = new NoteRing()
    const all = [
      ...Array.from({ length: 700 }, (_, i) => held(1, i)),
      ...Array.from({ length: 700 }, (_, i) => held(2, i)),
    ]
    for (const one of all) ring.append(one)
    expect(all.map((_, position) => ring.at(position))).toEqual(all)
    expect(ring.find('1000-1', 699)).toBe(699)
    expect(ring.find('1000-2', 0)).toBe(700)
    expect(ring.find('1000-2', 700)).toBeUndefined()
    expect(ring.find('1000-3', 0)).toBeUndefined()
    expect(ring.at(1400)).toBeUndefined()
  })

  test('knows seqs behind a hole, as they are after a resume', () => {
    const ring = new NoteRing()
    for (const seq of [3, 7, 8, 20]) ring.append(held(1, seq))
    expect([3, 7, 8, 20].map((seq) => ring.find('1000-1', seq))).toEqual([0, 1, 2, 3])
    expect([4, 9, 21].map((seq) => ring.find('1000-1', seq))).toEqual([undefined, undefined, undefined])
    expect(ring.at(3)?.note.seq).toBe(20)
  })

  test('forgets by age', () => {
    const ring = new NoteRing()
    for (let seq = 0; seq < 100; seq++) ring.append(held(1, seq))
    ring.dropBefore(40)
    expect(ring.begin).toBe(40)
    expect(ring.find('1000-1', 39)).toBeUndefined()
    expect(ring.at(39)).toBeUndefined()
    expect(ring.at(40)).toEqual(held(1, 40))
  })

  test('never holds more than its capacity: the oldest goes', () => {
    const ring = new NoteRing()
    for (let seq = 0; seq < RING_CAPACITY + 10; seq++) ring.append(held(1, seq))
    expect(ring.end - ring.begin).toBe(RING_CAPACITY)
    expect(ring.at(9)).toBeUndefined()
    expect(ring.at(10)).toEqual(held(1, 10))
    expect(ring.at(RING_CAPACITY + 9)).toEqual(held(1, RING_CAPACITY + 9))
  })
})
