import {
  type ExplainedSamples,
  type FieldName,
  type KpiDefinition,
  LEVEL_MS,
  ownerOf,
  testParts,
} from '../../contract/mod.ts'
import { samplesKey } from '../state/keys.ts'
import type { StateReader } from '../state/view.ts'
import { type SampleWindow, whyNot } from '../test-samples.ts'
import type { Place } from './found-report.ts'

export interface SampleLineage {
  readonly samples: ExplainedSamples
  readonly again: ReadonlyMap<FieldName, number>
}

/** The samples of a cell in a window that say anything of a KPI, and what they come to. */
export function samplesOf(view: StateReader, kpi: KpiDefinition, place: Place, limit: number): SampleLineage {
  const { station, cell, t, level } = place
  const own = `${ownerOf(kpi).id}.`
  const list: ExplainedSamples['list'][number][] = []
  const again = new Map<FieldName, number>()
  for (const part of ownerOf(kpi).stages.flatMap(({ parts }) => parts)) again.set(`${own}${part.id}`, 0)
  for (let at = t; at < t + LEVEL_MS[level]; at += LEVEL_MS['10s']) {
    for (const sample of view.get<SampleWindow>(samplesKey(at, station, cell))?.samples ?? []) {
      const parts = [...testParts(sample, { countable: true })].filter(([field]) => field.startsWith(own))
      if (parts.length === 0) continue
      const reason = whyNot(view, station, sample) ?? null
      if (reason === null) for (const [field, value] of parts) again.set(field, (again.get(field) ?? 0) + value)
      const { offset, atMs, ue, test, result } = sample
      list.push({ offset, at: atMs, ue, test, result, notCounted: reason, parts: Object.fromEntries(parts) })
    }
  }
  return { samples: { list: list.slice(0, limit), notListed: Math.max(0, list.length - limit) }, again }
}
