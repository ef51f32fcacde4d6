import type { Bilingual, Formula, KpiDefinition } from '../definition.ts'

interface OfOutages {
  id: string
  title: Bilingual
  description: Bilingual
  unit: string
  direction: KpiDefinition['direction']
  formula: Formula
  bounds: KpiDefinition['bounds']
  source: string
  sourceNote?: Bilingual
  confidence: KpiDefinition['confidence']
  example: KpiDefinition['example']
}

const ofTimeline = (own: OfOutages): KpiDefinition => ({
  version: 1,
  group: 'availability',
  basis: 'timeline',
  object: 'cell',
  stages: [],
  modes: 'all',
  ...own,
})

const RULE: Bilingual = {
  vi: 'Một lần gián đoạn kéo dài ít nhất 10 s; hai lần cách nhau dưới 60 s hoạt động được tính là một.',
  en: 'An outage lasts at least 10 s; two with less than 60 s up between them are one.',
}

/** Outages are intervals of the timeline; each is counted in the window in which it began, its length where it ended. */
export const OUTAGE_KPIS: readonly KpiDefinition[] = [
  ofTimeline({
    id: 'OutageCount',
    title: { vi: 'Số lần gián đoạn', en: 'Outages' },
    description: {
      vi: `Số lần cell bắt đầu gián đoạn ngoài kế hoạch. ${RULE.vi}`,
      en: `How often cells went down unplanned. ${RULE.en}`,
    },
    unit: 'count',
    direction: 'lower-is-better',
    formula: { kind: 'sum', of: { 'outage.started': 1 }, scale: 1 },
    bounds: 'sum',
    source: 'ITU-T G.827 (outage intensity)',
    sourceNote: {
      vi: 'độ dài tối thiểu và cách nối do dự án quyết định',
      en: 'least length and joining were decided here',
    },
    confidence: 'D',
    example: {
      story: {
        vi: 'ba lần gián đoạn, trong đó hai lần cách nhau 40 s',
        en: 'three interruptions, two of them 40 s apart',
      },
      sums: { exp: 86_400, 'avail.up': 85_000, 'avail.down': 1_400, 'outage.started': 2 },
      value: 2,
    },
  }),
  ofTimeline({
    id: 'Mtbf',
    title: { vi: 'Thời gian trung bình giữa hai lần gián đoạn (MTBF)', en: 'Mean time between outages (MTBF)' },
    description: {
      vi: `Tổng thời gian hoạt động chia cho số lần gián đoạn. Không có lần nào thì không có giá trị. ${RULE.vi}`,
      en: `Time up over the number of outages. Without an outage there is no value. ${RULE.en}`,
    },
    unit: 'h',
    direction: 'higher-is-better',
    formula: { kind: 'ratio', num: { 'avail.up': 1 }, den: { 'outage.started': 1 }, scale: 1 / 3600 },
    bounds: 'none',
    source: 'ITU-T G.827 (mean time between outages)',
    confidence: 'S',
    example: {
      story: { vi: '720 giờ hoạt động, 4 lần gián đoạn', en: '720 h up, 4 outages' },
      sums: { exp: 2_599_200, 'avail.up': 2_592_000, 'avail.down': 7_200, 'outage.started': 4 },
      value: 180,
    },
  }),
  ofTimeline({
    id: 'Mttr',
    title: { vi: 'Thời gian khôi phục trung bình (MTTR)', en: 'Mean time to restore (MTTR)' },
    description: {
      vi: `Tổng độ dài các lần gián đoạn đã kết thúc chia cho số lần đó. Lần chưa kết thúc không tính, được báo riêng. ${RULE.vi}`,
      en: `Length of the outages that ended, whole, over their number. Open ones are left out and reported apart. ${RULE.en}`,
    },
    unit: 'min',
    direction: 'lower-is-better',
    formula: { kind: 'ratio', num: { 'outage.closed_s': 1 }, den: { 'outage.closed': 1 }, scale: 1 / 60 },
    bounds: 'none',
    source: 'ITU-T G.827',
    sourceNote: { vi: 'chỉ tính lần đã kết thúc', en: 'closed outages alone' },
    confidence: 'D',
    example: {
      story: { vi: '4 lần gián đoạn đã kết thúc, tổng 7.200 s', en: '4 outages that ended, 7 200 s together' },
      sums: {
        exp: 2_599_200,
        'avail.up': 2_592_000,
        'avail.down': 7_200,
        'outage.closed': 4,
        'outage.closed_s': 7_200,
      },
      value: 30,
    },
  }),
  ofTimeline({
    id: 'AvailDisagreement',
    title: { vi: 'Chênh lệch thời gian gián đoạn', en: 'Disagreement on unavailable time' },
    description: {
      vi: 'Số giây mà bộ đếm gián đoạn của chính trạm (RRU.CellUnavailableTime) khác với trạng thái, cảnh báo thiết bị và khoảng mất liên lạc. Càng nhỏ thì số liệu độ khả dụng càng đáng tin.',
      en: 'Seconds by which the station’s own counter of unavailable time (RRU.CellUnavailableTime) differs from what states, alarms and silences show. The smaller, the better founded availability is.',
    },
    unit: 's',
    direction: 'lower-is-better',
    formula: { kind: 'sum', of: { 'avail.disagreement': 1 }, scale: 1 },
    bounds: 'none',
    source: '',
    confidence: 'D',
    example: {
      story: {
        vi: 'bộ đếm của trạm 120 s, trạng thái cho thấy 90 s',
        en: 'the counter says 120 s, the states show 90 s',
      },
      sums: { exp: 900, 'avail.up': 780, 'avail.down': 120, 'avail.disagreement': 30 },
      value: 30,
    },
  }),
]
