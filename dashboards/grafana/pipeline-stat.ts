import * as common from '@grafana/grafana-foundation-sdk/common'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import type { LedgerTerm, PipelinePanel } from '../panels/panel.ts'
import { textColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { DATE_TIME, type Language } from './setting.ts'
import { WORDS } from './words.ts'

/** The store's name of a column; `rejected` is already summed over its reasons. */
const FIELD_OF: Readonly<Partial<Record<LedgerTerm['column'], string>>> = { rejectedWithSeq: 'rejected_with_seq' }

/** The account of all stations together, and how far the pipeline has come; what needs attention is coloured as soon as it is not 0. */
export function pipelineStat(panel: PipelinePanel, language: Language): stat.PanelBuilder {
  const clock = WORDS.realmClock[language]
  const builder = framed(new stat.PanelBuilder(), panel, language, WORDS.deadLettersNote[language])
    .targets(
      [ledgerQuery(panel, language), progressQuery(clock, language), lettersQuery(language)].map(
        (query, place) => new InfluxQlTarget(refId(place), query),
      ),
    )
    .unit('none')
    .decimals(0)
    .colorScheme(textColour())
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .overrideByName(clock, [{ id: 'unit', value: DATE_TIME }])
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

function ledgerQuery(panel: PipelinePanel, language: Language): string {
  const columns = panel.terms.map(({ column, title }) => `sum("${FIELD_OF[column] ?? column}") AS "${title[language]}"`)
  return `SELECT ${columns.join(', ')} FROM "autogen"."ledger"`
}

function progressQuery(clock: string, language: Language): string {
  return `SELECT last("realm_clock") AS "${clock}", last("applied_offset") AS "${WORDS.appliedOffset[language]}" FROM "autogen"."meta"`
}

function lettersQuery(language: Language): string {
  return [
    `SELECT count("all") - count("resolved") AS "${WORDS.deadLetters[language]}" FROM`,
    '(SELECT "bytes" AS "all" FROM "autogen"."dead_letters"),',
    '(SELECT "bytes" AS "resolved" FROM "autogen"."dead_letters" WHERE "resolved" = true) fill(0)',
  ].join(' ')
}
