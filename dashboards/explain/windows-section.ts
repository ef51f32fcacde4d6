import type { Explanation } from '../../contract/mod.ts'
import type { DocumentSection } from './document.ts'
import type { Writer } from './writer.ts'

/** Of a longer time: its windows, the one that weighs most first, and the stretches without a value. */
export function windowsSections({ windows, kpi }: Explanation, w: Writer): DocumentSection[] {
  if (windows === null) return []
  const { column, section, words } = { ...w.words, words: w.words }
  const { total, valued, list, notListed, empty } = windows
  const made: DocumentSection = {
    id: 'windows',
    title: section.windows,
    text: [
      words.windows(w.number(total), w.number(valued)),
      words.hint,
      ...(notListed > 0 ? [words.notListed(w.number(notListed))] : []),
    ],
    table: {
      head: [column.period, column.level, column.value, column.weight, column.share, column.without, column.coverage],
      numbers: [false, false, true, true, true, true, true],
      rows: list.map(({ level, from, to, figure, weight, share, without }) => ({
        cells: [
          w.period(from, to),
          words.level[level] ?? level,
          w.value(figure.value, kpi.unit),
          w.number(weight),
          w.share(share),
          w.value(without, kpi.unit),
          w.share(figure.coverage),
        ],
        target: { name: w.period(from, to), window: { level, at: from } },
      })),
    },
  }
  if (empty.length === 0) return [made]
  const without: DocumentSection = {
    id: 'without-value',
    title: section.withoutValue,
    text: [],
    table: {
      head: [column.from, column.to, column.lasts, column.why],
      numbers: [false, false, true, false],
      rows: empty.map(({ from, to, na }) => ({
        cells: [w.instant(from), w.shortInstant(to, from), w.number((to - from) / 1000), words.noValue[na]],
      })),
    },
  }
  return [made, without]
}
