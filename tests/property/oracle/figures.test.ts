import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KPIS, type Level } from '../../../contract/mod.ts'
import { fitting } from '../../support/oracle/ask.ts'
import { figureDifferences } from '../../support/oracle/figure-differences.ts'
import type { Question } from '../../support/oracle/groups.ts'
import { KPI_IDS } from '../../support/oracle/kpi-ids.ts'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { answersOf, storeOf } from '../../support/oracle/open-answers.ts'
import { fleetPlan } from '../../support/oracle/random-plan.ts'
import { runWorld } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { sizeOf, startOfWindow } from '../../support/oracle/windows.ts'
import { clockMs, type World } from '../../support/oracle/world.ts'

const GROUPINGS: readonly Question['by'][] = [[], ['zone'], ['operator'], ['station'], ['station', 'cell']]
const LEVELS_ASKED = ['1m', '15m', '1h', '1d', 'all'] as const

/** What is asked of one world: enough in one run to share the work, few enough to be quick. */
const asked = fc.record({
  level: fc.constantFrom<Level | 'all'>(...LEVELS_ASKED, '10s'),
  groupings: fc.subarray([...GROUPINGS], { minLength: 1, maxLength: 2 }),
  /** For `all`: where it begins and how long it is, in tens of seconds. */
  begins: fc.nat(60),
  lasts: fc.integer({ min: 1, max: 800 }),
})
type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never

function timeOf(world: World, { level, begins, lasts }: Asked): { from: number; to: number } {
  const end = clockMs(world)
  if (level === 'all') {
    const from = world.t0 + begins * 10_000
    return { from, to: from + lasts * 10_000 }
  }
  // 10 s windows are many: ten minutes of them
  const last = level === '10s' ? Math.min(end, world.t0 + begins * 20_000 + 600_000) : end
  const first = level === '10s' ? world.t0 + begins * 20_000 : world.t0
  const start = (ms: number) => startOfWindow(level, ms / 1000) * 1000
  return { from: start(first), to: start(Math.max(first, last)) + sizeOf(level) * 1000 }
}

async function differences(world: World, what: Asked): Promise<string[]> {
  const { level } = what
  const store = await storeOf(runWorld(world), clockMs(world), level === 'all' ? undefined : [level])
  const questions = what.groupings.map((by) => ({ level, by, ...timeOf(world, what) }))
  try {
    return await figureDifferences(store, world, questions)
  } finally {
    await store.close()
  }
}

describe('figures against the oracle', () => {
  it('every KPI of the catalogue has its figure by hand', () => {
    expect(KPI_IDS.toSorted()).toEqual(KPIS.map((kpi) => kpi.id).sort())
  })

  it(
    'every level, every grouping',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetPlan({ stations: 3, minutes: 60 }), asked, async (plan, what) => {
          expect(await differences(makeWorld(plan).world, what)).toEqual([])
        }),
        settings(6),
      )
    },
    TIME_LIMIT_MS,
  )

  it(
    'a KPI asked alone is that asked in company',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetPlan({ stations: 2, minutes: 30 }), fc.constantFrom(...GROUPINGS), async (plan, by) => {
          // cells that report while out of service are a case of their own: disagreements.test.ts
          const { world } = makeWorld({
            ...plan,
            stations: plan.stations.map((each) => ({ ...each, registry: undefined })),
          })
          const store = await storeOf(runWorld(world), clockMs(world), ['15m'])
          const question = { level: '15m' as const, from: world.t0, to: world.t0 + 3_600_000, by }
          const kpis = fitting(question, KPI_IDS)
          const together = await answersOf(store, kpis, question)
          const found: string[] = []
          for (const kpi of kpis) {
            const alone = (await answersOf(store, [kpi], question)).get(kpi)!
            // sums of doubles in another order: the ninth digit is the last that must agree
            const words = (series: typeof alone) =>
              JSON.stringify(
                [...series].map(([group, points]) => [group, ...points]),
                (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(10)) : value),
              )
            if (words(alone) !== words(together.get(kpi)!)) {
              found.push(`${kpi} [${by.join(',')}]: alone ${words(alone)}, together ${words(together.get(kpi)!)}`)
            }
          }
          await store.close()
          expect(found).toEqual([])
        }),
        settings(3),
      )
    },
    TIME_LIMIT_MS,
  )
})
