import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  type LogEntry,
  LogFullError,
  MAX_BATCH_BYTES,
  MAX_PAYLOAD_BYTES,
  type NewEntry,
  type Offset,
  type TelemetryLog,
} from '../../log/mod.ts'

/** What the suite asks of an adapter's log; what is absent is the adapter's own choice. */
export interface LogSettings {
  readonly realm?: string
  readonly partitions?: number
  readonly budgetBytes?: number
  readonly segmentMaxBytes?: number
  readonly segmentMaxMs?: number
  readonly retentionMs?: number
  readonly now?: () => number
}

export interface LogBench {
  open(settings?: LogSettings): Promise<TelemetryLog>
  /** The same log again after a close; undefined where the adapter forgets. */
  readonly reopen: ((settings?: LogSettings) => Promise<TelemetryLog>) | undefined
  dispose(): Promise<void>
}

const HOUR_MS = 3_600_000
const START_MS = 1_790_000_000_000

export function entry(text: string | Uint8Array, over: Partial<NewEntry> = {}): NewEntry {
  const payload = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return { receivedAt: START_MS, source: 'mqtt', topic: 'tram5g/v1/sim-test/HN-0001/pm', payload, ...over }
}

export async function readAll(log: Pick<TelemetryLog, 'read'>, limit = 500): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  for (let part = await log.read(0, undefined, limit); part.length > 0; ) {
    all.push(...part)
    part = await log.read(0, part.at(-1)?.offset, limit)
  }
  return all
}

const stored = ({ receivedAt, source, topic, payload }: NewEntry) => ({
  receivedAt,
  source,
  topic,
  payload: Buffer.from(payload).toString('base64'),
})
const text = ({ payload }: NewEntry) => new TextDecoder().decode(payload)

/** Appends entries of 4 kB until the log refuses, at most 4,000; the offsets that it gave. */
async function fill(log: TelemetryLog, receivedAt: number): Promise<Offset[]> {
  const offsets: Offset[] = []
  for (let i = 0; i < 4_000; i++) {
    try {
      offsets.push(...(await log.append(0, [entry(new Uint8Array(4_000), { receivedAt })])))
    } catch (error) {
      expect(error).toBeInstanceOf(LogFullError)
      return offsets
    }
  }
  throw new Error('16 MB went into a log with a budget of 4 MiB')
}

