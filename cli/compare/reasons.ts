import type { KpiDefinition, Level } from '../../contract/mod.ts'
import type { KpiPoint } from '../../store/mod.ts'
import type { FigureSource } from './figure-source.ts'
import type { LateWords } from './late-words.ts'

/** What a figure is made by: everything of an entry but its words. */
const MADE_BY = ['version', 'unit', 'basis', 'object', 'stages', 'partsOf', 'formula', 'bounds', 'modes'] as const

/** Why figures differ, as far as catalogues, the operator's words and the places in the log tell. */
export class Reasons {
  readonly #before: FigureSource
  readonly #after: FigureSource
  readonly #words: LateWords
  readonly #byCatalogue = new Map<string, string | undefined>()

  constructor(before: FigureSource, after: FigureSource, words: LateWords) {
    this.#before = before
    this.#after = after
    this.#words = words
  }

  /** How the definition of a KPI changed; undefined: it is the same. */
  ofCatalogue(kpi: string): string | undefined {
    if (!this.#byCatalogue.has(kpi)) this.#byCatalogue.set(kpi, this.#catalogueChange(kpi))
    return this.#byCatalogue.get(kpi)
  }

  /** '' where it is not known. */
  of(
    kpi: string,
    level: Level,
    t: number,
    station: string | undefined,
    points: readonly (KpiPoint | undefined)[],
  ): string {
    const said = this.ofCatalogue(kpi) ?? this.#words.about(level, t, station)
    if (said !== undefined) return said
    const isOpen = points.some((point) => point !== undefined && point.status !== 'final')
    return isOpen && this.#before.appliedOffset !== this.#after.appliedOffset ? 'messages since' : ''
  }

  #catalogueChange(kpi: string): string | undefined {
    const [before, after] = [this.#before, this.#after].map(({ catalogue }) => catalogue.kpis.find((k) => k.id === kpi))
    if (before === undefined || after === undefined)
      return before === after ? undefined : `catalogue: ${before === undefined ? 'new' : 'no longer there'}`
    // an entry that takes its parts from another follows it
    const owners = [before.partsOf, after.partsOf].map((id) => (id === undefined ? undefined : this.ofCatalogue(id)))
    if (madeBy(before) === madeBy(after)) return owners.find((change) => change !== undefined)
    return `catalogue: version ${before.version} → ${after.version}`
  }
}

const madeBy = (kpi: KpiDefinition): string => JSON.stringify(MADE_BY.map((key) => kpi[key] ?? null))
