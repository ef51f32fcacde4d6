import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryLevel, LEVEL_MS } from '../../../contract/mod.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { limitMs, often } from '../../support/often.ts'
import { ATT, BOOTS, content, type Life, life, orders, run, type Sent, SUCC, say, shuffled } from './lives-of-totals.ts'

/** Each life is reduced twice, message by message: seconds on a free machine, more than a minute on a loaded one. */
const LIMIT_MS = limitMs(180_000)

/** A report whose own period lies across two days. */
function isRefused(body: Record<string, unknown>): boolean {
  const end = body.end as number
  return entryLevel(end - (body.gp as number) * 1000, end) === undefined
}

/** Successes of one day by plain loops: differences of neighbours in one boot, that lie in the day and do not fall. */
function plainSuccesses(l: Life, messages: readonly Sent[]): Map<number, number> {
  const days = new Map<number, number>()
  for (const boot of BOOTS) {
    const points = messages
      .filter(({ kind, body }) => kind === 'pm' && body.boot === boot && !isRefused(body))
      .map(({ body }) => {
        const [cell] = body.cells as { m: Record<string, number> }[]
        return [body.end as number, [cell?.m[SUCC] as number, cell?.m[ATT] as number]] as const
      })
    const born = messages.find(({ kind, body }) => kind === 'birth' && body.boot === boot)
    if (born !== undefined && l.tellsStart) points.push([born.body.started as number, [0, 0]])
    const byEnd = [...new Map(points)].sort(([a], [b]) => a - b)
    byEnd.slice(1).forEach(([end, [succ, att]], i) => {
      const [start, [succBefore, attBefore]] = byEnd[i] as (typeof byEnd)[number]
      const step = (succ as number) - (succBefore as number)
      // the KPI needs both
      if (step < 0 || (att as number) < (attBefore as number) || entryLevel(start, end) === undefined) return
      const day = Math.floor((start + 7 * 3_600_000) / 86_400_000)
      days.set(day, (days.get(day) ?? 0) + step)
    })
  }
  return days
}

describe('running totals in any order', () => {
  it(
    'the same set of messages, shuffled and doubled, gives the same store content but for rev',
    () => {
      fc.assert(
        fc.property(life, orders, fc.array(fc.nat(200), { maxLength: 10 }), (l, order, again) => {
          const messages = say(l)
          const inOrder = content(run(messages))
          const doubled = [...messages, ...again.flatMap((i) => messages.slice(i, i + 1))]
          expect(content(run(shuffled(doubled, order)))).toEqual(inOrder)
        }),
        { numRuns: often(30), endOnFailure: true },
      )
    },
    LIMIT_MS,
  )

  it('no second counts twice, also where increments are told beside', () => {
    fc.assert(
      fc.property(life, orders, (l, order) => {
        for (const row of run(shuffled(say(l), order)).rows()) {
          const obs = partsOf(row)['RrcSetupSuccess.obs'] ?? 0
          if (row.table === 'cell_kpi') expect(obs).toBeLessThanOrEqual(LEVEL_MS[row.level] / 1000)
        }
      }),
      { numRuns: often(25), endOnFailure: true },
    )
  })

  it('however many messages are applied together', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 2, max: 300 }), (l, batchSize) => {
        const messages = say(l)
        expect(content(run(messages, batchSize))).toEqual(content(run(messages)))
      }),
      { numRuns: often(15), endOnFailure: true },
    )
  })

  it('what is counted of a day is what plain differences of neighbours come to', () => {
    const plain = life.map((l) => ({ ...l, wraps: false, byCause: false, corrected: [], incrementsS: undefined }))
    fc.assert(
      fc.property(plain, orders, (l, order) => {
        const messages = say(l)
        const counted = new Map<number, number>()
        for (const row of run(shuffled(messages, order)).rows()) {
          if (row.table !== 'cell_kpi' || row.level !== '1d') continue
          const day = Math.floor((row.t + 7 * 3_600_000) / 86_400_000)
          const succ = partsOf(row)['RrcSetupSuccess.succ'] ?? 0
          if (succ > 0) counted.set(day, (counted.get(day) ?? 0) + succ)
        }
        const expected = [...plainSuccesses(l, messages)].filter(([, n]) => n > 0)
        expect([...counted].sort()).toEqual(expected.sort())
      }),
      { numRuns: often(40), endOnFailure: true },
    )
  })
})
