import { type KpiAnswer, type KpiRequest, type KpiStore, queryKpi } from '../../store/mod.ts'
import type { Catalogue } from '../editions/recorded-catalogue.ts'
import { LateWords } from './late-words.ts'

/** [from, to) [epoch ms] */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Figures of one edition, or those that are shown at present, wherever they are. */
export interface FigureSource {
  /** `current`, or `edition 2`. */
  readonly name: string
  /** By which its figures are read. */
  readonly catalogue: Catalogue
  /** Windows in it are told whole. */
  readonly span: Span
  /** How far in the log it is. */
  readonly appliedOffset: number
  /** How many cells there are, about. */
  readonly cells: number
  /** @throws {KpiRequestError | ApiError} where the answer would hold too many points. */
  ask(request: KpiRequest): Promise<KpiAnswer['results']>
  /** What the operator said of times in the span. */
  words(span: Span): Promise<LateWords>
  close(): Promise<void>
}

export interface StoreSourceOptions {
  readonly name: string
  readonly store: KpiStore
  /** The catalogue of the version that the store names. */
  readonly catalogueOf: (version: string) => Catalogue
  /** Absent: all that the store has. */
  readonly span?: Span
}

/** Figures of a store that is at hand; closing it closes the store. @throws Error where nothing was ever written to it. */
export async function storeSource({ name, store, catalogueOf, span }: StoreSourceOptions): Promise<FigureSource> {
  const meta = await store.meta()
  if (meta === undefined) throw new Error(`there are no figures of ${name} in the store yet.`)
  const catalogue = catalogueOf(meta.catalogue)
  const byId = new Map(catalogue.kpis.map((kpi) => [kpi.id, kpi]))
  const stations = await store.stations()
  return {
    name,
    catalogue,
    span: span ?? { from: Number.NEGATIVE_INFINITY, to: meta.realmClock },
    appliedOffset: meta.appliedOffset,
    cells: stations.reduce((n, { cells }) => n + cells.length, 0),
    ask: async (request) => (await queryKpi(store, request, undefined, (id) => byId.get(id))).results,
    words: async ({ from, to }) => new LateWords(await store.events(from, to), await store.registry()),
    close: () => store.close(),
  }
}
