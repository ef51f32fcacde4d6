import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KPIS, type Level } from '../../../contract/mod.ts'
import type { KpiPoint } from '../../../store/mod.ts'
import { ask, learn, type Question } from '../../support/oracle/ask.ts'
import { FIGURES, type Figure } from '../../support/oracle/figures.ts'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { answersOf, difference, storeOf } from '../../support/oracle/open-answers.ts'
import { fleetPlan } from '../../support/oracle/plan.ts'
import { runWorld } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { sizeOf, startOfWindow } from '../../support/oracle/windows.ts'
import { clockSecond, type World } from '../../support/oracle/world.ts'

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
  const end = world.t0 + clockSecond(world) * 1000
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
  const store = await storeOf(runWorld(world), world, level === 'all' ? undefined : [level])
  const known = learn(world)
  const found: string[] = []
  try {
    for (const by of what.groupings) {
      const question = { level, by, ...timeOf(world, what) }
      const answers = await answersOf(store, Object.keys(FIGURES), question)
      for (const [kpi, expected] of ask(known, question)) {
        found.push(...compare(expected, answers.get(kpi)!).map((wrong) => `${kpi} ${level} [${by.join(',')}] ${wrong}`))
      }
    }
  } finally {
    await store.close()
  }
  return found.slice(0, 20)
}

function compare(
  expected: ReadonlyMap<string, ReadonlyMap<number, Figure>>,
  product: ReadonlyMap<string, ReadonlyMap<number, KpiPoint>>,
): string[] {
  const found: string[] = []
  for (const group of product.keys()) if (!expected.has(group)) found.push(`${group}: only in the product`)
  for (const [group, figures] of expected) {
    for (const [t, figure] of figures) {
      const point = product.get(group)?.get(t)
      const wrong = point === undefined ? 'missing in the product' : difference(figure, point)
      if (wrong !== '') found.push(`${group} ${new Date(t).toISOString()}: ${wrong}`)
    }
  }
  return found
}

describe('figures against the oracle', () => {
  it('every KPI of the catalogue has its figure by hand', () => {
    expect(Object.keys(FIGURES).sort()).toEqual(KPIS.map((kpi) => kpi.id).sort())
  })

  it(
    'every level, every grouping',
    async () => {
      await fc.assert(
        fc.asyncProperty(fleetPlan({ stations: 3, minutes: 60 }), asked, async (plan, what) => {
          expect(await differences(makeWorld(plan).world, what)).toEqual([])
        }),
        settings(40),
      )
    },
    TIME_LIMIT_MS,
  )
})