/** What every log promises, whatever it is kept in. */
export function logConformance(name: string, make: () => LogBench): void {
  describe(`log: ${name}`, () => {
    const benches: LogBench[] = []
    const bench = () => {
      const made = make()
      benches.push(made)
      return made
    }
    afterEach(async () => {
      for (const made of benches.splice(0)) await made.dispose()
    })

    it('says whose it is', async () => {
      const log = await bench().open({ realm: 'sim-one', partitions: 2 })
      expect(log.identity).toMatchObject({ realm: 'sim-one', partitions: 2 })
      expect(log.identity.logId).not.toBe('')
    })

    it('gives back what was appended, in order, with rising offsets', async () => {
      const log = await bench().open()
      const batches = [['a', 'b', 'c'], ['d'], ['e', 'f']].map((texts) => texts.map((t) => entry(t)))
      const offsets: Offset[] = []
      for (const batch of batches) offsets.push(...(await log.append(0, batch)))
      const all = await log.read(0, undefined, 100)
      expect(all.map(stored)).toEqual(batches.flat().map(stored))
      expect(all.map(({ offset }) => offset)).toEqual(offsets)
      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b))
    })

    it('keeps the order of appends that nobody waited for', async () => {
      const log = await bench().open()
      const offsets = await Promise.all(Array.from({ length: 50 }, (_, i) => log.append(0, [entry(`${i}`)])))
      expect((await readAll(log)).map(text)).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`))
      expect((await readAll(log)).map(({ offset }) => offset)).toEqual(offsets.flat())
    })

    it('reads after an offset, up to a limit, and nothing at the end', async () => {
      const log = await bench().open()
      const offsets = await log.append(
        0,
        ['a', 'b', 'c', 'd'].map((t) => entry(t)),
      )
      expect((await log.read(0, offsets[0], 2)).map(text)).toEqual(['b', 'c'])
      expect((await log.read(0, offsets[2], 10)).map(text)).toEqual(['d'])
      expect(await log.read(0, offsets[3], 10)).toEqual([])
      expect(await log.read(0, undefined, 0)).toEqual([])
    })

    it('finds entries by offset, in the order asked, and leaves out what is not there', async () => {
      const log = await bench().open({ segmentMaxBytes: 200_000 })
      const offsets: Offset[] = []
      for (let i = 0; i < 8; i++) offsets.push(...(await log.append(0, [entry(`${i}`), entry(new Uint8Array(60_000))])))
      const asked = [offsets[14]!, offsets[0]!, 1e12 as Offset, offsets[6]!]
      expect((await log.get(0, asked)).map(text)).toEqual(['7', '0', '3'])
      expect(await log.get(0, [])).toEqual([])
    })

    it('keeps every byte, every character, both sources and the odd sizes', async () => {
      const log = await bench().open({ budgetBytes: 64 * 1024 * 1024 })
      const batch = [
        entry(Uint8Array.from({ length: 256 }, (_, i) => i)),
        entry(new Uint8Array(0)),
        entry('x', { source: 'control', topic: 'tram5g/control' }),
        entry('x', { topic: 'trạm/Hà Nội/🗼', receivedAt: START_MS + 0.5 }),
        entry('x', { topic: '' }),
        entry(Uint8Array.from({ length: 8 * 1024 * 1024 }, (_, i) => (i * 31) & 255)),
        entry('x', { topic: 't'.repeat(65_535) }),
      ]
      const offsets = await log.append(0, batch)
      expect((await log.read(0, undefined, 100)).map(stored)).toEqual(batch.map(stored))
      expect((await log.get(0, offsets)).map(stored)).toEqual(batch.map(stored))
    })

    it('gives payloads that stay as they are', async () => {
      const log = await bench().open()
      await log.append(
        0,
        Array.from({ length: 100 }, (_, i) => entry(new Uint8Array(700).fill(i))),
      )
      const read = await log.read(0, undefined, 100)
      for (let i = 0; i < 50; i++) {
        await log.append(0, [entry(new Uint8Array(40_000).fill(255))])
        await readAll(log)
      }
      expect(read.every(({ payload }, i) => payload.length === 700 && payload.every((byte) => byte === i))).toBe(true)
      read[0]?.payload.fill(9)
      expect((await log.read(0, undefined, 1))[0]?.payload[0]).toBe(0)
    })

    it('refuses what is too large or no time before writing any of the batch', async () => {
      const log = await bench().open({ budgetBytes: 512 * 1024 * 1024 })
      const big = new Uint8Array(MAX_PAYLOAD_BYTES)
      await expect(log.append(0, [entry('a'), entry(new Uint8Array(big.length + 1))])).rejects.toThrow(RangeError)
      await expect(log.append(0, [entry('a'), entry('b', { receivedAt: Number.NaN })])).rejects.toThrow(RangeError)
      await expect(log.append(0, [entry('a'), entry('b', { topic: 'ạ'.repeat(30_000) })])).rejects.toThrow(RangeError)
      const many = Array.from({ length: Math.ceil(MAX_BATCH_BYTES / big.length) }, () => entry(big))
      await expect(log.append(0, many)).rejects.toThrow(RangeError)
      expect(await log.read(0, undefined, 10)).toEqual([])
    })

    it('appends nothing for an empty batch', async () => {
      const log = await bench().open()
      expect(await log.append(0, [])).toEqual([])
      expect(await log.usage(0)).toMatchObject({ oldest: undefined, newest: undefined, full: false })
    })

    it('keeps partitions apart and refuses those it does not have', async () => {
      const log = await bench().open({ partitions: 2 })
      await log.append(0, [entry('zero')])
      await log.append(1, [entry('one')])
      expect((await log.read(0, undefined, 10)).map(text)).toEqual(['zero'])
      expect((await log.read(1, undefined, 10)).map(text)).toEqual(['one'])
      await expect(log.append(2, [entry('two')])).rejects.toThrow(RangeError)
      await expect(log.read(-1, undefined, 1)).rejects.toThrow(RangeError)
    })

    it('at its budget refuses and keeps everything, and takes more once retention made room', async () => {
      let now = START_MS
      const log = await bench().open({ budgetBytes: 4 * 1024 * 1024, retentionMs: HOUR_MS, now: () => now })
      const offsets = await fill(log, START_MS)
      const before = await readAll(log)
      expect(before.map(({ offset }) => offset)).toEqual(offsets)
      expect(offsets.length).toBeGreaterThan(300)
      await expect(log.append(0, [entry(new Uint8Array(200_000)), entry('x')])).rejects.toThrow(LogFullError)
      expect((await readAll(log)).length).toBe(before.length)
      const usage = await log.usage(0)
      expect(usage.bytes).toBeLessThanOrEqual(usage.budgetBytes)
      expect(usage.oldest).toBe(offsets[0])
      expect(usage.newest).toBe(offsets.at(-1))

      now += 2 * HOUR_MS
      expect((await log.retain(0, offsets.at(-1), now)).removedSegments).toBeGreaterThan(0)
      const [next] = await log.append(0, [entry('after')])
      expect(next).toBeGreaterThan(offsets.at(-1)!)
      expect(text((await readAll(log)).at(-1)!)).toBe('after')
    })

    it('is full before an append of a small entry is refused for it', async () => {
      const log = await bench().open({ budgetBytes: 4 * 1024 * 1024 })
      await fill(log, START_MS)
      for (let i = 0; i < 4_000; i++) {
        const refused = await log.append(0, [entry('x')]).then(
          () => false,
          (error: unknown) => error instanceof LogFullError,
        )
        if (refused) break
      }
      expect((await log.usage(0)).full).toBe(true)
    })

    it('retains what is young, what is not processed, and what is not sealed', async () => {
      let now = START_MS
      const log = await bench().open({ segmentMaxMs: HOUR_MS, retentionMs: 3 * HOUR_MS, now: () => now })
      const offsets: Offset[] = []
      // One segment per hour: 0, 1, 2, 3, 4.
      for (let hour = 0; hour < 5; hour++) {
        now = START_MS + hour * HOUR_MS
        offsets.push(
          ...(await log.append(0, [entry(`a${hour}`, { receivedAt: now }), entry('b', { receivedAt: now })])),
        )
      }
      const kept = async () => (await readAll(log)).map(({ offset }) => offset)
      expect(await log.retain(0, undefined, now)).toEqual({ removedSegments: 0 })
      // Hour 0 is older than three hours at hour 4, but its second entry is still needed.
      expect(await log.retain(0, offsets[0], now)).toEqual({ removedSegments: 0 })
      expect(await log.retain(0, offsets[9], now)).toEqual({ removedSegments: 1 })
      expect(await kept()).toEqual(offsets.slice(2))
      // Ten hours on, nothing but `processed` and the open segment keep anything.
      expect(await log.retain(0, offsets[6], now + 10 * HOUR_MS)).toEqual({ removedSegments: 2 })
      expect(await kept()).toEqual(offsets.slice(6))
      expect(await log.retain(0, offsets[9], now + 10 * HOUR_MS)).toEqual({ removedSegments: 1 })
      expect(await kept()).toEqual(offsets.slice(8))
      expect(await log.get(0, offsets)).toHaveLength(2)
      expect(await log.read(0, offsets[0], 1)).toMatchObject([{ offset: offsets[8] }])
    })

    it('reaches the last entries too, once their segment is old, and goes on counting', async () => {
      let now = START_MS
      const log = await bench().open({ segmentMaxMs: HOUR_MS, retentionMs: HOUR_MS, now: () => now })
      const offsets = await log.append(0, [entry('a'), entry('b')])
      now += 3 * HOUR_MS
      expect(await log.retain(0, offsets[1], now)).toEqual({ removedSegments: 1 })
      expect(await readAll(log)).toEqual([])
      expect(await log.usage(0)).toMatchObject({ oldest: undefined, newest: undefined })
      const aborted = AbortSignal.abort()
      await log.waitForNewer(0, undefined, aborted)
      const [next] = await log.append(0, [entry('c')])
      expect(next).toBeGreaterThan(offsets[1]!)
    })

    it('keeps what still holds when its time is over: the words of the operator, the last settings, birth and last will', async () => {
      let now = START_MS
      const log = await bench().open({ segmentMaxMs: HOUR_MS, retentionMs: HOUR_MS, now: () => now })
      const said = (type: string, content: string) =>
        entry(content, { source: 'control', topic: `control/${type}`, receivedAt: now })
      const told = (station: string, kind: string, content: string) =>
        entry(content, { topic: `tram5g/v1/sim-test/${station}/${kind}`, receivedAt: now })
      const birth = (seq: number) => `{"boot":"${now}-1","seq":${seq},"t":${now},"conn":"c","cells":[{"cell":"1"}]}`
      const first = await log.append(0, [
        said('settings', 'S1'),
        said('registry', 'R1'),
        told('HN-0001', 'birth', birth(0)),
        told('HN-0001', 'pm', 'P1'),
        said('maintenance-add', 'M1'),
        said('tick', 'T1'),
        said('retry', 'Y1'),
        told('HN-0002', 'birth', birth(0)),
        told('HN-0002', 'birth', 'no birth at all'),
        told('HN-0002', 'death', `{"boot":"${now}-1","conn":"c"}`),
      ])
      now += 2 * HOUR_MS
      const second = await log.append(0, [
        said('outage-declare', 'O1'),
        said('settings', 'S2'),
        told('HN-0001', 'birth', birth(7)),
        said('registry', 'R2'),
      ])
      now += 2 * HOUR_MS
      const third = await log.append(0, [told('HN-0001', 'pm', 'P3'), said('registry', 'R3')])
      const shown = (entries: readonly LogEntry[]) =>
        entries.map((one) => `${one.carried === true ? 'carried ' : ''}${text(one).slice(0, 60)}`)

      // the first segment alone: what is said in the second is not yet among what outlived
      expect(await log.retain(0, first.at(-1), now)).toEqual({ removedSegments: 1 })
      const kept = await readAll(log)
      expect(
        shown(kept)
          .slice(0, 6)
          .map((line) => line.replace(/"t":.*/, '')),
      ).toEqual([
        'carried S1',
        'carried R1',
        `carried {"boot":"${START_MS}-1","seq":0,`,
        'carried M1',
        `carried {"boot":"${START_MS}-1","seq":0,`,
        `carried {"boot":"${START_MS}-1","conn":"c"}`,
      ])
      expect(kept.slice(6).map(({ offset }) => offset)).toEqual([...second, ...third])
      expect(await readAll(log, 1)).toEqual(kept)

      expect(await log.retain(0, second.at(-1), now)).toEqual({ removedSegments: 1 })
      const later = await readAll(log)
      // [settings 1 and the birth of HN-0001 with seq 0 have been taken the place of]
      expect(later.map(({ offset }) => offset)).toEqual([first[1], first[4], first[7], first[9], ...second, ...third])
      expect(later.map(({ carried }) => carried === true)).toEqual([...Array(8).fill(true), false, false])
      expect(later.map(({ offset }) => offset)).toEqual(later.map(({ offset }) => offset).sort((a, b) => a - b))
      expect(await readAll(log, 3)).toEqual(later)
      expect((await log.read(0, first[7], 2)).map(({ offset }) => offset)).toEqual([first[9], second[0]])
      expect(shown(await log.get(0, [first[4]!, first[3]!, third[0]!]))).toEqual(['carried M1', 'P3'])
      expect(await log.usage(0)).toMatchObject({ oldest: third[0], newest: third[1] })
      later[0]?.payload.fill(0)
      expect(text((await log.read(0, undefined, 1))[0]!)).toBe('R1')
    })

    it('wakes who waits when something comes, and when aborted', async () => {
      const log = await bench().open()
      const never = new AbortController()
      const [first] = await log.append(0, [entry('a')])
      await log.waitForNewer(0, undefined, never.signal)

      let woken = false
      const waiting = log.waitForNewer(0, first, never.signal).then(() => {
        woken = true
      })
      await log.read(0, first, 1)
      expect(woken).toBe(false)
      const [second] = await log.append(0, [entry('b')])
      await waiting

      const abort = new AbortController()
      const aborted = log.waitForNewer(0, second, abort.signal)
      abort.abort()
      await aborted
    })

    it('lets those go who wait when it closes, and refuses what comes after', async () => {
      const log = await bench().open()
      const waiting = log.waitForNewer(0, undefined, new AbortController().signal)
      const appended = log.append(0, [entry('a')])
      await log.close()
      await waiting
      expect(await appended).toHaveLength(1)
      await expect(log.append(0, [entry('b')])).rejects.toThrow('closed')
      await log.close()
    })

    it('behaves like an array, whatever the batches, limits and reopenings', async () => {
      const payload = fc.uint8Array({ maxLength: 3_000 })
      const batch = fc.array(
        fc.record({
          receivedAt: fc.integer({ min: 0, max: 2 ** 50 }),
          source: fc.constantFrom('mqtt' as const, 'control' as const),
          topic: fc.string({ unit: 'grapheme', maxLength: 40 }),
          payload,
        }),
        { maxLength: 12 },
      )
      const step = fc.oneof(
        { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), batch }) },
        {
          weight: 3,
          arbitrary: fc.record({
            kind: fc.constant('read' as const),
            after: fc.nat(60),
            limit: fc.integer({ min: 1, max: 40 }),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
      )
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
          const made = bench()
          const settings = { segmentMaxBytes: 150_000 }
          let log = await made.open(settings)
          const model: { offset: Offset; entry: NewEntry }[] = []
          for (const action of steps) {
            if (action.kind === 'append') {
              const offsets = await log.append(0, action.batch)
              expect(offsets).toHaveLength(action.batch.length)
              for (const [i, offset] of offsets.entries()) {
                expect(offset).toBeGreaterThan(model.at(-1)?.offset ?? Number.NEGATIVE_INFINITY)
                model.push({ offset, entry: action.batch[i]! })
              }
            } else if (action.kind === 'read') {
              const from = model[action.after]
              const expected = model.slice(from ? action.after + 1 : 0, (from ? action.after + 1 : 0) + action.limit)
              const read = await log.read(0, from?.offset, action.limit)
              expect(read.map(({ offset }) => offset)).toEqual(expected.map(({ offset }) => offset))
              expect(read.map(stored)).toEqual(expected.map((one) => stored(one.entry)))
            } else if (made.reopen) {
              await log.close()
              log = await made.reopen(settings)
            }
          }
          expect((await readAll(log, 7)).map(stored)).toEqual(model.map((one) => stored(one.entry)))
          await log.close()
          await made.dispose()
        }),
        { numRuns: 60 },
      )
    })

    // Where the adapter forgets at the end of the process, there is nothing to come back to.
    if (make().reopen === undefined) return

    it('goes on after a reopen: same identity, same entries, higher offsets', async () => {
      const made = bench()
      const first = await made.open()
      const offsets = await first.append(0, [entry('a'), entry('b')])
      await first.close()
      const again = (await made.reopen?.())!
      expect(again.identity).toEqual(first.identity)
      expect((await readAll(again)).map(text)).toEqual(['a', 'b'])
      const [next] = await again.append(0, [entry('c')])
      expect(next).toBeGreaterThan(offsets[1]!)
    })

    it('never gives an offset twice, even where retention has emptied it', async () => {
      let now = START_MS
      const made = bench()
      const settings = { segmentMaxMs: HOUR_MS, retentionMs: HOUR_MS, now: () => now }
      const first = await made.open(settings)
      const offsets = await first.append(0, [entry('a'), entry('b')])
      now += 3 * HOUR_MS
      await first.retain(0, offsets[1], now)
      await first.close()
      const again = (await made.reopen?.(settings))!
      expect((await again.append(0, [entry('c')]))[0]).toBeGreaterThan(offsets[1]!)
    })

    it('still has after a reopen what outlived its time', async () => {
      let now = START_MS
      const made = bench()
      const settings = { segmentMaxMs: HOUR_MS, retentionMs: HOUR_MS, now: () => now }
      const word = (content: string) =>
        entry(content, { source: 'control', topic: 'control/registry', receivedAt: now })
      const first = await made.open(settings)
      const offsets: Offset[] = []
      for (const content of ['R1', 'R2', 'R3']) {
        offsets.push(...(await first.append(0, [word(content), entry('p', { receivedAt: now })])))
        now += 2 * HOUR_MS
      }
      await first.retain(0, offsets[1], now)
      await first.close()
      const again = (await made.reopen?.(settings))!
      expect((await readAll(again)).map(text)).toEqual(['R1', 'R2', 'p', 'R3', 'p'])
      expect(await again.retain(0, offsets.at(-1), now)).toEqual({ removedSegments: 2 })
      expect((await readAll(again)).map(text)).toEqual(['R1', 'R2', 'R3'])
      expect(await again.usage(0)).toMatchObject({ oldest: undefined, newest: undefined })
      expect((await again.append(0, [word('R4')]))[0]).toBeGreaterThan(offsets.at(-1)!)
      expect((await readAll(again)).map(({ carried }) => carried)).toEqual([true, true, true, undefined])
    })

    it('refuses another realm and says which it has', async () => {
      const made = bench()
      await (await made.open({ realm: 'sim-one' })).close()
      await expect(made.reopen?.({ realm: 'live' })).rejects.toThrow(/'sim-one'.*'live'/)
    })
  })
}
