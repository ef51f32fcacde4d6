import fc from 'fast-check'
import { partsOf } from '../../support/kpi-parts.ts'
import { Reduction } from '../../support/reduce.ts'

// an hour before midnight in Việt Nam, so that some runs lie across two days
const T = Date.UTC(2026, 9, 1, 16)
export const BOOTS = ['1790000000000-7', '1790000900000-8'] as const
export const ATT = 'RRC.ConnEstabAtt'
export const SUCC = 'RRC.ConnEstabSucc'
const WRAP = 1000

export interface Sent {
  readonly kind: string
  readonly body: Record<string, unknown>
}

export const life = fc.record({
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
  /** Of 106 available: more of them used in a period are impossible. */
  used: fc.constantFrom(1, 1, 2),
  lost: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 60 }),
})
export type Life = typeof life extends fc.Arbitrary<infer L> ? L : never

/** What a station with running totals says in a quarter of an hour; its attempts are also told as causes A and B. */
export function say(l: Life): Sent[] {
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
                'RRU.PrbUsedDl': l.used * step,
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

export function run(messages: readonly Sent[], batchSize = 1): Reduction {
  const r = new Reduction('sim-test', batchSize)
  for (const { kind, body } of messages) r.send('HN-0001', kind, body)
  return r.settle()
}

export function content(r: Reduction): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const row of r.rows()) {
    const fields = Object.fromEntries(
      Object.entries(partsOf(row))
        .filter(([, v]) => v !== 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    )
    if (Object.keys(fields).length > 0) out[JSON.stringify([row.table, row.level, row.t, row.tags])] = fields
  }
  const events = [...r.events('counter-fell'), ...r.events('quarantine')].filter(({ cause }) => cause !== 'withdrawn')
  for (const event of events) out[event.id] = event
  return out
}

export function shuffled<T>(list: readonly T[], order: readonly number[]): T[] {
  return list
    .map((item, i) => ({ item, key: order[i % order.length] as number, i }))
    .sort((a, b) => a.key - b.key || a.i - b.i)
    .map((x) => x.item)
}

export const orders = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 197, maxLength: 197 })
