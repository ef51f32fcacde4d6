import type { Bilingual, KpiDefinition } from './definition.ts'
import { oneStage } from './stage.ts'

interface SuccessRatio {
  id: string
  title: Bilingual
  description: Bilingual
  att: string
  succ: string
  modes: KpiDefinition['modes']
  source: string
  confidence: KpiDefinition['confidence']
}

/** Σsuccesses / Σattempts · 100 with the guard success ≤ attempts. */
const successRatio = (k: SuccessRatio): KpiDefinition => ({
  id: k.id,
  version: 1,
  group: 'accessibility',
  title: k.title,
  description: k.description,
  unit: '%',
  direction: 'higher-is-better',
  basis: 'report',
  object: 'cell',
  stages: oneStage(
    [
      { id: 'att', sum: [k.att], unit: 'count' },
      { id: 'succ', sum: [k.succ], unit: 'count' },
    ],
    [['succ', 'att']],
  ),
  formula: { kind: 'ratio', num: { [`${k.id}.succ`]: 1 }, den: { [`${k.id}.att`]: 1 }, scale: 100 },
  bounds: 'success-ratio',
  modes: k.modes,
  source: k.source,
  confidence: k.confidence,
  workedExample:
    '98 of 100, 1 of 2 and 950 of 1000 → 1049 / 1102 = 95.1906 % (the mean of the ratios, 81.0 %, is wrong)',
})

export const ACCESSIBILITY_KPIS: readonly KpiDefinition[] = [
  successRatio({
    id: 'RrcSetupSuccess',
    title: { vi: 'Tỷ lệ thiết lập RRC thành công', en: 'RRC setup success' },
    description: {
      vi: 'Trong các lần UE xin kết nối vô tuyến, bao nhiêu phần trăm thành công.',
      en: 'Of the attempts of UEs to set up a radio connection, the share that succeeded.',
    },
    att: 'RRC.ConnEstabAtt',
    succ: 'RRC.ConnEstabSucc',
    modes: 'SA',
    source: 'TS 28.552 5.1.1.15.1/5.1.1.15.2 (RRC.ConnEstabAtt, RRC.ConnEstabSucc)',
    confidence: 'S',
  }),
  successRatio({
    id: 'SgnbAddSuccess',
    title: { vi: 'Tỷ lệ thêm SgNB thành công (NSA)', en: 'SgNB addition success (NSA)' },
    description: {
      vi: 'Trong các lần trạm 4G xin thêm chặng 5G cho UE (EN-DC), bao nhiêu phần trăm thành công.',
      en: 'Of the requests of the LTE node to add the 5G leg for a UE (EN-DC), the share that succeeded.',
    },
    att: 'VS.EnDc.SgnbAddReq',
    succ: 'VS.EnDc.SgnbAddSucc',
    modes: 'NSA',
    source: 'TS 37.340 10.2 (Secondary Node Addition); counters are VS. extensions',
    confidence: 'D',
  }),
]
