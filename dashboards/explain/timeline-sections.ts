import type { ExplainedEvidence, ExplainedInterval, ExplainedTimeline, FiveTimeName } from '../../contract/mod.ts'
import type { DocumentRow, DocumentSection, DocumentTable } from './document.ts'
import type { Writer } from './writer.ts'

/** The five times with what decided each interval; outages and the station's own counter where there are any. */
export function timelineSections(timeline: ExplainedTimeline, w: Writer): DocumentSection[] {
  const { words } = w
  const { intervals, notListed, outages, counters, cells } = timeline
  const sections: DocumentSection[] = []
  if (intervals.length > 0) {
    sections.push({
      id: 'intervals',
      title: words.section.timeline,
      text: notListed > 0 ? [words.notListed(w.number(notListed))] : [],
      table: intervalTable(
        intervals.map((interval) => ({ interval })),
        w,
      ),
    })
  }
  if (cells.length > 0) {
    const all = cells.flatMap(({ cell, intervals: own }) => own.map((interval) => ({ cell, interval })))
    sections.push({ id: 'cells', title: words.section.cells, text: [], table: intervalTable(all, w) })
  }
  if (counters.length > 0) sections.push(counterSection(counters, w))
  if (outages.length > 0) sections.push(outageSection(outages, w))
  return sections
}

function intervalTable(
  list: readonly { readonly cell?: string; readonly interval: ExplainedInterval }[],
  w: Writer,
): DocumentTable {
  const { column } = w.words
  const hasCells = list.some(({ cell }) => cell !== undefined)
  return {
    head: [
      ...(hasCells ? [column.cell] : []),
      column.from,
      column.to,
      column.lasts,
      column.time,
      column.cause,
      column.evidence,
    ],
    numbers: [...(hasCells ? [false] : []), false, false, true, false, false, false],
    rows: list.map(({ cell, interval }): DocumentRow => {
      const { from, to, time, because } = interval
      return {
        cells: [
          ...(hasCells ? [cell ?? ''] : []),
          w.instant(from),
          w.shortInstant(to, from),
          w.number((to - from) / 1000),
          w.words.time[time],
          causeWords(interval, w),
          becauseWords(because, w),
        ],
      }
    }),
  }
}

function causeWords({ finding, overrun, external, degraded, time }: ExplainedInterval, { words }: Writer): string {
  const marks = [
    ...(overrun ? [words.overrun] : []),
    ...(external && time === 'down' ? [words.external] : []),
    ...(degraded ? [words.degraded] : []),
  ]
  return [words.finding[finding] ?? finding, ...marks].join(', ')
}

/** States that say the same again are counted and not named. */
function becauseWords(because: ExplainedInterval['because'], w: Writer): string {
  const told: string[] = []
  let alike = 0
  because.forEach((each, i) => {
    const isAgain = isAlike(because[i - 1], each) && isAlike(each, because[i + 1])
    if (isAgain) alike++
    else {
      if (alike > 0) told.push(w.words.statesBetween(w.number(alike)))
      alike = 0
      told.push(evidenceWords(each, w))
    }
  })
  return told.join('; ')
}

function isAlike(a: ExplainedEvidence | undefined, b: ExplainedEvidence | undefined): boolean {
  return a?.kind === 'state' && b?.kind === 'state' && a.facts.condition === b.facts.condition
}

function evidenceWords({ kind, from, to, offset, facts }: ExplainedEvidence, w: Writer): string {
  if (kind === 'cells') {
    const cells = Object.entries(facts).map(([cell, time]) => `${cell}: ${w.words.time[time as FiveTimeName] ?? time}`)
    return w.words.evidence.cells(w.told({ cells: cells.join(', ') }))
  }
  const place = offset === null ? '' : `, offset ${offset}`
  const { condition } = facts
  const named = condition === undefined ? {} : { condition: w.words.finding[condition] ?? condition }
  return w.words.evidence[kind](w.told({ ...facts, ...named, from, to, offset: place }))
}

function counterSection(counters: ExplainedTimeline['counters'], w: Writer): DocumentSection {
  const { column, section, finding } = w.words
  return {
    id: 'station-counter',
    title: section.counters,
    text: [],
    table: {
      head: [
        column.offset,
        column.period,
        'RRU.CellUnavailableTime [s]',
        finding.fault ?? 'fault',
        finding.transport ?? 'transport',
        finding.manual ?? 'manual',
        finding['energy-saving'] ?? 'energy saving',
      ],
      numbers: [true, false, true, true, true, true, true],
      rows: counters.map((each) => ({
        cells: [
          String(each.offset),
          w.period(each.from, each.to),
          ...[each.total, each.fault, each.transport, each.manual, each.energySaving].map((n) => w.number(n)),
        ],
      })),
    },
  }
}

function outageSection(outages: ExplainedTimeline['outages'], w: Writer): DocumentSection {
  const { column, section, words } = { ...w.words, words: w.words }
  return {
    id: 'outages',
    title: section.outages,
    text: [],
    table: {
      head: [column.from, column.to, column.lasts, column.cause, column.use],
      numbers: [false, false, true, false, false],
      rows: outages.map(({ from, to, open, cause, attribution, counts }) => ({
        cells: [
          w.instant(from),
          open ? words.open : w.shortInstant(to, from),
          w.number((to - from) / 1000),
          `${words.finding[cause] ?? cause}${attribution === 'unknown' ? '' : ` (${attribution})`}`,
          counts ? words.countsHere : words.beganBefore,
        ],
      })),
    },
  }
}
