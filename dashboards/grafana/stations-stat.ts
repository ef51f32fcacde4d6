import * as common from '@grafana/grafana-foundation-sdk/common'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import type { StationsPanel } from '../panels/panel.ts'
import { textColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { type Scope, SELECTED, sums } from './scope.ts'
import type { Language } from './setting.ts'
import { WORDS } from './words.ts'

/** Below this coverage [0..1] a cell is not ranked; same as the gate of the worst cells. */
const THIN = 0.5

/** How many stations there are, are connected, silent and unknown to the registry; and cells with too little data. */
export function stationsStat(panel: StationsPanel, language: Language): stat.PanelBuilder {
  return framed(new stat.PanelBuilder(), panel, language, WORDS.cellsThinNote[language])
    .targets([
      new InfluxQlTarget(refId(0), stationsQuery(language)),
      new InfluxQlTarget(refId(1), thinCellsQuery(WORDS.cellsThin[language])),
    ])
    .unit('none')
    .decimals(0)
    .colorScheme(textColour())
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
}

/** The table of stations has one point each at 1970 and so no time filter; `lat` is a field that every station has. */
function stationsQuery(language: Language): string {
  const counted = [
    { column: 'all', as: WORDS.stations[language], where: '' },
    { column: 'connected', as: WORDS.connected[language], where: ' AND "connected" = true' },
    { column: 'silent', as: WORDS.silent[language], where: ' AND "silent_since" >= 0' },
    { column: 'unregistered', as: WORDS.notRegistered[language], where: ' AND "registered" = false' },
  ]
  const list = counted.map(({ column, as }) => `count("${column}") AS "${as}"`).join(', ')
  const from = counted.map(
    ({ column, where }) =>
      `(SELECT "lat" AS "${column}" FROM "autogen"."stations" WHERE "type" = 'station' AND ${SELECTED}${where})`,
  )
  return `SELECT ${list} FROM ${from.join(', ')} fill(0)`
}

/** All cells less those with enough: a count of none is no row in InfluxQL, a difference of counts is 0. */
function thinCellsQuery(as: string): string {
  const scope: Scope = { from: 'cell_kpi', by: ['zone', 'station', 'cell'], over: 'range' }
  const cells = `(${sums(['exp', 'avail.unknown'], scope)})`
  const known = '("exp" - "avail.unknown") / "exp"'
  return [
    `SELECT count("all") - count("enough") AS "${as}" FROM`,
    `(SELECT "exp" AS "all" FROM ${cells} WHERE "exp" > 0),`,
    `(SELECT "exp" AS "enough" FROM ${cells} WHERE "exp" > 0 AND ${known} >= ${THIN})`,
    'fill(0)',
  ].join(' ')
}
