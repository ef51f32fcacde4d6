import type { Bilingual, KpiDefinition, RatioFormula, Stage } from '../definition.ts'
import { BY_PACKETS, packetWeighted } from './packet-weighted.ts'

/** The ways of a packet through the NG-RAN, one behind the other; each has counters of its own. */
const WAYS = {
  cuup: { counter: 'DRB.PdcpSduDelayDl', clause: '5.1.3.3.1', confidence: 'V' },
  f1u: { counter: 'DRB.PdcpF1DelayDl', clause: '5.1.3.3.2', confidence: 'S' },
  du: { counter: 'DRB.RlcSduDelayDl', clause: '5.1.3.3.3', confidence: 'S' },
  air: { counter: 'DRB.AirIfDelayDl', clause: '5.1.1.1.1', confidence: 'S' },
} as const
type Way = keyof typeof WAYS

const WHOLE = 'DlDelayNr'

const wayStage = (way: Way): Stage => packetWeighted(way, `${way}_`, WAYS[way].counter, 'time', 'us·packet', 'DL')

/** µs, weighed by packets, as ms. */
const ofParts = (owner: string, prefix: string): Pick<RatioFormula, 'kind' | 'num' | 'den'> => ({
  kind: 'ratio',
  num: { [`${owner}.${prefix}time`]: 1 },
  den: { [`${owner}.${prefix}n`]: 1 },
})

const SHARED = {
  version: 1,
  group: 'delay',
  unit: 'ms',
  direction: 'lower-is-better',
  basis: 'report',
  object: 'cell',
  bounds: 'none',
  modes: 'all',
} as const

const STORY: Bilingual = {
  vi: '900 gói, trung bình 2 ms, và 100 gói, trung bình 12 ms (trung bình cộng, 7 ms, là sai)',
  en: '900 packets of 2 ms on average and 100 of 12 ms (the plain mean, 7 ms, is wrong)',
}
const exampleOf = (owner: string, prefix: string): KpiDefinition['example'] => ({
  story: STORY,
  sums: { [`${owner}.${prefix}time`]: 3_000_000, [`${owner}.${prefix}n`]: 1_000 },
  value: 3,
})

interface Delay {
  id: string
  title: Bilingual
  description: Bilingual
}

/** One of the ways alone, of the parts of the whole. */
const ofWay = (way: Way, own: Delay): KpiDefinition => ({
  ...SHARED,
  ...own,
  stages: [],
  partsOf: WHOLE,
  formula: { ...ofParts(WHOLE, `${way}_`), scale: 1e-3, stage: way },
  source: `TS 28.552 ${WAYS[way].clause} (${WAYS[way].counter})`,
  sourceNote: BY_PACKETS,
  confidence: WAYS[way].confidence,
  example: exampleOf(WHOLE, `${way}_`),
})

/** A delay with parts of its own. */
const ofCounter = (counter: string, direction: 'DL' | 'UL', clause: string, own: Delay): KpiDefinition => ({
  ...SHARED,
  ...own,
  stages: [packetWeighted('', '', counter, 'time', 'us·packet', direction)],
  formula: { ...ofParts(own.id, ''), scale: 1e-3 },
  source: `TS 28.552 ${clause} (${counter})`,
  sourceNote: BY_PACKETS,
  confidence: 'S',
  example: exampleOf(own.id, ''),
})

const wayWords: Bilingual = {
  vi: 'Trung bình theo gói tin, không phải trung bình của các trung bình.',
  en: 'A mean over packets, not a mean of means.',
}
const say = (vi: string, en: string): Bilingual => ({ vi: `${vi} ${wayWords.vi}`, en: `${en} ${wayWords.en}` })

