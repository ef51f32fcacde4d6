import * as table from '@grafana/grafana-foundation-sdk/table'
import type { KpiDefinition } from '../../contract/mod.ts'
import type { KpiTablePanel } from '../panels/panel.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { worstFirst } from './kpi-bars.ts'
import { knownShareQuery, kpiOf, valueQuery } from './kpi-query.ts'
import type { Scope } from './scope.ts'
import type { Language } from './setting.ts'
import { firstRows, hideTime, mergeRows, sortRows, withLess, withValue } from './table-steps.ts'
import { grafanaUnit } from './units.ts'
import { WORDS } from './words.ts'

/**
 * A row a group, a column a KPI: each KPI is a query of its own, because its guard must not take away the row of
 * another. The coverage column holds only groups that pass the gate, so it is also what rows must have to stay.
 */
export function kpiTable(panel: KpiTablePanel, language: Language): table.PanelBuilder {
  const kpis = panel.kpis.map(kpiOf)
  const orderBy = kpiOf(panel.orderBy)
  if (orderBy.basis !== 'timeline') {
    throw new Error(`Panel '${panel.id}' is ordered by '${orderBy.id}': a coverage gate needs a KPI of the timeline.`)
  }
  const scope: Scope = { from: 'cell_kpi', by: panel.by, over: 'range' }
  const coverage = WORDS.coverage[language]
  const queries = [
    knownShareQuery(coverage, scope, panel.minCoverage * 100),
    ...kpis.map((kpi) => valueQuery(kpi, kpi.title[language], scope)),
  ]
  const titles: Readonly<Record<string, string>> = Object.fromEntries(
    (['zone', 'station', 'cell', 'operator', 'vendor'] as const).map((tag) => [tag, WORDS[tag][language]]),
  )
  const builder = framed(new table.PanelBuilder(), panel, language)
    .targets(queries.map((query, place) => new InfluxQlTarget(refId(place), query, 'table')))
    .transformations([
      mergeRows(),
      withValue(coverage),
      isShareToRaise(orderBy) ? withLess(orderBy.title[language], 100) : withValue(orderBy.title[language]),
      sortRows(orderBy.title[language], worstFirst(orderBy.direction)),
      firstRows(panel.limit),
      hideTime(Object.fromEntries(panel.by.map((tag) => [tag, titles[tag] ?? tag]))),
    ])
    .showHeader(true)
    .filterable(true)
    .overrideByName(coverage, [
      { id: 'unit', value: 'percent' },
      { id: 'decimals', value: 1 },
    ])
  for (const kpi of kpis) {
    builder.overrideByName(kpi.title[language], [
      { id: 'unit', value: grafanaUnit(kpi.unit) },
      { id: 'decimals', value: 2 },
    ])
  }
  return builder
}

/** Whether 100 % is as good as can be: what has it is not among the worst. */
function isShareToRaise({ unit, direction }: KpiDefinition): boolean {
  return unit === '%' && direction === 'higher-is-better'
}
