import * as common from '@grafana/grafana-foundation-sdk/common'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import type { KpiDefinition } from '../../contract/mod.ts'
import type { KpiStatPanel } from '../panels/panel.ts'
import { textColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { figureQuery, knownShareQuery, kpiOf, linear, valueQuery } from './kpi-query.ts'
import { FLEET_OVER_RANGE } from './scope.ts'
import type { Language } from './setting.ts'
import { grafanaUnit } from './units.ts'
import { WORDS } from './words.ts'

/** One big figure a KPI over the whole range, each with its bounds, and how much is known. */
export function kpiStat(panel: KpiStatPanel, language: Language): stat.PanelBuilder {
  const kpis = panel.kpis.map(kpiOf)
  const queries = kpis.flatMap((kpi) => [
    valueQuery(kpi, kpi.title[language], FLEET_OVER_RANGE),
    ...(kpi.bounds === 'exact' ? [exactBoundsQuery(kpi, language)] : []),
  ])
  if (kpis.some((kpi) => kpi.basis === 'timeline')) {
    queries.push(knownShareQuery(WORDS.coverage[language], FLEET_OVER_RANGE))
  }
  return framed(new stat.PanelBuilder(), panel, language)
    .targets(queries.map((query, place) => new InfluxQlTarget(refId(place), query)))
    .unit(grafanaUnit(oneUnit(panel.id, kpis)))
    .decimals(2)
    .colorScheme(textColour())
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
}

/** Unknown time all down, and all up: two columns, there even where nothing is known (0 and 100 %). */
function exactBoundsQuery(kpi: KpiDefinition, language: Language): string {
  if (kpi.formula.kind !== 'ratio') throw new Error(`${kpi.id}: exact bounds are defined for a ratio only`)
  const up = linear(kpi.formula.num)
  const all = `(${linear(kpi.formula.den)} + "avail.unknown")`
  const title = kpi.title[language]
  return figureQuery(
    [
      { column: 'lo', as: `${title}: ${WORDS.lower[language]}`, expression: `${up} / ${all} * ${kpi.formula.scale}` },
      {
        column: 'hi',
        as: `${title}: ${WORDS.upper[language]}`,
        expression: `(${up} + "avail.unknown") / ${all} * ${kpi.formula.scale}`,
      },
    ],
    [...Object.keys(kpi.formula.num), ...Object.keys(kpi.formula.den), 'avail.unknown'],
    [`${all} > 0`],
    FLEET_OVER_RANGE,
  )
}

/** @throws Error where the KPIs of one panel have more than one unit: they would share an axis. */
export function oneUnit(panelId: string, kpis: readonly KpiDefinition[]): string {
  const units = [...new Set(kpis.map((kpi) => kpi.unit))]
  const unit = units[0]
  if (unit === undefined || units.length > 1) {
    throw new Error(`Panel '${panelId}' shows KPIs in ${units.length} units (${units.join(', ')}): expected one.`)
  }
  return unit
}
