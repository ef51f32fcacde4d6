import type { Bilingual, KpiDefinition, Linear } from '../definition.ts'

interface Share {
  id: string
  object?: KpiDefinition['object']
  title: Bilingual
  description: Bilingual
  den: Linear
  source: string
  sourceNote?: Bilingual
  confidence: KpiDefinition['confidence']
  example: KpiDefinition['example']
}

/** Time up over the known time that counts; unknown time is in neither, and widens the bounds instead. */
const share = ({ object = 'cell', den, ...own }: Share): KpiDefinition => ({
  version: 1,
  group: 'availability',
  unit: '%',
  direction: 'higher-is-better',
  basis: 'timeline',
  object,
  stages: [],
  formula: { kind: 'ratio', num: { 'avail.up': 1 }, den, scale: 100 },
  bounds: 'exact',
  modes: 'all',
  ...own,
})

const DAY: Bilingual = {
  vi: '2 cell trong 24 giờ: lỗi thiết bị 600 s, tác động theo kế hoạch 1.800 s, tiết kiệm năng lượng 3.600 s, không xác định 900 s',
  en: '2 cells over 24 h: fault 600 s, planned work 1 800 s, energy saving 3 600 s, unknown 900 s',
}
const DAY_SUMS = {
  exp: 172_800,
  'avail.up': 165_900,
  'avail.down': 600,
  'avail.planned': 1_800,
  'avail.es': 3_600,
  'avail.unknown': 900,
}

export const AVAILABILITY_SHARES: readonly KpiDefinition[] = [
  share({
    id: 'CellAvail.Total',
    title: { vi: 'Độ khả dụng của cell (mọi nguyên nhân)', en: 'Cell availability (all causes)' },
    description: {
      vi: 'Phần thời gian đã biết mà cell phục vụ được; tác động theo kế hoạch và tiết kiệm năng lượng tính là gián đoạn. Thời gian không xác định không tính, nhưng mở rộng khoảng cận dưới – cận trên.',
      en: 'Share of the known time in which the cell served; planned work and energy saving count as unavailable. Unknown time is left out, and widens the bounds instead.',
    },
    den: { 'avail.up': 1, 'avail.down': 1, 'avail.planned': 1, 'avail.es': 1 },
    source: 'TS 32.405 4.35.1, TS 32.450 6.4.1, TS 28.541',
    sourceNote: {
      vi: 'NR không có bộ đếm này: suy ra từ trạng thái của cell',
      en: 'NR has no such counter: derived from the states of the cell',
    },
    confidence: 'S',
    example: { story: DAY, sums: DAY_SUMS, value: 96.5096 },
  }),
  share({
    id: 'CellAvail.ExPlanned',
    title: { vi: 'Độ khả dụng của cell (không tính kế hoạch)', en: 'Cell availability (planned left out)' },
    description: {
      vi: 'Như trên, nhưng thời gian tác động theo kế hoạch đã đăng ký và tiết kiệm năng lượng được bỏ khỏi cả tử số và mẫu số.',
      en: 'As above, but registered planned work and energy saving leave numerator and denominator.',
    },
    den: { 'avail.up': 1, 'avail.down': 1 },
    source: '',
    sourceNote: {
      vi: 'thông lệ của nhà sản xuất: thời gian không tính thì bỏ khỏi cả hai vế; quy ước phiên bản 1',
      en: 'practice of vendors: time left out leaves both sides; policy version 1',
    },
    confidence: 'S',
    example: { story: DAY, sums: DAY_SUMS, value: 99.63964 },
  }),
  share({
    id: 'CellAvail.Equipment',
    title: { vi: 'Độ khả dụng của thiết bị', en: 'Equipment availability' },
    description: {
      vi: 'Chỉ xét thiết bị: gián đoạn do nguyên nhân bên ngoài (mất điện lưới, đứt truyền dẫn), tác động theo kế hoạch và tiết kiệm năng lượng được bỏ khỏi cả tử số và mẫu số.',
      en: 'The equipment alone: interruptions from outside of it (mains power, transport), planned work and energy saving leave numerator and denominator.',
    },
    den: { 'avail.up': 1, 'avail.down': 1, 'avail.down_external': -1 },
    source: 'ITU-T E.800',
    sourceNote: {
      vi: 'E.800 giả định nguồn lực bên ngoài được bảo đảm; nguyên nhân nào là bên ngoài do dự án quyết định, quy ước phiên bản 1',
      en: 'E.800 assumes that external resources are provided; what is external was decided here, policy version 1',
    },
    confidence: 'D',
    example: {
      story: {
        vi: '1 cell trong 24 giờ: lỗi thiết bị 600 s, mất điện lưới 3.600 s',
        en: '1 cell over 24 h: fault of the equipment 600 s, mains power away 3 600 s',
      },
      sums: { exp: 86_400, 'avail.up': 82_200, 'avail.down': 4_200, 'avail.down_external': 3_600 },
      value: 99.27536,
    },
  }),
  share({
    id: 'CellAvail.Service',
    title: { vi: 'Độ khả dụng của dịch vụ', en: 'Service availability' },
    description: {
      vi: 'Như người dùng thấy: mọi gián đoạn đều tính, kể cả tác động theo kế hoạch và nguyên nhân bên ngoài. Chỉ thời gian tiết kiệm năng lượng được bỏ khỏi cả tử số và mẫu số, vì khi đó cell khác phục vụ thay.',
      en: 'As users see it: every interruption counts, planned work and causes from outside too. Only energy saving leaves numerator and denominator, since other cells serve meanwhile.',
    },
    den: { 'avail.up': 1, 'avail.down': 1, 'avail.planned': 1 },
    source: 'ITU-T E.800',
    sourceNote: {
      vi: 'không giả định nguồn lực bên ngoài; quy ước về tiết kiệm năng lượng do dự án quyết định, phiên bản 1',
      en: 'external resources are not assumed; the policy on energy saving was decided here, version 1',
    },
    confidence: 'D',
    example: { story: DAY, sums: DAY_SUMS, value: 98.57398 },
  }),
  share({
    id: 'SiteAvail',
    object: 'station',
    title: { vi: 'Độ khả dụng của trạm', en: 'Station availability' },
    description: {
      vi: 'Trạm chỉ gián đoạn khi mọi cell của trạm cùng gián đoạn; nếu chỉ một phần cell gián đoạn thì trạm suy giảm chất lượng nhưng vẫn hoạt động.',
      en: 'A station is down only while all of its cells are down; while some are, it is degraded but up.',
    },
    den: { 'avail.up': 1, 'avail.down': 1, 'avail.planned': 1, 'avail.es': 1 },
    source: '',
    sourceNote: { vi: 'chỉ khi mọi cell của trạm cùng gián đoạn', en: 'down only while all cells of the station are' },
    confidence: 'D',
    example: {
      story: {
        vi: '1 trạm trong 24 giờ; cell 1 gián đoạn 600 s, cell 2 gián đoạn 300 s trong khoảng đó: cả trạm gián đoạn 300 s',
        en: '1 station over 24 h; cell 1 down for 600 s, cell 2 for 300 s of these: the station was down for 300 s',
      },
      sums: { exp: 86_400, 'avail.up': 86_100, 'avail.down': 300 },
      value: 99.65278,
    },
  }),
]