export const DELAY_KPIS: readonly KpiDefinition[] = [
  {
    ...SHARED,
    id: WHOLE,
    title: { vi: 'Độ trễ hướng xuống trong mạng vô tuyến', en: 'DL delay in the NG-RAN' },
    description: {
      vi: 'Tổng độ trễ trung bình của gói tin qua CU-UP, giao diện F1-U, gNB-DU và giao diện vô tuyến; mỗi đoạn có trọng số riêng. Đoạn không có bộ đếm thì bỏ qua và số liệu được ghi là một phần.',
      en: 'Mean delay of packets through CU-UP, F1-U, gNB-DU and air interface, added up; each way with a weight of its own. A way without counters is left out, and the figure is marked partial.',
    },
    stages: (Object.keys(WAYS) as Way[]).map(wayStage),
    formula: {
      kind: 'ratio-sum',
      terms: (Object.keys(WAYS) as Way[]).map((way) => ({ ...ofParts(WHOLE, `${way}_`), scale: 1, stage: way })),
      scale: 1e-3,
    },
    source: 'TS 28.554 6.3.1, TS 28.552 5.1.3.3.1–3, 5.1.1.1.1',
    sourceNote: BY_PACKETS,
    confidence: 'S',
    example: {
      story: {
        vi: 'CU-UP 1 ms, F1-U 0,5 ms, gNB-DU 3 ms, vô tuyến 4 ms; mỗi đoạn 1.000 gói',
        en: 'CU-UP 1 ms, F1-U 0.5 ms, gNB-DU 3 ms, air 4 ms; 1 000 packets each',
      },
      sums: {
        [`${WHOLE}.cuup_time`]: 1_000_000,
        [`${WHOLE}.cuup_n`]: 1_000,
        [`${WHOLE}.f1u_time`]: 500_000,
        [`${WHOLE}.f1u_n`]: 1_000,
        [`${WHOLE}.du_time`]: 3_000_000,
        [`${WHOLE}.du_n`]: 1_000,
        [`${WHOLE}.air_time`]: 4_000_000,
        [`${WHOLE}.air_n`]: 1_000,
      },
      value: 8.5,
    },
  },
  ofWay('cuup', {
    id: 'PdcpSduDelayDl',
    title: { vi: 'Độ trễ hướng xuống trong CU-UP', en: 'DL delay in the CU-UP' },
    description: say('Thời gian gói tin nằm trong khối CU-UP của trạm.', 'Time that packets spend in the CU-UP.'),
  }),
  ofWay('f1u', {
    id: 'PdcpF1DelayDl',
    title: { vi: 'Độ trễ hướng xuống trên F1-U', en: 'DL delay on F1-U' },
    description: say('Thời gian gói tin đi từ CU-UP tới DU.', 'Time that packets take from CU-UP to DU.'),
  }),
  ofWay('du', {
    id: 'DLDelay_gNBDU',
    title: { vi: 'Độ trễ hướng xuống trong gNB-DU', en: 'DL delay in the gNB-DU' },
    description: say(
      'Thời gian gói tin chờ trong DU đến khi được truyền đi.',
      'Time that packets wait in the DU until they are sent.',
    ),
  }),
  ofWay('air', {
    id: 'AirIfDelayDl',
    title: { vi: 'Độ trễ giao diện vô tuyến hướng xuống', en: 'DL delay on the air interface' },
    description: say(
      'Thời gian từ khi truyền tới khi UE xác nhận đã nhận.',
      'Time from sending until the UE has acknowledged.',
    ),
  }),
  ofCounter('DRB.RlcSduLatencyDl', 'DL', '5.1.3.4.2', {
    id: 'DLLat_gNBDU',
    title: { vi: 'Độ trễ IP hướng xuống trong gNB-DU', en: 'DL IP latency in the gNB-DU' },
    description: say(
      'Chỉ tính các gói tin đến khi hàng đợi đang rỗng, nên không chịu ảnh hưởng của tải.',
      'Of packets that arrive at an empty queue alone, so that load has no part in it.',
    ),
  }),
  ofCounter('DRB.AirIfDelayUl', 'UL', '5.1.1.1.3', {
    id: 'AirIfDelayUl',
    title: { vi: 'Độ trễ giao diện vô tuyến hướng lên', en: 'UL delay on the air interface' },
    description: say('Thời gian gói tin đi từ UE tới trạm.', 'Time that packets take from UE to station.'),
  }),
  ofCounter('DRB.RlcDelayUl', 'UL', '5.1.1.1.4', {
    id: 'RlcDelayUl',
    title: { vi: 'Độ trễ RLC hướng lên', en: 'UL delay in RLC' },
    description: say('Thời gian gói tin chờ trong lớp RLC của DU.', 'Time that packets wait in the RLC of the DU.'),
  }),
  ofCounter('DRB.PdcpReordDelayUl', 'UL', '5.1.1.1.5', {
    id: 'PdcpReordDelayUl',
    title: { vi: 'Độ trễ sắp xếp lại PDCP hướng lên', en: 'UL re-ordering delay in PDCP' },
    description: say(
      'Thời gian gói tin chờ được sắp xếp lại đúng thứ tự.',
      'Time that packets wait to be put in order again.',
    ),
  }),
]
