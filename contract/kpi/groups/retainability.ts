import type { Bilingual, KpiDefinition } from '../definition.ts'
import { oneStage } from '../stage.ts'
import { successRatio } from './success-ratio.ts'

interface Retainability {
  id: string
  title: Bilingual
  description: Bilingual
  releases: string
  time: string
  modes: KpiDefinition['modes']
  source: string
}

/** Abnormal releases of what was active, per second of session; TS 28.554's unit is "active release / second". */
const retainability = ({ releases, time, ...own }: Retainability): KpiDefinition => ({
  version: 1,
  group: 'retainability',
  unit: '1/s',
  direction: 'lower-is-better',
  basis: 'report',
  object: 'cell',
  stages: oneStage([
    { id: 'rel', sum: [releases], unit: 'count' },
    { id: 'time', sum: [time], unit: 'ms' },
  ]),
  formula: { kind: 'ratio', num: { [`${own.id}.rel`]: 1 }, den: { [`${own.id}.time`]: 1 }, scale: 1_000 },
  bounds: 'none',
  sourceNote: {
    vi: 'đã đọc định nghĩa và đơn vị; công thức theo bộ đếm là suy ra',
    en: 'definition and unit were read; the formula of the counters is derived',
  },
  confidence: 'S',
  example: {
    story: { vi: '3 lần giải phóng bất thường trong 6.000 s phiên', en: '3 abnormal releases in 6 000 s of session' },
    sums: { [`${own.id}.rel`]: 3, [`${own.id}.time`]: 6_000_000 },
    value: 0.0005,
  },
  ...own,
})

const DROP = 'DrbDropRate'

export const RETAINABILITY_KPIS: readonly KpiDefinition[] = [
  retainability({
    id: 'QoSRetain_R1',
    title: { vi: 'Khả năng duy trì luồng QoS (R1)', en: 'QoS flow retainability (R1)' },
    description: {
      vi: 'Số luồng QoS đang hoạt động bị giải phóng bất thường trên mỗi giây phiên của luồng. Các luồng song song tính thời gian nhiều lần: không dùng để suy ra mức của UE, hãy dùng R2.',
      en: 'Active QoS flows released abnormally, per second of session of the flows. Parallel flows count their time more than once: it says nothing of a UE as a whole, R2 does.',
    },
    releases: 'QF.RelActNbr',
    time: 'QF.SessionTimeQoS',
    modes: 'SA',
    source: 'TS 28.554 6.5.1 (QoSRetain_R1), TS 28.552 5.1.1.13.1.1, 5.1.1.13.2.1',
  }),
  retainability({
    id: 'QoSRetain_R2',
    title: { vi: 'Khả năng duy trì kết nối của UE (R2)', en: 'QoS flow retainability of UEs (R2)' },
    description: {
      vi: 'Số luồng QoS đang hoạt động bị giải phóng bất thường trên mỗi giây mà UE có ít nhất một luồng hoạt động.',
      en: 'Active QoS flows released abnormally, per second in which a UE has at least one active flow.',
    },
    releases: 'QF.RelActNbr',
    time: 'QF.SessionTimeUE',
    modes: 'SA',
    source: 'TS 28.554 6.5.1 (QoSRetain_R2), TS 28.552 5.1.1.13.1.1, 5.1.1.13.2.2',
  }),
  retainability({
    id: 'DRBRetain',
    title: { vi: 'Khả năng duy trì kênh mang dữ liệu (DRB)', en: 'DRB retainability' },
    description: {
      vi: 'Số kênh mang dữ liệu đang hoạt động bị giải phóng bất thường trên mỗi giây phiên.',
      en: 'Active data bearers released abnormally, per second of session.',
    },
    releases: 'DRB.RelActNbr',
    time: 'DRB.SessionTime',
    modes: 'all',
    source: 'TS 28.554 6.5.2 (DRBRetain), TS 28.552 5.1.1.10.3, 5.1.1.10.4',
  }),
  {
    id: DROP,
    version: 1,
    group: 'retainability',
    title: { vi: 'Tỷ lệ rớt kênh mang dữ liệu (kỹ thuật)', en: 'DRB drop rate (engineering)' },
    description: {
      vi: 'Kênh mang dữ liệu bị giải phóng bất thường trên số kênh đã thiết lập. Chỉ tiêu vận hành, không phải “tỷ lệ truyền tải dữ liệu bị rơi” của QCVN.',
      en: 'Data bearers released abnormally over those set up. For operation; not the regulation’s rate of dropped transfers.',
    },
    unit: '%',
    direction: 'lower-is-better',
    basis: 'report',
    object: 'cell',
    stages: oneStage([
      { id: 'rel', sum: ['DRB.RelActNbr'], unit: 'count' },
      { id: 'estab', sum: ['DRB.InitialEstabSucc', 'DRB.EstabSucc'], unit: 'count' },
    ]),
    formula: { kind: 'ratio', num: { [`${DROP}.rel`]: 1 }, den: { [`${DROP}.estab`]: 1 }, scale: 100 },
    // a bearer may be set up in one period and released in another: neither is at most the other, and nothing bounds it
    bounds: 'none',
    modes: 'all',
    source: 'TS 28.552 5.1.1.10.2, 5.1.1.10.3, 5.1.1.10.6',
    sourceNote: {
      vi: 'công thức do dự án đặt, với DRB.EstabSucc là các kênh thêm sau; theo một bản chép TS 28.552 bộ đếm này gồm cả các kênh đầu tiên: trạm đếm như vậy thì mẫu số tính chúng hai lần và tỷ lệ thấp hơn thực tế, nhiều nhất là một nửa; để so sánh các trạm hãy dùng DRBRetain',
      en: 'the formula was decided here, with DRB.EstabSucc as the bearers added later; by a transcription of TS 28.552 it has the first ones too: where a station counts so, the denominator has them twice and the rate is too low, by half at the most; to compare stations take DRBRetain',
    },
    confidence: 'D',
    example: {
      story: {
        vi: '12 lần giải phóng bất thường, 970 + 30 kênh đã thiết lập',
        en: '12 abnormal releases, 970 + 30 bearers set up',
      },
      sums: { [`${DROP}.rel`]: 12, [`${DROP}.estab`]: 1_000 },
      value: 1.2,
    },
  },
  successRatio({
    id: 'ScgAbnormalRelease',
    group: 'retainability',
    title: { vi: 'Tỷ lệ giải phóng SCG bất thường (NSA)', en: 'Abnormal SCG release (NSA)' },
    description: {
      vi: 'Trong các lần chặng 5G của UE (EN-DC) bị giải phóng, bao nhiêu phần trăm là bất thường.',
      en: 'Of the releases of the 5G leg of UEs (EN-DC), the share that was abnormal.',
    },
    att: ['VS.EnDc.SgnbRelTotal'],
    succ: ['VS.EnDc.SgnbRelAbnormal'],
    direction: 'lower-is-better',
    modes: 'NSA',
    source: 'TS 37.340 10.4 (Secondary Node Release)',
    sourceNote: { vi: 'bộ đếm VS. là phần mở rộng', en: 'counters are VS. extensions' },
    confidence: 'D',
  }),
]
