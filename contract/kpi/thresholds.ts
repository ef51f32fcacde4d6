import { VIETNAM_OFFSET_MS } from '../level.ts'
import type { Bilingual, Confidence } from './definition.ts'
import { TEST_POLICY } from './test-policy.ts'

/** A limit that a law, a decision or a draft sets, or that stands beside a figure as a reference. */
export interface Threshold {
  readonly id: string
  /** Rules of one act, which hold together for a time. */
  readonly profile: 'decision-1529-2020' | 'qcvn-126-2021' | 'qcvn-126-2021-supplement-1'
  readonly kpi: string
  readonly relation: 'at-least' | 'at-most'
  /** In the KPI's unit; null: the act names one, which no source told us. */
  readonly target: number | null
  /** Fewest samples for a verdict. */
  readonly minSamples: number
  readonly legalBasis: Bilingual
  readonly clause: string
  /** In force from this day in Vietnam, inclusive (`2022-07-01`). */
  readonly from: string
  /** Until this day, exclusive; null: still in force. */
  readonly to: string | null
  /** `binding` obliges, `guidance` advises, `draft` is not in force. */
  readonly status: 'binding' | 'guidance' | 'draft'
  readonly confidence: Confidence
  /**
   * `verdict`: the regulation's own indicator, by test samples. `reference`: a counter of the station that resembles it;
   * the line is drawn, and no verdict is given.
   */
  readonly use: 'verdict' | 'reference'
}

interface Act {
  readonly profile: Threshold['profile']
  readonly legalBasis: Bilingual
  readonly from: string
  readonly to: string | null
  readonly status: Threshold['status']
}

const QCVN_126_FROM = '2022-07-01'

const DECISION_1529: Act = {
  profile: 'decision-1529-2020',
  legalBasis: {
    vi: 'Quyết định 1529/QĐ-BTTTT ngày 08/09/2020 của Bộ Thông tin và Truyền thông',
    en: 'Decision 1529/QĐ-BTTTT of 8 September 2020, Ministry of Information and Communications',
  },
  from: '2020-09-08',
  // that the regulation took its place is our reading
  to: QCVN_126_FROM,
  status: 'binding',
}

const QCVN_126: Act = {
  profile: 'qcvn-126-2021',
  legalBasis: {
    vi: 'QCVN 126:2021/BTTTT, ban hành kèm theo Thông tư 07/2021/TT-BTTTT ngày 31/08/2021',
    en: 'QCVN 126:2021/BTTTT, issued with Circular 07/2021/TT-BTTTT of 31 August 2021',
  },
  from: QCVN_126_FROM,
  to: null,
  status: 'binding',
}

const SUPPLEMENT_1: Act = {
  profile: 'qcvn-126-2021-supplement-1',
  legalBasis: {
    vi: 'Dự thảo Bổ sung 1:2024 QCVN 126:2021/BTTTT (tháng 7/2024)',
    en: 'Draft supplement 1:2024 to QCVN 126:2021/BTTTT (July 2024)',
  },
  from: '2024-07-01',
  to: null,
  status: 'draft',
}

type Rule = Pick<Threshold, 'kpi' | 'relation' | 'target' | 'clause' | 'confidence'> & {
  readonly references?: readonly { readonly kpi: string; readonly factor: number }[]
}

/** Mbit/s as the kbit/s of counter KPIs. */
const IN_KBIT = 1_000

const SPEEDS: readonly Rule[] = [
  {
    kpi: 'TestDlMean',
    relation: 'at-least',
    target: 100,
    clause: '2.1.5.2',
    confidence: 'S',
    references: [{ kpi: 'DlUeThroughput', factor: IN_KBIT }],
  },
  {
    kpi: 'TestDlShare30',
    relation: 'at-least',
    target: 95,
    clause: '2.1.5.2',
    confidence: 'S',
    references: [{ kpi: 'UeThpDlShare30', factor: 1 }],
  },
]
const uploadSpeed = (target: number): Rule => ({
  kpi: 'TestUlMean',
  relation: 'at-least',
  target,
  clause: '2.1.5.2',
  confidence: 'S',
  references: [{ kpi: 'UlUeThroughput', factor: IN_KBIT }],
})
const ACCESS_DELAY: Rule = {
  kpi: 'TestAccessDelay',
  relation: 'at-most',
  target: 50,
  clause: '2.1.3',
  confidence: 'S',
}

function rulesOf(
  act: Act,
  rules: readonly Rule[],
  clauseOf: (rule: Rule) => string = ({ clause }) => clause,
): Threshold[] {
  return rules.flatMap((rule) => {
    const { references = [], ...own } = rule
    const shared = { ...act, ...own, clause: clauseOf(rule), minSamples: TEST_POLICY.minSamples }
    const lines = references.map(
      ({ kpi, factor }): Threshold => ({
        ...shared,
        id: `${act.profile}/${kpi}`,
        kpi,
        target: own.target === null ? null : own.target * factor,
        use: 'reference',
      }),
    )
    return [{ ...shared, id: `${act.profile}/${rule.kpi}`, use: 'verdict' as const }, ...lines]
  })
}

export const THRESHOLDS: readonly Threshold[] = [
  // the clauses of the decision were not read
  ...rulesOf(DECISION_1529, [...SPEEDS, uploadSpeed(50), ACCESS_DELAY], () => ''),
  ...rulesOf(QCVN_126, [
    ...SPEEDS,
    uploadSpeed(30),
    ACCESS_DELAY,
    { kpi: 'TestAccessFail', relation: 'at-most', target: 5, clause: '2.1.2', confidence: 'S' },
    { kpi: 'TestDrop', relation: 'at-most', target: 5, clause: '2.1.4', confidence: 'M' },
    { kpi: 'TestSignalShare', relation: 'at-least', target: 95, clause: '2.1.1', confidence: 'M' },
  ]),
  // it adds an indicator on the share of download samples, whose value no source tells
  ...rulesOf(SUPPLEMENT_1, [{ kpi: 'TestDlShare30', relation: 'at-least', target: null, clause: '', confidence: 'S' }]),
]

function dayMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - VIETNAM_OFFSET_MS
}

/** Lines for a KPI that held at this instant [epoch ms], drafts among them. */
export function thresholdsAt(kpi: string, atMs: number): Threshold[] {
  return THRESHOLDS.filter(
    (each) => each.kpi === kpi && dayMs(each.from) <= atMs && (each.to === null || atMs < dayMs(each.to)),
  )
}
