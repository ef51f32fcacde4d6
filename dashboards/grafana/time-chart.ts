import * as common from '@grafana/grafana-foundation-sdk/common'
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries'
import { LEVEL } from './scope.ts'

/** What all charts over time share: a gap stays a gap, a lone window is a dot, the legend is there. */
export function timeChart(builder: timeseries.PanelBuilder): timeseries.PanelBuilder {
  return builder
    .interval(LEVEL)
    .drawStyle(common.GraphDrawStyle.Line)
    .lineWidth(2)
    .fillOpacity(0)
    .spanNulls(false)
    .showPoints(common.VisibilityMode.Auto)
    .legend(
      new common.VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom),
    )
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.None))
}
