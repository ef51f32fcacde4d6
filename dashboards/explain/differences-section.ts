import type { ExplainedReports } from '../../contract/mod.ts'
import type { DocumentSection } from './document.ts'
import type { Writer } from './writer.ts'

/** Of running totals the two points of each difference; nothing where the reports told none. */
export function differencesSection({ list }: ExplainedReports, w: Writer): DocumentSection[] {
  const { column, section, difference } = w.words
  const rows = list.flatMap((report) =>
    report.differences.map(({ name, unit, kind, before, value, adds }) => ({
      cells: [
        name,
        before === null ? w.number(null) : `${w.integer(before.value)}, ${w.instant(before.at)}`,
        before?.offset == null ? w.number(null) : String(before.offset),
        `${w.integer(value)}, ${w.instant(report.to)}`,
        String(report.offset),
        adds === null ? w.number(null) : w.number(adds),
        unit,
        difference[kind],
      ],
    })),
  )
  if (rows.length === 0) return []
  const head = [
    column.counter,
    column.pointBefore,
    column.offset,
    column.point,
    column.offset,
    column.adds,
    column.unit,
    column.why,
  ]
  const numbers = [false, false, true, false, true, true, false, false]
  return [{ id: 'differences', title: section.differences, text: [], table: { head, numbers, rows } }]
}
