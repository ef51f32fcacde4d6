import type { KpiPoint, KpiStore } from '../../../store/mod.ts'
import { ask, fitting } from './ask.ts'
import type { Figure } from './figure.ts'
import type { Question } from './groups.ts'
import { KPI_IDS } from './kpi-ids.ts'
import { answersOf, difference } from './open-answers.ts'
import { learn } from './things.ts'
import type { World } from './world.ts'

/** Where the store's answers are not those of the oracle, for every KPI; the first of them, for a person. */
export async function figureDifferences(
  store: KpiStore,
  world: World,
  questions: readonly Question[],
  kpis: readonly string[] = KPI_IDS,
): Promise<string[]> {
  const known = learn(world)
  const found: string[] = []
  for (const question of questions) {
    const asked = fitting(question, kpis)
    const answers = await answersOf(store, asked, question)
    for (const [kpi, expected] of ask(known, question, asked)) {
      const where = `${kpi} ${question.level} [${question.by.join(',')}]`
      found.push(...compare(expected, answers.get(kpi)!).map((wrong) => `${where} ${wrong}`))
    }
  }
  return found.slice(0, 400)
}

/** Neither expected nor reported in any window: such a group has no series of this KPI. */
function isNothing({ value, n, coverage }: Figure): boolean {
  return value === null && n === 0 && coverage === null
}

function compare(
  expected: ReadonlyMap<string, ReadonlyMap<number, Figure>>,
  product: ReadonlyMap<string, ReadonlyMap<number, KpiPoint>>,
): string[] {
  const found: string[] = []
  for (const group of product.keys()) if (!expected.has(group)) found.push(`${group}: only in the product`)
  for (const [group, figures] of expected) {
    if (!product.has(group) && [...figures.values()].every(isNothing)) continue
    for (const [t, figure] of figures) {
      const point = product.get(group)?.get(t)
      const wrong = point === undefined ? 'missing in the product' : difference(figure, point)
      if (wrong !== '') found.push(`${group} ${new Date(t).toISOString()}: ${wrong}`)
    }
  }
  return found
}
