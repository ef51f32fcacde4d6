import fc from 'fast-check'
import { expect, it } from 'vitest'
import { kpiById, type Level, windowStart } from '../../../contract/mod.ts'
import { LoggedMessages } from '../../../processor/explain/logged-messages.ts'
import { findReports } from '../../../processor/explain/report-facts.ts'
import { lineageOf } from '../../../processor/explain/report-lineage.ts'
import { Reduction } from '../../support/reduce.ts'
import { logOf } from '../../unit/processor/explain/explained.ts'

const T = Date.UTC(2026, 9, 1, 5) // 12:00 in Việt Nam, start of an hour
const KPI = kpiById('RrcSetupSuccess')
const FIELDS = ['att', 'succ', 'obs', 'sus'].map((part) => `RrcSetupSuccess.${part}`)

/** Running totals and increments of three periods side by side, of two boots, corrected, in any order. */
const report = fc.record({
  end: fc.integer({ min: 1, max: 20 }),
  gp: fc.constantFrom(1, 2, 5),
  att: fc.integer({ min: 0, max: 300 }),
  isTotal: fc.boolean(),
  rev: fc.constantFrom(0, 0, 1),
  n: fc.constantFrom(7, 7, 7, 8),
})

/** The boot of n 8 tells when it began. */
const begin = fc.option(fc.integer({ min: 0, max: 15 }), { nil: undefined })

it('what explains a figure of running totals makes exactly the parts of the row, at every level', async () => {
  if (KPI === undefined) throw new Error('expected RrcSetupSuccess in the catalogue')
  await fc.assert(
    fc.asyncProperty(fc.array(report, { minLength: 2, maxLength: 14 }), begin, async (reports, began) => {
      const run = new Reduction()
      if (began !== undefined) {
        const [boot, t] = ['1790000800000-8', T + began * 60_000]
        run.send('HN-0001', 'birth', { boot, seq: 0, t, started: t, conn: 'c', cells: [{ cell: '1', mode: 'SA' }] })
      }
      reports.forEach(({ end, gp, att, isTotal, rev, n }, i) => {
        run.send('HN-0001', 'pm', {
          boot: `1790000${n}00000-${n}`,
          seq: i + 1,
          end: T + end * 60_000,
          gp: gp * 60,
          rev,
          ...(isTotal && { total: ['RRC.ConnEstabAtt', 'RRC.ConnEstabSucc'] }),
          cells: [{ cell: '1', m: { 'RRC.ConnEstabAtt': att, 'RRC.ConnEstabSucc': Math.floor(att / 2) } }],
        })
      })
      run.settle()
      const minutes: readonly (readonly [Level, number])[] = Array.from({ length: 20 }, (_, i) => [
        '1m',
        T + i * 60_000,
      ])
      const windows = [...minutes, ['15m', T], ['15m', T + 900_000], ['1h', T], ['1d', windowStart('1d', T)]] as const
      for (const [level, t] of windows) {
        const messages = new LoggedMessages(logOf(run), 0)
        const place = { station: 'HN-0001', cell: '1', level, t }
        const lineage = await messages.run(() =>
          lineageOf(run.state, KPI, place, null, findReports(run.state, messages, place)),
        )
        const row = run.cell(level, t, 'HN-0001', '1')
        const again = FIELDS.map((field) => lineage.again?.get(field) ?? 'nothing')
        expect(again, `${level} ${(t - T) / 60_000}`).toEqual(FIELDS.map((field) => row[field] ?? 0))
      }
    }),
  )
})
