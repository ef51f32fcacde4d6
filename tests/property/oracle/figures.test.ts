import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KPIS, type Level } from '../../../contract/mod.ts'
import { ask, learn, type Question } from '../../support/oracle/ask.ts'
import { FIGURES } from '../../support/oracle/figures.ts'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { answersOf, difference, storeOf } from '../../support/oracle/open-answers.ts'
import { fleetPlan } from '../../support/oracle/plan.ts'
import { runWorld } from '../../support/oracle/run-world.ts'
import { sizeOf, startOfWindow } from '../../support/oracle/windows.ts'
import { clockSecond, type World } from '../../support/oracle/world.ts'

const SETTINGS = {
  numRuns: Number(process.env.TRAM5G_ORACLE_RUNS ?? 10),
  seed: Number(process.env.TRAM5G_ORACLE_SEED ?? 7),
}
const GROUPINGS: readonly Question['by'][] = [[], ['zone'], ['operator'], ['station'], ['station', 'cell']]

async function differences(world: World, levels: readonly (Level | 'all')[]): Promise<string[]> {
  const store = await storeOf(runWorld(world), world)
  const known = learn(world)
  const end = world.t0 + clockSecond(world) * 1000
  const found: string[] = []
  try {
    for (const level of levels) {
      for (const by of GROUPINGS) {
        const from = level === 'all' ? world.t0 + 70_000 : startOfWindow(level, world.t0 / 1000) * 1000
        const to = level === 'all' ? Math.max(from + 10_000, end - (end % 10_000)) : end + sizeOf(level) * 1000
        const question = { level, from, to: level === 'all' ? to : startOfWindow(level, to / 1000) * 1000, by }
        const answers = await answersOf(store, Object.keys(FIGURES), question)
        for (const [kpi, expected] of ask(known, question)) {
          const product = answers.get(kpi)!
          const name = (group: string, t?: number) => `${kpi} ${level} [${by}] ${group} ${t === undefined ? '' : (t - world.t0) / 1000}`
          for (const group of product.keys()) if (!expected.has(group)) found.push(`${name(group)}: only in the product`)
          for (const [group, points] of expected) {
            for (const [t, figure] of points) {
              const point = product.get(group)?.get(t)
              const wrong = point === undefined ? 'missing in the product' : difference(figure, point)
              if (wrong !== '') found.push(`${name(group, t)}: ${wrong}`)
            }
          }
        }
      }
    }
  } finally {
    await store.close()
  }
  return found.slice(0, 20)
}

describe('figures against the oracle', () => {
  it('every KPI of the catalogue has its figure by hand', () => {
    expect(Object.keys(FIGURES).sort()).toEqual(KPIS.map((kpi) => kpi.id).sort())
  })

  it('every level but the finest, every grouping', async () => {
    await fc.assert(
      fc.asyncProperty(fleetPlan({ stations: Number(process.env.ST ?? 3), minutes: Number(process.env.MI ?? 90) }), async (plan) => {
        expect(await differences(makeWorld(plan).world, ['1m', '15m', '1h', '1d', 'all'])).toEqual([])
      }),
      SETTINGS,
    )
  })
})
