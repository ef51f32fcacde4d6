import type { Dataquery } from '@grafana/grafana-foundation-sdk/cog'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'
import type { Bilingual } from '../../contract/mod.ts'
import { DATA_SOURCE, type Language } from './setting.ts'
import { WORDS } from './words.ts'

interface EventMark {
  readonly title: Bilingual
  readonly type: 'outage' | 'maintenance'
  /** sRGB, as the five times have it. */
  readonly colour: string
  /** `to` is −1 while an event goes on: as the end of a region that would be 1969. */
  readonly over: boolean
}

const MARKS: readonly EventMark[] = [
  { title: WORDS.outages, type: 'outage', colour: '#D55E00', over: true },
  { title: WORDS.openOutages, type: 'outage', colour: '#D55E00', over: false },
  { title: WORDS.maintenance, type: 'maintenance', colour: '#0072B2', over: true },
]

/** Outages and planned work that began in the time range, across all charts over time. */
export function annotations(language: Language): dashboard.AnnotationQueryBuilder[] {
  return MARKS.map((mark) =>
    new dashboard.AnnotationQueryBuilder()
      .name(mark.title[language])
      .datasource(DATA_SOURCE)
      .enable(true)
      .iconColor(mark.colour)
      .target({ build: () => annotationTarget(mark) }),
  )
}

/** The plugin drops a row with a null in it: only columns that every event has. Its frames are called `events.<column>`. */
function annotationTarget({ type, over }: EventMark): Dataquery {
  const said = type === 'outage' ? ['cause', 'attribution'] : ['text']
  const columns = [...said, 'type', 'station', ...(over ? ['to'] : [])].map((name) => `"${name}"`).join(', ')
  const state = over ? '"to" >= 0' : '"to" < 0'
  return {
    refId: 'Anno',
    query: `SELECT ${columns} FROM "autogen"."events" WHERE $timeFilter AND "type" = '${type}' AND ${state} AND "cause" != 'withdrawn' AND "cause" != 'taken-back'`,
    rawQuery: true,
    resultFormat: 'time_series',
    fromAnnotations: true,
    textColumn: said[0],
    tagsColumn: type === 'outage' ? 'type,station,attribution' : 'type,station',
    titleColumn: '',
    timeEndColumn: over ? 'events.to' : '',
  } as unknown as Dataquery
}
