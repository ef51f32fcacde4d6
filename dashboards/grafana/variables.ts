import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import { LEVELS } from '../../contract/mod.ts'
import { dataSourceName, dataSourceUid } from './data-source-file.ts'
import { FILTER_TAGS } from './scope.ts'
import { DATA_SOURCE, type DashboardSetting } from './setting.ts'
import { WORDS } from './words.ts'

const ALL: dashboard.VariableOption = { selected: true, text: ['All'], value: ['$__all'] }

/** Data source, level, and one multiple choice for each tag to filter by. */
export function variables(setting: DashboardSetting): dashboard.VariableModel[] {
  return [dataSource(setting), level(setting), ...FILTER_TAGS.map((tag) => choice(tag, setting))]
}

/** Data sources of this realm only: figures of another would stand under the wrong watermark. */
function dataSource({ realm, language }: DashboardSetting): dashboard.VariableModel {
  const name = dataSourceName(realm)
  return new dashboard.DatasourceVariableBuilder('ds')
    .label(WORDS.dataSource[language])
    .type('influxdb')
    .regex(`/^${name}( |$)/`)
    .current({ selected: true, text: name, value: dataSourceUid(realm) })
    .build()
}

function level({ language }: DashboardSetting): dashboard.VariableModel {
  return new dashboard.CustomVariableBuilder('level')
    .label(WORDS.level[language])
    .values(LEVELS.join(','))
    .options(LEVELS.map((text) => ({ selected: text === '1m', text, value: text })))
    .current({ selected: true, text: '1m', value: '1m' })
    .multi(false)
    .includeAll(false)
    .allowCustomValue(false)
    .build()
}

/**
 * From the table of stations, not `SHOW TAG VALUES`: that answers for the default retention policy alone in 2.x, and
 * the KPIs lie in five others.
 */
function choice(tag: (typeof FILTER_TAGS)[number], { language }: DashboardSetting): dashboard.VariableModel {
  const query = `SELECT DISTINCT("${tag}") FROM "autogen"."stations"`
  return new dashboard.QueryVariableBuilder(tag)
    .label(WORDS[tag][language])
    .datasource(DATA_SOURCE)
    .query(query)
    .definition(query)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .allowCustomValue(false)
    .current(ALL)
    .build()
}
