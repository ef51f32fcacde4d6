import type {
  DifferenceKind,
  ExplainedEvidence,
  Explanation,
  FiveTimeName,
  GapReason,
  KpiFigure,
  LossRule,
  RemarkCode,
  ReportUse,
  Split,
} from '../../contract/mod.ts'

/** Facts by name, as an explanation has them, with the writing of the language. */
export interface Told {
  readonly text: (name: string) => string
  readonly number: (name: string) => string
  readonly instant: (name: string) => string
  readonly is: (name: string) => boolean
}

/** Every word of an explanation in one language. */
export interface ExplainWords {
  readonly level: Readonly<Record<string, string>>
  readonly status: Readonly<Record<Explanation['window']['status'], string>>
  readonly noValue: Readonly<Record<NonNullable<KpiFigure['na']>, string>>
  readonly object: Readonly<Record<'cell' | 'station' | 'group' | 'fleet', string>>
  readonly split: Readonly<Record<Split, string>>
  readonly check: Readonly<Record<Explanation['check'], string>>
  readonly use: Readonly<Record<ReportUse, string>>
  readonly rule: Readonly<Record<LossRule, string>>
  readonly difference: Readonly<Record<DifferenceKind, string>>
  readonly gap: Readonly<Record<GapReason, string>>
  readonly notDue: string
  readonly time: Readonly<Record<FiveTimeName, string>>
  readonly finding: Readonly<Record<string, string>>
  readonly evidence: Readonly<Record<ExplainedEvidence['kind'], (f: Told) => string>>
  readonly remark: Readonly<Record<RemarkCode, (f: Told) => string>>
  readonly sample: Readonly<Record<string, string>>
  /** By {@link Explanation.corrections}' reasons; one that is not here is shown as it is. */
  readonly reason: Readonly<Record<string, string>>
  readonly section: Readonly<
    Record<
      | 'parts'
      | 'reports'
      | 'differences'
      | 'gaps'
      | 'timeline'
      | 'outages'
      | 'counters'
      | 'cells'
      | 'members'
      | 'windows'
      | 'withoutValue'
      | 'samples'
      | 'registry'
      | 'hours'
      | 'corrections'
      | 'remarks'
      | 'definition',
      string
    >
  >
  readonly column: Readonly<
    Record<
      | 'part'
      | 'published'
      | 'again'
      | 'unit'
      | 'offset'
      | 'period'
      | 'level'
      | 'gp'
      | 'message'
      | 'received'
      | 'delay'
      | 'clock'
      | 'use'
      | 'counter'
      | 'pointBefore'
      | 'point'
      | 'adds'
      | 'counters'
      | 'stage'
      | 'from'
      | 'to'
      | 'lasts'
      | 'why'
      | 'time'
      | 'evidence'
      | 'cause'
      | 'station'
      | 'cell'
      | 'value'
      | 'weight'
      | 'share'
      | 'without'
      | 'coverage'
      | 'sample'
      | 'ue'
      | 'line'
      | 'by'
      | 'hour'
      | 'change'
      | 'at',
      string
    >
  >
  readonly notInStore: string
  readonly no: string
  readonly value: string
  readonly calculation: string
  readonly formula: string
  readonly coverage: string
  readonly suspect: string
  readonly bounds: string
  readonly unbounded: string
  readonly estimate: string
  readonly source: string
  readonly version: (kpi: number, catalogue: string) => string
  readonly realm: (realm: string) => string
  readonly realmClock: (instant: string) => string
  readonly open: string
  readonly overrun: string
  readonly external: string
  readonly degraded: string
  readonly busiest: string
  readonly partial: (stages: string) => string
  readonly variants: (variants: string) => string
  readonly lostTo: (offset: string, level: string) => string
  readonly together: (offsets: string) => string
  readonly missing: (names: string) => string
  /** By the reason of a value that cannot be. */
  readonly refused: Readonly<Record<string, string>>
  readonly goneFromLog: string
  readonly statesBetween: (count: string) => string
  readonly notListed: (count: string) => string
  readonly reportCounts: (parts: string) => string
  readonly log: (oldest: string, newest: string) => string
  readonly stationClock: (offset: string) => string
  readonly members: (total: string, valued: string, foreign: string) => string
  readonly windows: (total: string, valued: string) => string
  readonly countsHere: string
  readonly beganBefore: string
  readonly hint: string
}
