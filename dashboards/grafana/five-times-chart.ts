import * as common from '@grafana/grafana-foundation-sdk/common'
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import type { FiveTimesPanel } from '../panels/panel.ts'
import { fixedColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { figureQuery } from './kpi-query.ts'
import { FLEET_BY_WINDOW } from './scope.ts'
import type { Language } from './setting.ts'
import { timeChart } from './time-chart.ts'

/**
 * The five times of all cells, stacked seconds a window. The usual one is in the legend and hidden from the picture, until
 * somebody clicks on it there: then the height of the stack is the time in service.
 */
export function fiveTimesChart(panel: FiveTimesPanel, language: Language): timeseries.PanelBuilder {
  const query = figureQuery(
    panel.times.map(({ id, field, title }) => ({ column: id, as: title[language], expression: `"${field}"` })),
    ['exp', ...panel.times.map(({ field }) => field)],
    ['"exp" > 0'],
    FLEET_BY_WINDOW,
  )
  const builder = timeChart(framed(new timeseries.PanelBuilder(), panel, language))
    .targets([new InfluxQlTarget(refId(0), query)])
    .unit('s')
    .min(0)
    .lineWidth(1)
    .fillOpacity(80)
    .lineInterpolation(common.LineInterpolation.StepAfter)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'))
  for (const { id, title, colour } of panel.times) {
    const hidden = { id: 'custom.hideFrom', value: { viz: true, legend: false, tooltip: false } }
    builder.overrideByName(title[language], [fixedColour(colour), ...(id === panel.usual ? [hidden] : [])])
  }
  return builder
}
