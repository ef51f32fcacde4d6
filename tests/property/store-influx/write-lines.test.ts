import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Line } from '../../../store/influx/line.ts'
import type { Verdict } from '../../../store/influx/verdict.ts'
import { batchesOf, type Post, writeBatch } from '../../../store/influx/write-lines.ts'
import { StoreUnavailableError } from '../../../store/mod.ts'

const linesOf = (count: number): Line[] =>
  Array.from({ length: count }, (_, i) => ({ text: `m f=${i} ${i}`, atMs: i, row: `row ${i}` }))

/** A server with faulty lines and a retention, that keeps what it takes. */
function server(faulty: ReadonlySet<string>, options: { keepsPart: boolean; oldest?: number; largest?: number }) {
  const stored = new Set<string>()
  let requests = 0
  const post: Post = (lines) => {
    requests += 1
    const verdict = answer(lines)
    return Promise.resolve(verdict)
  }
  const answer = (lines: readonly Line[]): Verdict => {
    if (lines.length > (options.largest ?? Number.POSITIVE_INFINITY)) return { kind: 'too-large' }
    const bad = lines.filter(({ row }) => faulty.has(row))
    const late = lines.filter((line) => !faulty.has(line.row) && line.atMs < (options.oldest ?? 0))
    if (bad.length === 0 || options.keepsPart) {
      for (const line of lines) if (!bad.includes(line) && !late.includes(line)) stored.add(line.row)
    }
    // as 1.x does: retention is what it says where both are so
    if (late.length > 0 && bad.length === 0) return { kind: 'expired', dropped: late.length }
    if (bad.length > 0) return { kind: 'line-fault', reason: 'unable to parse', dropped: undefined }
    return { kind: 'done' }
  }
  return { post, stored, requests: () => requests }
}

const wholeFault = (lines: readonly Line[], bad: ReadonlySet<string>) => lines.filter(({ row }) => !bad.has(row))

describe('writing a batch', () => {
  it('one bad line costs one line and at most 2 · log₂(n) more requests', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5_000 }).chain((n) => fc.tuple(fc.constant(n), fc.nat(n - 1))),
        fc.boolean(),
        async ([n, bad], keepsPart) => {
          const lines = linesOf(n)
          const fake = server(new Set([`row ${bad}`]), { keepsPart })
          const report = await writeBatch(lines, fake.post)
          expect(report).toEqual({
            written: n - 1,
            expired: 0,
            refused: [{ row: `row ${bad}`, reason: 'unable to parse' }],
          })
          expect(fake.stored.size).toBe(n - 1)
          expect(fake.requests() - 1).toBeLessThanOrEqual(2 * Math.log2(n))
        },
      ),
      { numRuns: 200 },
    ))

  it('any set of bad, late and good lines: the good are stored, the late counted, the bad named, or nothing is given up', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.nat(199), { maxLength: 12 }),
        fc.boolean(),
        fc.nat(20),
        fc.integer({ min: 1, max: 300 }),
        async (n, bad, keepsPart, oldest, largest) => {
          const lines = linesOf(n)
          const faulty = new Set(bad.filter((i) => i < n).map((i) => `row ${i}`))
          const fake = server(faulty, { keepsPart, oldest, largest })
          const good = wholeFault(lines, faulty)
          const outcome = await writeBatch(lines, fake.post).catch((error: unknown) => error)
          if (outcome instanceof StoreUnavailableError) {
            expect(faulty.size).toBeGreaterThan(Math.max(1, Math.floor(n / 2)))
            return
          }
          expect(outcome).toEqual({
            written: good.filter(({ atMs }) => atMs >= oldest).length,
            expired: good.filter(({ atMs }) => atMs < oldest).length,
            refused: expect.anything() as unknown,
          })
          const { refused } = outcome as { refused: { row: string }[] }
          expect(refused.map(({ row }) => row).sort()).toEqual([...faulty].sort())
          for (const { row, atMs } of good) expect(fake.stored.has(row)).toBe(atMs >= oldest)
        },
      ),
      { numRuns: 300 },
    ))

  it('cuts lines into batches without losing, doubling or turning one round', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 900_000 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        (sizes, most) => {
          const lines = sizes.map((size, i) => ({ text: 'x'.repeat(size), atMs: i, row: `row ${i}` }))
          const batches = [...batchesOf(lines, () => most)]
          expect(batches.flat()).toEqual(lines)
          for (const batch of batches) {
            expect(batch.length).toBeLessThanOrEqual(most)
            const bytes = batch.reduce((sum, { text }) => sum + text.length + 1, 0)
            expect(batch.length === 1 || bytes <= 2_000_000).toBe(true)
          }
        },
      ),
      { numRuns: 50 },
    ))
})
