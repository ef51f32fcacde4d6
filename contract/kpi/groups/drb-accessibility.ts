import type { KpiDefinition } from '../definition.ts'
import { successFactor, successStage } from './product.ts'

const ID = 'DRBAccessibility'

export const DRB_ACCESSIBILITY: KpiDefinition = {
  id: ID,
  version: 1,
  group: 'accessibility',
  title: { vi: 'Khả năng truy nhập kênh mang dữ liệu (DRB)', en: 'DRB accessibility' },
  description: {
    vi: 'Xác suất một UE đi trọn con đường tới dữ liệu: kết nối vô tuyến (RRC), báo hiệu tới mạng lõi (NG), kênh mang dữ liệu đầu tiên (DRB). Là tích của ba tỷ lệ đã gộp; chặng không có bộ đếm thì bỏ qua và số liệu được ghi là một phần.',
    en: 'Chance that a UE comes all the way to data: radio connection (RRC), signalling to the core (NG), first data bearer (DRB). The product of three aggregated ratios; a stage without counters is left out, and the figure is marked partial.',
  },
  unit: '%',
  direction: 'higher-is-better',
  basis: 'report',
  object: 'cell',
  stages: [
    successStage('rrc', { id: '', att: ['RRC.ConnEstabAtt'], succ: ['RRC.ConnEstabSucc'] }),
    successStage('ng', { id: '', att: ['UECNTX.ConnEstabAtt'], succ: ['UECNTX.ConnEstabSucc'] }),
    successStage('drb', { id: '', att: ['DRB.InitialEstabAtt'], succ: ['DRB.InitialEstabSucc'] }),
  ],
  formula: { kind: 'product', factors: ['rrc', 'ng', 'drb'].map((stage) => successFactor(ID, stage)), scale: 100 },
  bounds: 'success-ratio',
  modes: 'SA',
  source: 'TS 28.554 6.2.4 (DRBAccessibility.5QI); TS 28.552 5.1.1.10.5/5.1.1.10.6',
  sourceNote: {
    vi: 'chọn bộ đếm DRB đầu tiên (Initial) là theo trí nhớ',
    en: 'the choice of the Initial counters is from memory',
  },
  confidence: 'S',
  example: {
    story: {
      vi: 'RRC 990 trên 1.000, NG 985 trên 990, DRB 970 trên 980',
      en: 'RRC 990 of 1 000, NG 985 of 990, DRB 970 of 980',
    },
    sums: {
      [`${ID}.rrc_succ`]: 990,
      [`${ID}.rrc_att`]: 1_000,
      [`${ID}.ng_succ`]: 985,
      [`${ID}.ng_att`]: 990,
      [`${ID}.drb_succ`]: 970,
      [`${ID}.drb_att`]: 980,
    },
    value: 97.494898,
  },
}
