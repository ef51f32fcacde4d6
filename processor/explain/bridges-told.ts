import { LEVEL_MS, type Level, windowStart } from '../../contract/mod.ts'
import { compareRanks, type Fact, startMs } from '../rows/fact.ts'
import { withFiner } from '../rows/finer-rows.ts'
import { EMPTY_ROW, isBridge, type Row, withFact, withOwn } from '../rows/row.ts'
import type { Place } from './found-report.ts'
import type { Entered } from './verdicts.ts'

/**
 * The facts of a window with each bridge counted, or not (`told`), by what finer windows tell: the rows of these facts are made as
 * the processor makes them. By the fact as it came.
 */
export function bridgesTold(entered: readonly Entered[], place: Place): ReadonlyMap<Fact, Fact> {
  const bridges = entered.filter(({ fact }) => isBridge(fact))
  if (bridges.length === 0) return new Map()
  const rows = new Rows(entered)
  rows.row(place.level, place.t, place.station, place.cell)
  return new Map(
    bridges.map(({ fact, level }) => {
      const { own } = rows.row(level, windowStart(level, startMs(fact)), place.station, place.cell)
      const isIt = (each: Fact) =>
        each.endMs === fact.endMs && each.gpS === fact.gpS && compareRanks(each.rank, fact.rank) === 0
      const isTold = own.some((each) => each.bridge === 'told' && isIt(each))
      return [fact, { ...fact, bridge: isTold ? 'told' : 'counts' }]
    }),
  )
}

/** Rows of nothing but these facts. */
class Rows {
  readonly #facts = new Map<string, Fact[]>()
  readonly #made = new Map<string, Row>()
  /** Where it begins to be worth looking [epoch ms]; and ends. */
  readonly #from: number
  readonly #to: number

  constructor(entered: readonly Entered[]) {
    for (const { fact, level } of entered) {
      const key = `${level} ${windowStart(level, startMs(fact))}`
      this.#facts.set(key, [...(this.#facts.get(key) ?? []), fact])
    }
    this.#from = entered.reduce((least, { fact }) => Math.min(least, startMs(fact)), Number.POSITIVE_INFINITY)
    this.#to = entered.reduce((most, { fact }) => Math.max(most, fact.endMs), 0)
  }

  row(level: Level, t: number, station: string, cell: string): Row {
    if (t + LEVEL_MS[level] <= this.#from || t >= this.#to) return EMPTY_ROW
    const key = `${level} ${t}`
    const known = this.#made.get(key)
    if (known !== undefined) return known
    let row = EMPTY_ROW
    for (const fact of this.#facts.get(key) ?? []) {
      const own = withFact(row.own, fact)
      if (own !== undefined) row = withOwn(row, own, fact.gpS)
    }
    const whole = withFiner(this, { level, station, cell }, t, row)
    this.#made.set(key, whole)
    return whole
  }
}
