import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge'
import * as common from '@grafana/grafana-foundation-sdk/common'
import type { KpiBarsPanel } from '../panels/panel.ts'
import { BAR_COLOUR, oneColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { kpiOf, valueQuery } from './kpi-query.ts'
import type { Language } from './setting.ts'
import { hideTime, sortRows } from './table-steps.ts'
import { grafanaUnit } from './units.ts'

/** At most so many bars: the ones that come first in the order asked for. */
const MOST_BARS = 40

/** One KPI by one tag over the whole range, a bar each. */
export function kpiBars(panel: KpiBarsPanel, language: Language): bargauge.PanelBuilder {
  const kpi = kpiOf(panel.kpi)
  const title = kpi.title[language]
  const query = valueQuery(kpi, title, { from: 'zone_kpi', by: [panel.by], over: 'range' })
  const order = panel.order === 'name' ? sortRows(panel.by, 'asc') : sortRows(title, worstFirst(kpi.direction))
  const builder = framed(new bargauge.PanelBuilder(), panel, language)
    .targets([new InfluxQlTarget(refId(0), query, 'table')])
    .transformations([hideTime({}), order])
    .unit(grafanaUnit(kpi.unit))
    .decimals(2)
    // without a colour of its own Grafana takes thresholds of its own, in which 80 and more is red
    .colorScheme(oneColour(BAR_COLOUR))
    .min(0)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .orientation(common.VizOrientation.Horizontal)
    .reduceOptions(new common.ReduceDataOptionsBuilder().values(true).fields('').calcs([]).limit(MOST_BARS))
  return kpi.unit === '%' ? builder.max(100) : builder
}

export function worstFirst(direction: string): 'asc' | 'desc' {
  return direction === 'lower-is-better' ? 'desc' : 'asc'
}
