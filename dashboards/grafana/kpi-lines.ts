import * as common from '@grafana/grafana-foundation-sdk/common'
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import type { KpiLinesPanel } from '../panels/panel.ts'
import { seriesColour } from '../panels/series-colour.ts'
import { fixedColour } from './colours.ts'
import { coverageQuery } from './coverage-query.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { kpiOf, valueQuery } from './kpi-query.ts'
import { oneUnit } from './kpi-stat.ts'
import { FLEET_BY_WINDOW } from './scope.ts'
import type { Language } from './setting.ts'
import { timeChart } from './time-chart.ts'
import { grafanaUnit } from './units.ts'
import { WORDS } from './words.ts'

/**
 * KPIs over time. Where the definition asks for bounds the data coverage is drawn instead: bounds of success ratios and
 * utilisation are made cell by cell, which InfluxQL can do for one page at a time, not every ten seconds for a fleet.
 */
export function kpiLines(panel: KpiLinesPanel, language: Language): timeseries.PanelBuilder {
  const kpis = panel.kpis.map(kpiOf)
  const note = panel.showBounds ? WORDS.boundsElsewhere[language] : ''
  const builder = timeChart(framed(new timeseries.PanelBuilder(), panel, language, note)).unit(
    grafanaUnit(oneUnit(panel.id, kpis)),
  )
  // a ratio whose top alone is fixed lies near it: from 0 on a fall of one per cent would not show
  if (panel.axis?.max === undefined || panel.axis.min !== undefined) builder.axisSoftMin(0)
  if (panel.draw === 'bar') {
    builder
      .drawStyle(common.GraphDrawStyle.Bars)
      .fillOpacity(60)
      .showPoints(common.VisibilityMode.Never)
      .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'))
  }
  if (panel.axis?.min !== undefined) builder.min(panel.axis.min)
  if (panel.axis?.max !== undefined) builder.max(panel.axis.max)

  const queries: string[] = []
  for (const [place, kpi] of kpis.entries()) {
    const title = kpi.title[language]
    queries.push(valueQuery(kpi, title, FLEET_BY_WINDOW))
    builder.overrideByName(title, [fixedColour(seriesColour(kpi.id, place))])
    if (!panel.showBounds) continue
    const coverage = kpis.length === 1 ? WORDS.coverage[language] : `${WORDS.coverage[language]}: ${title}`
    queries.push(coverageQuery(kpi, coverage, FLEET_BY_WINDOW))
    builder.overrideByName(coverage, [
      fixedColour(seriesColour(kpi.id, place)),
      { id: 'unit', value: 'percent' },
      { id: 'min', value: 0 },
      { id: 'max', value: 100 },
      { id: 'custom.axisPlacement', value: 'right' },
      { id: 'custom.lineStyle', value: { fill: 'dash', dash: [4, 8] } },
      { id: 'custom.lineWidth', value: 1 },
    ])
  }
  return builder.targets(queries.map((query, place) => new InfluxQlTarget(refId(place), query)))
}
