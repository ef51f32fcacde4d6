import * as table from '@grafana/grafana-foundation-sdk/table'
import type { Bilingual } from '../../contract/mod.ts'
import type { EventsPanel } from '../panels/panel.ts'
import { framed } from './frame.ts'
import { InfluxQlTarget, refId } from './influxql-target.ts'
import { DATE_TIME, type Language } from './setting.ts'
import { hideTime, sortRows } from './table-steps.ts'
import { WORDS } from './words.ts'

/** How the store writes the end of an event that still goes on: a point has no null. */
const NO_END = '-1'
const NOTHING: Bilingual = { vi: '', en: '' }

/**
 * Events that touch the time range, newest first; those that began before it and still go on too, which is why their own
 * fields are compared and not the time of their points.
 */
export function eventsTable(panel: EventsPanel, language: Language): table.PanelBuilder {
  const query = [
    'SELECT "type", "station", "cell", "start", "to", "cause", "overrun", "attribution", "text" FROM "autogen"."events"',
    'WHERE "start" <= $__to AND ("to" < 0 OR "to" > $__from OR "start" >= $__from)',
    // told once, and turned out not to have been
    `AND "cause" != 'withdrawn'`,
    `ORDER BY time DESC LIMIT ${panel.limit}`,
  ].join(' ')
  const names: Readonly<Record<string, string>> = {
    type: WORDS.eventType[language],
    station: WORDS.station[language],
    cell: WORDS.cell[language],
    start: WORDS.from[language],
    to: WORDS.to[language],
    cause: WORDS.cause[language],
    overrun: WORDS.overrun[language],
    attribution: WORDS.attribution[language],
    text: WORDS.details[language],
  }
  return framed(new table.PanelBuilder(), panel, language, WORDS.eventsNote[language])
    .targets([new InfluxQlTarget(refId(0), query, 'table')])
    .transformations([sortRows('start', 'desc'), hideTime(names)])
    .showHeader(true)
    .filterable(true)
    .unit('string')
    .overrideByName(WORDS.from[language], [{ id: 'unit', value: DATE_TIME }])
    .overrideByName(WORDS.to[language], [
      { id: 'unit', value: DATE_TIME },
      { id: 'mappings', value: [words({ [NO_END]: WORDS.ongoing }, language)] },
    ])
    .overrideByName(WORDS.eventType[language], [{ id: 'mappings', value: [words(panel.types, language)] }])
    .overrideByName(WORDS.cause[language], [{ id: 'mappings', value: [words(panel.causes, language)] }])
    .overrideByName(WORDS.overrun[language], [
      { id: 'mappings', value: [words({ true: WORDS.yes, false: NOTHING }, language)] },
    ])
    .overrideByName(WORDS.attribution[language], [{ id: 'mappings', value: [words(panel.attributions, language)] }])
}

/** Each value as a word; a value without one stays as it is. */
function words(texts: Readonly<Record<string, Bilingual>>, language: Language) {
  const options: Record<string, { readonly text: string; readonly index: number }> = {}
  for (const [index, [value, text]] of Object.entries(texts).entries()) options[value] = { text: text[language], index }
  return { type: 'value', options }
}
