import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge'
import * as common from '@grafana/grafana-foundation-sdk/common'
import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard'
import { UNREGISTERED_ZONE } from '../../contract/mod.ts'
import type { KpiBarsPanel } from '../panels/panel.ts'
import { BAR_COLOUR, oneColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { kpiOf, valueQuery } from './kpi-query.ts'
import type { Language } from './setting.ts'
import { hideTime, mergeRows, sortRows, without, withValue } from './table-steps.ts'
import { grafanaUnit } from './units.ts'
import { WORDS } from './words.ts'

/** At most so many bars: the ones that come first in the order asked for. */
const MOST_BARS = 40

/** One KPI by one tag over the whole range, a bar each. */
export function kpiBars(panel: KpiBarsPanel, language: Language): bargauge.PanelBuilder {
  const kpi = kpiOf(panel.kpi)
  const title = kpi.title[language]
  const query = valueQuery(kpi, title, { from: 'zone_kpi', by: [panel.by], over: 'range' })
  const names = panel.by === 'zone' ? ZONE_NAMES : undefined
  const order =
    panel.order === 'name'
      ? sortRows(names === undefined ? panel.by : NAME, 'asc')
      : sortRows(title, worstFirst(kpi.direction))
  const builder = framed(new bargauge.PanelBuilder(), panel, language)
    .targets(
      [query, ...(names === undefined ? [] : [names])].map((each, i) => new InfluxQlTarget(refId(i), each, 'table')),
    )
    .transformations(names === undefined ? [hideTime({}), order] : [...named(title), order])
    .unit(grafanaUnit(kpi.unit))
    .decimals(2)
    // without a colour of its own Grafana takes thresholds of its own, in which 80 and more is red
    .colorScheme(oneColour(BAR_COLOUR))
    .overrideByName(NAME, [{ id: 'mappings', value: [unregistered(language)] }])
    .min(0)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .orientation(common.VizOrientation.Horizontal)
    .reduceOptions(new common.ReduceDataOptionsBuilder().values(true).fields('').calcs([]).limit(MOST_BARS))
  return kpi.unit === '%' ? builder.max(100) : builder
}

const NAME = 'name'
/** Rows of KPIs have the id of their zone; its name is beside them, if the registry has told one. */
const ZONE_NAMES = `SELECT last("zone_name") AS "${NAME}" FROM "autogen"."zones" GROUP BY "zone"`

/** Each bar under the name of its zone: a bar is called by all texts of its row, so that the id goes once it has joined the two. */
function named(title: string): DataTransformerConfig[] {
  return [hideTime({}), mergeRows(), withValue(title), without('zone')]
}

export function worstFirst(direction: string): 'asc' | 'desc' {
  return direction === 'lower-is-better' ? 'desc' : 'asc'
}

/** Who stands in no registry is in no zone of it either. */
function unregistered(language: Language) {
  return { type: 'value', options: { [UNREGISTERED_ZONE]: { text: WORDS.notRegistered[language], index: 0 } } }
}
