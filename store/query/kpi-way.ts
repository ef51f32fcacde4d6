import { type KpiDefinition, type Level, STATION_TAGS } from '../../contract/mod.ts'
import type { KpiTable } from '../port.ts'
import { extremesAmong, fieldsOfKpi, isSumOfMax } from './kpi-fields.ts'
import type { KpiRequest } from './kpi-request.ts'
import { splitMisfit, splitsAsked } from './split.ts'

type Question = Pick<KpiRequest, 'level' | 'by' | 'where'>

/** How a KPI is read: as sums of a table, as greatest values of each cell, or as hours. */
export type Way = KpiTable | 'cell-maxima' | 'busy-hour'

/** Tags that only cell rows have; every other question is answered from the far fewer zone rows. */
const CELL_ROW_TAGS: readonly string[] = ['station', 'cell', 'software']

export function namesCells({ by, where }: Pick<Question, 'by' | 'where'>): boolean {
  return CELL_ROW_TAGS.some((tag) => by.includes(tag) || where[tag] !== undefined)
}

/** @param areCellsFew so that rows of cells may be read where rows of zones would nearly do */
export function wayOf(kpi: KpiDefinition, question: Question, areCellsFew: boolean): Way {
  if (splitsAsked(question).length > 0) return 'cell_kpi_sub'
  if (kpi.formula.kind === 'busy-hour') return 'busy-hour'
  if (kpi.object === 'station') return 'station_kpi'
  // the greatest of each cell, which rows of zones have forgotten; within one window they have it, but for a cell that changed its tags
  if (isSumOfMax(kpi) && (question.level === 'all' || namesCells(question) || areCellsFew)) return 'cell-maxima'
  return namesCells(question) || extremesAmong(fieldsOfKpi(kpi)).length > 0 ? 'cell_kpi' : 'zone_kpi'
}

const BUSY_HOUR_LEVELS: readonly (Level | 'all')[] = ['1d', 'all']

/** Why this KPI cannot be asked so, with what can; `undefined` where it can. */
export function misfitOf(kpi: KpiDefinition, { level, by, where }: Question): string | undefined {
  if (kpi.formula.kind === 'busy-hour' && !BUSY_HOUR_LEVELS.includes(level)) {
    return `${kpi.id} is the busy hour of a day: allowed levels are ${BUSY_HOUR_LEVELS.join(', ')}, got ${level}`
  }
  const misfit = splitMisfit(kpi, splitsAsked({ by, where }))
  if (misfit !== undefined) return misfit
  if (kpi.object === 'station') {
    const foreign = [...by, ...Object.keys(where)].find((tag) => !STATION_TAGS.some((known) => known === tag))
    if (foreign !== undefined) {
      return `${kpi.id} is about stations, which have no tag ${foreign}; allowed are ${STATION_TAGS.join(', ')}`
    }
  }
  return undefined
}
