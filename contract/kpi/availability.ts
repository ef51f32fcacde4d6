import type { KpiDefinition } from './definition.ts'

export const AVAILABILITY_KPIS: readonly KpiDefinition[] = [
  {
    id: 'CellAvail.Total',
    version: 1,
    group: 'availability',
    title: { vi: 'Độ khả dụng của cell (mọi nguyên nhân)', en: 'Cell availability (all causes)' },
    description: {
      vi: 'Phần thời gian đã biết mà cell phục vụ được; bảo trì và tiết kiệm năng lượng tính là gián đoạn. Thời gian không xác định không tính, nhưng mở rộng khoảng cận dưới – cận trên.',
      en: 'Share of the known time in which the cell served; planned work and energy saving count as unavailable. Unknown time is left out, and widens the bounds instead.',
    },
    unit: '%',
    direction: 'higher-is-better',
    basis: 'timeline',
    object: 'cell',
    stages: [],
    formula: {
      kind: 'ratio',
      num: { 'avail.up': 1 },
      den: { 'avail.up': 1, 'avail.down': 1, 'avail.planned': 1, 'avail.es': 1 },
      scale: 100,
    },
    bounds: 'exact',
    modes: 'all',
    source: 'TS 32.405 4.35.1 (causes), TS 32.450 6.4.1 (formula), for NR derived from TS 28.541 states',
    confidence: 'S',
    workedExample:
      '2 cells · 24 h, fault 600 s, planned 1800 s, energy saving 3600 s, unknown 900 s → 165 900 / 171 900 = 96.5096 %, bounds 96.00694 to 96.52778 %',
  },
  {
    id: 'CellAvail.ExPlanned',
    version: 1,
    group: 'availability',
    title: { vi: 'Độ khả dụng của cell (không tính kế hoạch)', en: 'Cell availability (planned left out)' },
    description: {
      vi: 'Như trên, nhưng thời gian bảo trì đã đăng ký và tiết kiệm năng lượng được bỏ khỏi cả tử số và mẫu số.',
      en: 'As above, but registered planned work and energy saving leave numerator and denominator.',
    },
    unit: '%',
    direction: 'higher-is-better',
    basis: 'timeline',
    object: 'cell',
    stages: [],
    formula: { kind: 'ratio', num: { 'avail.up': 1 }, den: { 'avail.up': 1, 'avail.down': 1 }, scale: 100 },
    bounds: 'exact',
    modes: 'all',
    source: 'vendor practice: excluded time leaves both sides; policy "planned and energy saving excluded", version 1',
    confidence: 'S',
    workedExample: 'the same day: 165 900 / 166 500 = 99.63964 %',
  },
]
