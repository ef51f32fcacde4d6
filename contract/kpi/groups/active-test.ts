import type { Bilingual, Formula, KpiDefinition, PartDefinition } from '../definition.ts'
import { TEST_POLICY } from '../test-policy.ts'

interface ActiveTest {
  id: string
  title: Bilingual
  description: Bilingual
  unit: '%' | 'ms' | 'Mbit/s'
  direction: KpiDefinition['direction']
  /** Empty: those of `partsOf`. */
  parts: readonly PartDefinition[]
  partsOf?: string
  formula: Formula
  source: string
  sourceNote?: Bilingual
  confidence: KpiDefinition['confidence']
  example: KpiDefinition['example']
}

const COUNTED: Bilingual = {
  vi: 'Chỉ tính mẫu đo trên mạng 5G, cách mẫu trước cùng loại của cùng một UE ít nhất 30 s; mẫu khác được liệt kê nhưng không tính.',
  en: 'Of samples on 5G, at least 30 s after the same UE’s last one of the same kind; others are listed and not counted.',
}

const activeTest = ({ parts, unit, description, ...own }: ActiveTest): KpiDefinition => ({
  version: 1,
  group: 'active-test',
  description: { vi: `${description.vi} ${COUNTED.vi}`, en: `${description.en} ${COUNTED.en}` },
  unit,
  basis: 'test',
  object: 'cell',
  stages: parts.length === 0 ? [] : [{ id: '', parts, variants: [] }],
  bounds: unit === '%' ? 'wilson' : 'none',
  modes: 'all',
  ...own,
})

const count = (id: string): PartDefinition => ({ id, unit: 'count' })
const ofSamples = (kpi: string, part: string, scale: number): Formula => ({
  kind: 'ratio',
  num: { [`${kpi}.${part}`]: 1 },
  den: { [`${kpi}.n`]: 1 },
  scale,
})

const METHOD = '1529/QĐ-BTTTT (2020); QCVN 126:2021/BTTTT'

