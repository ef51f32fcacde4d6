import {
  type Asked,
  calculationText,
  type Explanation,
  formulaText,
  type KpiDefinition,
  type KpiFigure,
  type Language,
  type Remark,
  type Sums,
} from '../../contract/mod.ts'
import type { TelemetryLogReader } from '../../log/mod.ts'
import type { KpiPoint, KpiStore } from '../../store/mod.ts'
import type { StateReader } from '../state/view.ts'

/** What an explanation is made from. */
export interface ExplainSources {
  readonly realm: string
  readonly store: KpiStore
  /** State and log of the processor; absent: only what the store knows can be told. */
  readonly lineage?: { readonly view: StateReader; readonly log: TelemetryLogReader; readonly partition: number }
}

export const NO_LINEAGE: Remark = { code: 'no-lineage', facts: {} }

/** Of what an explanation has nothing. */
export const EMPTY = {
  reports: null,
  timeline: null,
  members: null,
  windows: null,
  samples: null,
  registry: null,
  hours: null,
} as const

export function headOf({ id, version, unit, title, description, source }: KpiDefinition): Explanation['kpi'] {
  return { id, version, unit, title, description, source }
}

/** The formula with names, and with the numbers put in. */
export function arithmeticOf(
  kpi: KpiDefinition,
  sums: Sums,
  figure: KpiFigure,
  asked: Asked,
): Pick<Explanation, 'formula' | 'calculation'> {
  const text = (language: Language) => calculationText(kpi, sums, figure, asked, language)
  const [vi, en] = [text('vi'), text('en')]
  return {
    formula: { vi: formulaText(kpi, 'vi'), en: formulaText(kpi, 'en') },
    calculation: vi === undefined || en === undefined ? null : { vi, en },
  }
}

/** Where the store has no row at all nothing was ever reported. */
export function figureOf(point: KpiPoint | undefined): KpiFigure {
  if (point === undefined) {
    const none = {
      value: null,
      lo: null,
      hi: null,
      boundKind: 'none',
      n: 0,
      coverage: null,
      suspectShare: null,
    } as const
    return { ...none, na: 'never-reported' }
  }
  const { t: _t, status: _status, rev: _rev, ...figure } = point
  return figure
}
