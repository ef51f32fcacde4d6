import type { Bilingual, KpiDefinition } from '../definition.ts'
import { oneStage } from '../stage.ts'

export interface SuccessRatio {
  id: string
  group: KpiDefinition['group']
  title: Bilingual
  description: Bilingual
  /** Σ of these is what was attempted. */
  att: readonly string[]
  /** Σ of these is what came of it. */
  succ: readonly string[]
  /** Absent: what came of it is wanted. */
  direction?: KpiDefinition['direction']
  modes: KpiDefinition['modes']
  source: string
  sourceNote?: Bilingual
  confidence: KpiDefinition['confidence']
}

/** Σsuccesses / Σattempts · 100 with the guard success ≤ attempts. */
export const successRatio = ({ att, succ, direction = 'higher-is-better', ...own }: SuccessRatio): KpiDefinition => ({
  version: 1,
  unit: '%',
  direction,
  basis: 'report',
  object: 'cell',
  stages: oneStage(
    [
      { id: 'att', sum: att, unit: 'count' },
      { id: 'succ', sum: succ, unit: 'count' },
    ],
    [['succ', 'att']],
  ),
  formula: { kind: 'ratio', num: { [`${own.id}.succ`]: 1 }, den: { [`${own.id}.att`]: 1 }, scale: 100 },
  bounds: 'success-ratio',
  example: {
    story: {
      vi: '98 trên 100, 1 trên 2 và 950 trên 1.000 (trung bình cộng của ba tỷ lệ, 81,0 %, là sai)',
      en: '98 of 100, 1 of 2 and 950 of 1 000 (the mean of the three ratios, 81.0 %, is wrong)',
    },
    sums: { [`${own.id}.succ`]: 1_049, [`${own.id}.att`]: 1_102 },
    value: 95.1906,
  },
  ...own,
})
