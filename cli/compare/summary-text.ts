import type { Level } from '../../contract/mod.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import type { Difference } from './difference.ts'
import type { Span } from './figure-source.ts'
import type { KpiSummary, Summary } from './summary.ts'

interface Side {
  readonly name: string
  readonly catalogue: string
}

export interface SummaryTextOptions {
  readonly before: Side
  readonly after: Side
  readonly span: Span
  readonly levels: readonly Level[]
  readonly by: readonly string[]
  readonly summary: Summary
  readonly offset: number
}

/** For a terminal: what was compared, then what changed by KPI, then the differences themselves. */
export function summaryText({ before, after, span, levels, by, summary, offset }: SummaryTextOptions): string {
  const head = [
    `${sideText(before)} → ${sideText(after)}`,
    `${localTime(span.from)} to ${localTime(span.to)} · ${levels.join(', ')} · by ${by.join(', ') || 'nothing: all together'}`,
    `${summary.figures} figures of ${summary.kpis} KPIs compared, ${summary.total === 0 ? 'no difference' : `${summary.total} differ`}`,
  ].join('\n')
  if (summary.total === 0) return head
  const listed = summary.listed.length
  const shown =
    listed === 0
      ? ''
      : `\n\n${differencesTable(summary.listed)}\n\n${offset + 1} to ${offset + listed} of ${summary.total}${offset + listed < summary.total ? `; go on with --offset ${offset + listed}, or take all with --csv` : ''}`
  return `${head}\n\n${kpisTable(summary.different)}${shown}`
}

const sideText = ({ name, catalogue }: Side): string => `${name} (catalogue ${catalogue})`

const of = (by: Readonly<Record<string, string>>): string => Object.values(by).join('/')

function kpisTable(kpis: readonly KpiSummary[]): string {
  const rows = kpis.map((k) => [
    k.kpi,
    k.level,
    k.figures,
    k.different,
    k.changed,
    k.appeared,
    k.gone,
    k.greatest?.difference ?? null,
    k.unit,
    k.greatest === undefined ? '' : `${localTime(k.greatest.t)} ${of(k.greatest.by)}`,
    Object.entries(k.reasons)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 3)
      .map(([reason, n]) => `${reason === '' ? 'not known' : reason} (${n})`)
      .join('; '),
  ])
  return table(['kpi', 'level', 'figures', 'differ', 'changed', 'new', 'gone', 'most', 'unit', 'where', 'why'], rows)
}

function differencesTable(differences: readonly Difference[]): string {
  const rows = differences.map((d) => [
    localTime(d.t),
    d.level,
    d.kpi,
    of(d.by),
    d.before?.value ?? null,
    d.after?.value ?? null,
    d.difference,
    d.unit,
    percent(d.before?.coverage),
    percent(d.after?.coverage),
    d.reason,
  ])
  return table(
    [
      'time (UTC+7)',
      'level',
      'kpi',
      'of',
      'before',
      'after',
      'difference',
      'unit',
      'cov. before %',
      'cov. after %',
      'why',
    ],
    rows,
  )
}

const percent = (share: number | null | undefined): number | null =>
  share == null ? null : Math.round(share * 1000) / 10
