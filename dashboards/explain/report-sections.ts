import type { ExplainedReport, ExplainedReports, ExplainedStage } from '../../contract/mod.ts'
import { differencesSection } from './differences-section.ts'
import type { DocumentSection } from './document.ts'
import type { Writer } from './writer.ts'

/** Messages with what became of each, and the time of which none tells. */
export function reportSections(reports: ExplainedReports, w: Writer): DocumentSection[] {
  return [
    messages(reports, w),
    ...differencesSection(reports, w),
    ...(reports.gaps.length > 0 ? [gaps(reports, w)] : []),
  ]
}

function messages({ counts, list, notListed, log, clockOffsetMs }: ExplainedReports, w: Writer): DocumentSection {
  const { words } = w
  const told = Object.entries(counts).map(([use, n]) => `${w.number(n)} ${words.use[use as keyof typeof words.use]}`)
  const text = [words.reportCounts(told.length === 0 ? '0' : told.join(', '))]
  if (clockOffsetMs !== null) text.push(words.stationClock(w.offset(clockOffsetMs)))
  if (log !== null) text.push(words.log(String(log.oldest), String(log.newest)))
  if (notListed > 0) text.push(words.notListed(w.number(notListed)))
  const { column } = words
  const head = [
    column.offset,
    column.period,
    column.gp,
    column.use,
    column.counters,
    column.message,
    column.received,
    column.delay,
    column.clock,
  ]
  const numbers = [true, false, true, false, false, false, false, true, true]
  const rows = list.map((report) => ({ cells: row(report, w) }))
  return {
    id: 'messages',
    title: words.section.reports,
    text,
    ...(rows.length > 0 && { table: { head, numbers, rows } }),
  }
}

function row(report: ExplainedReport, w: Writer): string[] {
  const { offset, inLog, receivedAt, boot, src, seq, rev, from, to, gpS, delayMs, clockOffsetMs, counters } = report
  const unit = (name: string) => (name === 'count' || name === '' ? '' : ` ${name}`)
  return [
    String(offset),
    w.period(from, to),
    w.number(gpS),
    [
      ...report.stages.map((stage) => useWords(stage, report, w)),
      ...report.refused.map(({ measurement, reason }) => `${measurement} ${w.words.refused[reason] ?? reason}`),
    ].join('; '),
    counters.map((counter) => `${counter.name} ${w.number(counter.value)}${unit(counter.unit)}`).join(', '),
    inLog ? `${boot}${src === '0' ? '' : ` ${src}`}, ${seq}, ${rev}` : w.words.goneFromLog,
    receivedAt === null ? '—' : w.shortInstant(receivedAt, from),
    w.offset(delayMs),
    w.offset(clockOffsetMs),
  ]
}

/** `replaced (§3): … by offset 4 at 15 min`. */
function useWords(
  { stage, use, from, to, suspect, variant, missing, rule, clause, lostTo, lostAt, together }: ExplainedStage,
  report: ExplainedReport,
  w: Writer,
): string {
  const { words } = w
  const parts = [stage === '' ? words.use[use] : `${stage}: ${words.use[use]}`]
  if (from !== report.from) parts.push(w.period(from, to))
  if (rule !== null) parts.push(`${words.rule[rule]} (${clause})`)
  if (lostTo !== null) parts.push(words.lostTo(String(lostTo), words.level[lostAt ?? ''] ?? ''))
  if (together.length > 0) parts.push(words.together(together.join(', ')))
  if (missing.length > 0) parts.push(words.missing(missing.join(', ')))
  if (suspect) parts.push(words.suspect)
  if (variant !== '') parts.push(variant)
  return parts.join(', ')
}

function gaps({ gaps: list }: ExplainedReports, w: Writer): DocumentSection {
  const { words } = w
  const hasStages = list.some(({ stage }) => stage !== '')
  return {
    id: 'gaps',
    title: words.section.gaps,
    text: [],
    table: {
      head: [
        ...(hasStages ? [words.column.stage] : []),
        words.column.from,
        words.column.to,
        words.column.lasts,
        words.column.why,
      ],
      numbers: [...(hasStages ? [false] : []), false, false, true, false],
      rows: list.map(({ stage, from, to, reason, due, missing }) => ({
        cells: [
          ...(hasStages ? [stage] : []),
          w.instant(from),
          w.shortInstant(to, from),
          w.number((to - from) / 1000),
          [
            words.gap[reason],
            ...(missing.length > 0 ? [words.missing(missing.join(', '))] : []),
            ...(due ? [] : [words.notDue]),
          ].join('; '),
        ],
      })),
    },
  }
}
