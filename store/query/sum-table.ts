import type { FieldName, Sums } from '../../contract/mod.ts'
import type { ExtremeField, KpiStore, KpiTable, SumQuery } from '../port.ts'
import type { Stretch } from './tiling.ts'

/** Sums of one window of one group, the modes of its cells still apart. */
export interface ModeSums {
  readonly mode: string
  readonly sums: Sums
  readonly rev: number
  readonly gpS: number
}

export interface SumGroup {
  readonly by: Readonly<Record<string, string>>
  /** By window start; by `from` of the whole where the window is everything asked. */
  readonly windows: ReadonlyMap<number, readonly ModeSums[]>
}

export interface SumTableQuery {
  readonly table: KpiTable
  readonly stretches: readonly Stretch[]
  readonly fields: readonly FieldName[]
  readonly extremes?: readonly ExtremeField[]
  readonly by: readonly string[]
  /** Keep the modes of the cells apart. */
  readonly byMode: boolean
  readonly where: SumQuery['where']
  /** Everything is one window that starts here; otherwise each window is one. */
  readonly wholeFrom?: number
}

/** Groups by their tags' values, which {@link groupKey} makes one text of. */
export type SumTable = ReadonlyMap<string, SumGroup>

export function groupKey(tags: readonly string[], by: Readonly<Record<string, string>>): string {
  return JSON.stringify(tags.map((tag) => by[tag] ?? ''))
}

/** Asks the store stretch by stretch and puts the answers together. */
export async function readSumTable(store: KpiStore, query: SumTableQuery): Promise<SumTable> {
  const { by, byMode, wholeFrom } = query
  const groupBy = byMode && !by.includes('mode') ? [...by, 'mode'] : [...by]
  const table = new Map<string, { by: Record<string, string>; windows: Map<number, ModeSums[]> }>()
  for (const { level, from, to } of query.stretches) {
    const bucket = wholeFrom === undefined ? 'level' : 'all'
    const { table: name, fields, where, extremes = [] } = query
    for (const series of await store.sum({ table: name, level, from, to, fields, extremes, groupBy, where, bucket })) {
      const key = groupKey(by, series.by)
      let group = table.get(key)
      if (group === undefined) {
        group = { by: Object.fromEntries(by.map((tag) => [tag, series.by[tag] ?? ''])), windows: new Map() }
        table.set(key, group)
      }
      const mode = byMode ? (series.by.mode ?? '') : ''
      for (const { t, sums, rev, gpS } of series.windows) {
        const at = wholeFrom ?? t
        const others = group.windows.get(at)
        if (others === undefined) group.windows.set(at, [{ mode, sums, rev, gpS }])
        else others.push({ mode, sums, rev, gpS })
      }
    }
  }
  return table
}
