import type { KpiDefinition } from './definition.ts'
import { oneStage } from './stage.ts'

export const UTILISATION_KPIS: readonly KpiDefinition[] = [
  {
    id: 'PrbUtilDl',
    version: 1,
    group: 'utilisation',
    title: { vi: 'Tỷ lệ sử dụng PRB hướng xuống', en: 'PRB utilisation DL' },
    description: {
      vi: 'Khối tài nguyên vô tuyến đã dùng chia cho khối sẵn có, tính theo thời gian; giữa các cell có trọng số theo khoảng cách sóng mang con.',
      en: 'Resource blocks used over those available, weighed by time; between cells also by sub-carrier spacing.',
    },
    unit: '%',
    direction: 'neutral',
    basis: 'report',
    object: 'cell',
    stages: oneStage(
      [
        { id: 'used', sum: ['RRU.PrbUsedDl'], times: ['@period'], unit: 'PRB·ms', weigh: 'scs' },
        { id: 'avail', sum: ['RRU.PrbAvailDl'], times: ['@period'], unit: 'PRB·ms', weigh: 'scs' },
      ],
      [['used', 'avail']],
    ),
    formula: { kind: 'ratio', num: { 'PrbUtilDl.used': 1 }, den: { 'PrbUtilDl.avail': 1 }, scale: 100 },
    bounds: 'utilisation',
    modes: 'all',
    source: 'TS 28.552 5.1.1.2 (RRU.PrbUsedDl, RRU.PrbAvailDl); ΣPrbUsed/ΣPrbAvail instead of the mean of RRU.PrbTotDl',
    confidence: 'S',
    workedExample: '120 of 273 and 20 of 51 PRB over one period of equal spacing → 140 / 324 = 43.2099 %',
  },
]