export const ACTIVE_TEST_KPIS: readonly KpiDefinition[] = [
  activeTest({
    id: 'TestSignalShare',
    title: { vi: 'Độ sẵn sàng của mạng vô tuyến (mẫu đo)', en: 'Radio network availability (test samples)' },
    description: {
      vi: `Tỷ lệ mẫu đo có mức tín hiệu SS-RSRP từ ${TEST_POLICY.minSsRsrpDbm} dBm trở lên (mức này chưa đối chiếu với văn bản). Là chỉ tiêu về vùng phủ sóng của QCVN, không phải độ khả dụng theo thời gian.`,
      en: `Share of the samples with a signal level (SS-RSRP) of ${TEST_POLICY.minSsRsrpDbm} dBm or more (a level not checked against the text). The regulation's measure of radio coverage, not of time.`,
    },
    unit: '%',
    direction: 'higher-is-better',
    parts: [count('n'), count('ok')],
    formula: ofSamples('TestSignalShare', 'ok', 100),
    source: `${METHOD} 2.1.1; QCVN 81:2019/BTTTT 2.1.1`,
    sourceNote: { vi: 'mức tín hiệu theo trí nhớ', en: 'the signal level is from memory' },
    confidence: 'M',
    example: {
      story: { vi: '1.500 mẫu, 1.455 mẫu đạt mức tín hiệu', en: '1 500 samples, 1 455 of them strong enough' },
      sums: { 'TestSignalShare.n': 1_500, 'TestSignalShare.ok': 1_455 },
      value: 97,
    },
  }),
  activeTest({
    id: 'TestAccessFail',
    title: { vi: 'Tỷ lệ truy nhập không thành công dịch vụ', en: 'Failed service access' },
    description: {
      vi: 'Tỷ lệ lần thử truy nhập dịch vụ không thành công. Lỗi của máy chủ đo không tính.',
      en: 'Share of the attempts to reach the service that failed. Faults of the test server do not count.',
    },
    unit: '%',
    direction: 'lower-is-better',
    parts: [count('n'), count('failed')],
    formula: ofSamples('TestAccessFail', 'failed', 100),
    source: `${METHOD} 2.1.2`,
    confidence: 'S',
    example: {
      story: { vi: '1.500 lần thử, 45 lần không thành công', en: '1 500 attempts, 45 of them failed' },
      sums: { 'TestAccessFail.n': 1_500, 'TestAccessFail.failed': 45 },
      value: 3,
    },
  }),
  activeTest({
    id: 'TestAccessDelay',
    title: { vi: 'Thời gian trễ trung bình truy nhập dịch vụ', en: 'Mean service access delay' },
    description: {
      vi: 'Trung bình thời gian trễ của các lần truy nhập thành công.',
      en: 'Mean delay of the accesses that succeeded.',
    },
    unit: 'ms',
    direction: 'lower-is-better',
    parts: [count('n'), { id: 'time', unit: 'us' }],
    formula: ofSamples('TestAccessDelay', 'time', 1e-3),
    source: `${METHOD} 2.1.3`,
    confidence: 'S',
    example: {
      story: { vi: '20 ms, 30 ms và 46 ms', en: '20 ms, 30 ms and 46 ms' },
      sums: { 'TestAccessDelay.n': 3, 'TestAccessDelay.time': 96_000 },
      value: 32,
    },
  }),
  activeTest({
    id: 'TestDrop',
    title: { vi: 'Tỷ lệ truyền tải dữ liệu bị rơi', en: 'Dropped data transfers' },
    description: {
      vi: 'Tỷ lệ lần tải (hướng xuống và hướng lên) đã bắt đầu nhưng bị rơi giữa chừng.',
      en: 'Share of the transfers, both directions, that began and were dropped on the way.',
    },
    unit: '%',
    direction: 'lower-is-better',
    parts: [count('n'), count('dropped')],
    formula: ofSamples('TestDrop', 'dropped', 100),
    source: `${METHOD} 2.1.4`,
    sourceNote: { vi: 'lần tải nào được tính là theo trí nhớ', en: 'which transfers count is from memory' },
    confidence: 'M',
    example: {
      story: { vi: '1.500 lần tải, 30 lần bị rơi', en: '1 500 transfers, 30 of them dropped' },
      sums: { 'TestDrop.n': 1_500, 'TestDrop.dropped': 30 },
      value: 2,
    },
  }),
  activeTest({
    id: 'TestDlMean',
    title: { vi: 'Tốc độ tải dữ liệu trung bình hướng xuống', en: 'Mean download speed' },
    description: {
      vi: 'Trung bình cộng tốc độ của các mẫu đo; tốc độ một mẫu là dung lượng tệp chia cho thời gian tải.',
      en: 'Mean of the speeds of the samples; the speed of one is the size of the file over the time its transfer took.',
    },
    unit: 'Mbit/s',
    direction: 'higher-is-better',
    parts: [count('n'), { id: 'speed', unit: 'bit/s' }, count('least')],
    formula: ofSamples('TestDlMean', 'speed', 1e-6),
    source: `${METHOD} 2.1.5`,
    confidence: 'S',
    example: {
      story: { vi: '125 MB trong 10 s và 125 MB trong 5 s', en: '125 MB in 10 s and 125 MB in 5 s' },
      sums: { 'TestDlMean.n': 2, 'TestDlMean.speed': 300_000_000, 'TestDlMean.least': 2 },
      value: 150,
    },
  }),
  activeTest({
    id: 'TestUlMean',
    title: { vi: 'Tốc độ tải dữ liệu trung bình hướng lên', en: 'Mean upload speed' },
    description: {
      vi: 'Trung bình cộng tốc độ của các mẫu đo; tốc độ một mẫu là dung lượng tệp chia cho thời gian tải.',
      en: 'Mean of the speeds of the samples; the speed of one is the size of the file over the time its transfer took.',
    },
    unit: 'Mbit/s',
    direction: 'higher-is-better',
    parts: [count('n'), { id: 'speed', unit: 'bit/s' }],
    formula: ofSamples('TestUlMean', 'speed', 1e-6),
    source: `${METHOD} 2.1.5`,
    confidence: 'S',
    example: {
      story: { vi: '50 MB trong 10 s và 50 MB trong 8 s', en: '50 MB in 10 s and 50 MB in 8 s' },
      sums: { 'TestUlMean.n': 2, 'TestUlMean.speed': 90_000_000 },
      value: 45,
    },
  }),
  activeTest({
    id: 'TestDlShare30',
    title: {
      vi: 'Tỷ lệ mẫu đo hướng xuống từ 30 Mbit/s trở lên',
      en: 'Share of download samples at 30 Mbit/s or more',
    },
    description: {
      vi: 'Phần mẫu đo tải hướng xuống có tốc độ ít nhất 30 Mbit/s.',
      en: 'Share of the download samples with a speed of at least 30 Mbit/s.',
    },
    unit: '%',
    direction: 'higher-is-better',
    parts: [],
    partsOf: 'TestDlMean',
    formula: ofSamples('TestDlMean', 'least', 100),
    source: `${METHOD} 2.1.5`,
    confidence: 'S',
    example: {
      story: {
        vi: '1.500 mẫu, 1.442 mẫu từ 30 Mbit/s trở lên',
        en: '1 500 samples, 1 442 of them at 30 Mbit/s or more',
      },
      sums: { 'TestDlMean.n': 1_500, 'TestDlMean.least': 1_442 },
      value: 96.1333,
    },
  }),
]
