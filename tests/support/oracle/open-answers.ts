import { LEVELS, type Level } from '../../../contract/mod.ts'
import { type KpiPoint, type KpiStore, openDuckDbStore, queryKpi } from '../../../store/mod.ts'
import type { Reduction } from '../reduce.ts'
import type { Figure } from './figure.ts'
import type { Question } from './groups.ts'

/** A store in memory with what a run published up to a realm clock [epoch ms], at some levels or all. Busy hours of days need hours. */
export async function storeOf(
  run: Reduction,
  realmClock: number,
  levels: readonly Level[] = LEVELS,
): Promise<KpiStore> {
  const realm = run.context.realm
  const store = await openDuckDbStore({ path: ':memory:', realm, now: () => realmClock })
  await store.prepare()
  const report = await store.write({
    kpi: run.rows().filter(({ level }) => levels.includes(level) || (level === '1h' && levels.includes('1d'))),
    stations: [],
    registry: run.registry(),
    ledger: [],
    events: [],
    history: [],
    deadLetters: [],
    meta: { realm, catalogue: '1', realmClock, appliedOffset: run.entries.length },
  })
  if (report.refused.length > 0) throw new Error(JSON.stringify(report.refused))
  return store
}

/** The product's points, by KPI, group and window. */
export async function answersOf(
  store: KpiStore,
  kpis: readonly string[],
  question: Question,
): Promise<Map<string, Map<string, Map<number, KpiPoint>>>> {
  const answer = await queryKpi(store, { ...question, kpis, where: {} })
  return new Map(
    answer.results.map(({ kpi, series }) => [
      kpi,
      new Map(
        series.map(({ by, points }) => [
          question.by.map((tag) => by[tag]).join(' '),
          new Map(points.map((point) => [point.t, point])),
        ]),
      ),
    ]),
  )
}

/** The first fields that differ by more than 1e-9 of their size; '' where none does. */
export function difference(expected: Figure, found: KpiPoint): string {
  const names = ['value', 'lo', 'hi', 'n', 'coverage', 'suspectShare', 'binWidth', 'hour'] as const
  const wrong = names.filter((name) => {
    const [a, b] = [expected[name], found[name]]
    // PRB are kept in thousandths and milliseconds: n is a plain number of them
    const isNumber = typeof a === 'number' && typeof b === 'number'
    return !(a === b || (isNumber && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))))
  })
  const others = (['na', 'boundKind', 'partial', 'variants'] as const).filter(
    (name) => JSON.stringify(expected[name]) !== JSON.stringify(found[name]),
  )
  return [...wrong, ...others].map((name) => `${name}: oracle ${expected[name]}, product ${found[name]}`).join('; ')
}
