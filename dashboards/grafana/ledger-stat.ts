import * as common from '@grafana/grafana-foundation-sdk/common'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import type { LedgerPanel, LedgerTerm } from '../panels/panel.ts'
import { textColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import type { Language } from './setting.ts'

/** The store's name of a column; `rejected` is already summed over its reasons. */
const FIELD_OF: Readonly<Partial<Record<LedgerTerm['column'], string>>> = { rejectedWithSeq: 'rejected_with_seq' }

/** The account of all stations together; what needs attention is coloured as soon as it is not 0. */
export function ledgerStat(panel: LedgerPanel, language: Language): stat.PanelBuilder {
  const columns = panel.terms.map(({ column, title }) => `sum("${FIELD_OF[column] ?? column}") AS "${title[language]}"`)
  const builder = framed(new stat.PanelBuilder(), panel, language)
    .targets([new InfluxQlTarget(refId(0), `SELECT ${columns.join(', ')} FROM "autogen"."ledger"`)])
    .unit('none')
    .decimals(0)
    .colorScheme(textColour())
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
  for (const { title, tone } of panel.terms) {
    if (tone !== 'bad') continue
    builder.overrideByName(title[language], [
      { id: 'color', value: { mode: dashboard.FieldColorModeId.Thresholds } },
      {
        id: 'thresholds',
        value: {
          mode: 'absolute',
          steps: [
            { value: null, color: 'text' },
            { value: 1, color: 'orange' },
          ],
        },
      },
    ])
  }
  return builder
}
