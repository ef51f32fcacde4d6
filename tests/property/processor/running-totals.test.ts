import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entryLevel, LEVEL_MS } from '../../../contract/mod.ts'
import { partsOf } from '../../support/kpi-parts.ts'
import { limitMs, often } from '../../support/often.ts'
import { Reduction } from '../../support/reduce.ts'

// an hour before midnight in Việt Nam, so that some runs lie across two days
const T = Date.UTC(2026, 9, 1, 16)
const BOOTS = ['1790000000000-7', '1790000900000-8'] as const
const ATT = 'RRC.ConnEstabAtt'
const SUCC = 'RRC.ConnEstabSucc'
const WRAP = 1000
/** Each life is reduced twice, message by message: seconds on a free machine, more than a minute on a loaded one. */
const LIMIT_MS = limitMs(180_000)

interface Sent {
  readonly kind: string
  readonly body: Record<string, unknown>
}

const life = fc.record({
  /** Where it begins, in seconds after T. */
  fromS: fc.constantFrom(0, 3000),
  gps: fc.constantFrom([10], [60], [300], [10, 60], [60, 900]),
  /** Attempts in each step of 10 s. */
  attempts: fc.array(fc.nat(40), { minLength: 90, maxLength: 90 }),
  restartAt: fc.option(fc.integer({ min: 20, max: 80 }), { nil: undefined }),
  /** A glitch: the counter goes back to 0 within its boot, and nobody says so. */
  fallsAt: fc.option(fc.integer({ min: 5, max: 89 }), { nil: undefined }),
  wraps: fc.boolean(),
  byCause: fc.boolean(),
  tellsStart: fc.boolean(),
  /** Beside the totals, reports of so many seconds tell increments of the same counters. */
  incrementsS: fc.constantFrom(undefined, undefined, 20, 300),
  suspect: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 5 }),
  corrected: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 5 }),
  lost: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }),
})
type Life = typeof life extends fc.Arbitrary<infer L> ? L : never

/** What a station with running totals says in a quarter of an hour; its attempts are also told as causes A and B. */
function say(l: Life): Sent[] {
  const out: Sent[] = []
  let boot = 0
  let seq = 0
  let att = 0
  let succ = 0
  let causes = { a: 0, b: 0 }
  const tell = (kind: string, body: Record<string, unknown>) =>
    out.push({ kind, body: { boot: BOOTS[boot], seq: seq++, ...body } })
  const birth = (step: number) => {
    const at = T + (l.fromS + step * 10) * 1000
    tell('birth', {
      t: at + 3_000,
      conn: `c${boot}`,
      ...(l.tellsStart && { started: at }),
      cells: [{ cell: '1', mode: 'SA' }],
    })
  }
  birth(0)
  for (let step = 1; step <= 90; step++) {
    if (step === l.restartAt) {
      boot = 1
      seq = 0
      att = 0
      succ = 0
      causes = { a: 0, b: 0 }
      birth(step - 1)
    }
    if (step === l.fallsAt) {
      att = 0
      succ = 0
      causes = { a: 0, b: 0 }
    }
    const more = l.attempts[step - 1] as number
    att += more
    succ += more - (more % 3)
    if (step > 30) causes.b += more % 7
    causes.a += more - (step > 30 ? more % 7 : 0)
    const told = (n: number) => (l.wraps ? n % WRAP : n)
    for (const gp of l.gps) {
      if ((step * 10) % gp !== 0) continue
      const report = (rev: number, plus: number) =>
        tell('pm', {
          end: T + (l.fromS + step * 10) * 1000,
          gp,
          rev,
          total: [ATT, SUCC],
          ...(l.wraps && { wrap: { [ATT]: WRAP, [SUCC]: WRAP } }),
          cells: [
            {
              cell: '1',
              suspect: l.suspect.includes(out.length),
              m: {
                [SUCC]: told(succ),
                'RRU.PrbUsedDl': step,
                'RRU.PrbAvailDl': 106,
                ...(l.byCause
                  ? {
                      [`${ATT}.causea`]: told(causes.a + plus),
                      ...(causes.b > 0 && { [`${ATT}.causeb`]: told(causes.b) }),
                    }
                  : { [ATT]: told(att + plus) }),
              },
            },
          ],
        })
      report(0, 0)
      if (l.corrected.includes(out.length)) report(1, 1)
    }
    if (l.incrementsS !== undefined && (step * 10) % l.incrementsS === 0) {
      tell('pm', {
        end: T + (l.fromS + step * 10) * 1000,
        gp: l.incrementsS,
        cells: [{ cell: '1', m: { [ATT]: 7, [SUCC]: 6 } }],
      })
    }
  }
  return out.filter((_, i) => !l.lost.includes(i))
}

function run(messages: readonly Sent[], batchSize = 1): Reduction {
  const r = new Reduction('sim-test', batchSize)
  for (const { kind, body } of messages) r.send('HN-0001', kind, body)
  return r.settle()
}

function content(r: Reduction): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const row of r.rows()) {
    const fields = Object.fromEntries(
      Object.entries(partsOf(row))
        .filter(([, v]) => v !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    if (Object.keys(fields).length > 0) out[JSON.stringify([row.table, row.level, row.t, row.tags])] = fields
  }
  const events = r.events('counter-fell').filter(({ cause }) => cause !== 'withdrawn')
  for (const event of events) out[event.id] = event
  return out
}

function shuffled<T>(list: readonly T[], order: readonly number[]): T[] {
  return list
    .map((item, i) => ({ item, key: order[i % order.length] as number, i }))
    .sort((a, b) => a.key - b.key || a.i - b.i)
    .map((x) => x.item)
}

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

const orders = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 197, maxLength: 197 })

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
