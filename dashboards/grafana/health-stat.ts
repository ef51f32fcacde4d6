import * as common from '@grafana/grafana-foundation-sdk/common'
import * as stat from '@grafana/grafana-foundation-sdk/stat'
import type { HealthPanel } from '../panels/panel.ts'
import { textColour } from './colours.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import type { Language } from './setting.ts'
import { WORDS } from './words.ts'

/** What the store knows of the pipeline: how far it has come, and what could not be read. */
export function healthStat(panel: HealthPanel, language: Language): stat.PanelBuilder {
  const clock = WORDS.realmClock[language]
  const progress = `SELECT last("realm_clock") AS "${clock}", last("applied_offset") AS "${WORDS.appliedOffset[language]}" FROM "autogen"."meta"`
  const letters = [
    `SELECT count("all") - count("resolved") AS "${WORDS.deadLetters[language]}" FROM`,
    '(SELECT "bytes" AS "all" FROM "autogen"."dead_letters"),',
    '(SELECT "bytes" AS "resolved" FROM "autogen"."dead_letters" WHERE "resolved" = true) fill(0)',
  ].join(' ')
  return framed(new stat.PanelBuilder(), panel, language, WORDS.deadLettersNote[language])
    .targets([new InfluxQlTarget(refId(0), progress), new InfluxQlTarget(refId(1), letters)])
    .unit('none')
    .decimals(0)
    .colorScheme(textColour())
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .overrideByName(clock, [{ id: 'unit', value: 'dateTimeAsIso' }])
}
