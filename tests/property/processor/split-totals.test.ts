import fc from 'fast-check'
import { expect, it } from 'vitest'
import { limitMs, often } from '../../support/often.ts'
import { content, life, orders, run, type Sent, say, shuffled } from './lives-of-totals.ts'

const SRCS = ['cu', 'du', 'ru'] as const

/** Of each report with running totals one message for each unit, with those counters that are its own. */
function splitBetween(units: readonly number[], messages: readonly Sent[]): Sent[] {
  return messages.flatMap((sent): Sent[] => {
    const { kind, body } = sent
    if (kind !== 'pm' || body.total === undefined) return [sent]
    const [{ m, ...cell }] = body.cells as [{ m: Record<string, number> }]
    return SRCS.flatMap((src, unit) => {
      const own = Object.entries(m).filter((_, i) => units[i] === unit)
      if (own.length === 0) return []
      return [{ kind, body: { ...body, src, cells: [{ ...cell, m: Object.fromEntries(own) }] } }]
    })
  })
}

/** Without falls: they name the unit that told of them. */
const withoutFalls = (all: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith('counter-fell')))

it(
  'running totals told by several units give what they give in one message, in any order, with repetitions',
  () => {
    fc.assert(
      fc.property(
        life,
        fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }),
        orders,
        fc.array(fc.nat(400), { maxLength: 10 }),
        fc.constantFrom(1, 1, 7, 300),
        (l, units, order, again, batchSize) => {
          const messages = say(l)
          const split = splitBetween(units, messages)
          const doubled = [...split, ...again.flatMap((i) => split.slice(i, i + 1))]
          expect(withoutFalls(content(run(shuffled(doubled, order), batchSize)))).toEqual(
            withoutFalls(content(run(messages))),
          )
        },
      ),
      { numRuns: often(25), endOnFailure: true },
    )
  },
  limitMs(180_000),
)
