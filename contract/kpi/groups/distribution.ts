import type { Bilingual, EdgesId, KpiDefinition, KpiGroup, Linear } from '../definition.ts'
import { BIN_COUNT, binFrom, EDGES } from '../edges.ts'

/** A histogram of the station: the KPI that owns the bins counts the samples, others read percentiles and shares off them. */
export interface Distribution {
  /** Of the KPI that owns the bins. */
  readonly id: string
  /** Ids of percentiles and shares begin with it. */
  readonly stem: string
  readonly group: KpiGroup
  readonly edges: EdgesId
  /** `DRB.UEThpDlDist` */
  readonly counter: string
  /** What is distributed, as it stands in a title. */
  readonly of: Bilingual
  /** What one sample is. */
  readonly sample: Bilingual
  readonly source: string
  readonly confidence: KpiDefinition['confidence']
}

const binFields = (id: string, from: number, to: number): Linear =>
  Object.fromEntries(Array.from({ length: to - from }, (_, i) => [`${id}.bin${from + i}`, 1]))

const shared = ({ group }: Distribution) =>
  ({
    version: 1,
    group,
    basis: 'report',
    object: 'cell',
    modes: 'all',
  }) as const

const owner = (d: Distribution): KpiDefinition => ({
  ...shared(d),
  id: d.id,
  title: { vi: `Số mẫu phân bố ${d.of.vi}`, en: `Samples of the distribution of ${d.of.en}` },
  description: {
    vi: `Số mẫu (${d.sample.vi}) trong ${BIN_COUNT} khoảng cố định, từ đó tính các phân vị và tỷ lệ. Khoảng của mọi nhà sản xuất phải như nhau thì mới cộng được.`,
    en: `Samples (${d.sample.en}) in ${BIN_COUNT} fixed bins, from which percentiles and shares are read. Bins add only where their edges are the same for all makers.`,
  },
  unit: 'count',
  direction: 'neutral',
  stages: [
    {
      id: '',
      parts: [{ id: 'bin', unit: 'count', bins: BIN_COUNT }],
      variants: [{ id: '', takes: { bin: { binsOf: d.counter } } }],
    },
  ],
  formula: { kind: 'sum', of: binFields(d.id, 0, BIN_COUNT), scale: 1 },
  bounds: 'sum',
  source: `${d.source}; ISO 3 (R"10)`,
  sourceNote: { vi: 'biên các khoảng do dự án quyết định', en: 'the edges of the bins were decided here' },
  confidence: d.confidence,
  example: {
    story: { vi: '30 mẫu trong khoảng 15 và 10 mẫu trong khoảng 20', en: '30 samples in bin 15 and 10 in bin 20' },
    sums: { [`${d.id}.bin15`]: 30, [`${d.id}.bin20`]: 10 },
    value: 40,
  },
})

const PERCENTILES = [5, 50, 95] as const

const percentile = (d: Distribution, p: (typeof PERCENTILES)[number]): KpiDefinition => {
  const { edges, unit } = EDGES[d.edges]
  const [low, high] = [edges[9] as number, edges[10] as number]
  return {
    ...shared(d),
    id: `${d.stem}P${p}`,
    title: { vi: `${d.of.vi}, phân vị ${p} %`, en: `${d.of.en}, ${p}th percentile` },
    description: {
      vi: `${p} % số mẫu (${d.sample.vi}) không vượt quá giá trị này. Nội suy trong khoảng, sai số không quá độ rộng khoảng kèm theo.`,
      en: `${p} % of the samples (${d.sample.en}) are not above it. Interpolated within a bin, so off by less than the bin width beside it.`,
    },
    unit,
    direction: d.edges === 'throughput' ? 'higher-is-better' : 'lower-is-better',
    stages: [],
    partsOf: d.id,
    formula: { kind: 'percentile', bins: `${d.id}.bin`, edges: d.edges, q: p / 100 },
    bounds: 'none',
    source: d.source,
    sourceNote: { vi: 'nội suy tuyến tính trong khoảng', en: 'linear interpolation within the bin' },
    confidence: d.confidence,
    example: {
      story: {
        vi: `100 mẫu, tất cả trong khoảng 10 (${low} đến dưới ${high} ${unit}): ${low} + ${p}/100 · ${Number((high - low).toPrecision(6))}`,
        en: `100 samples, all of them in bin 10 (${low} to below ${high} ${unit}): ${low} + ${p}/100 · ${Number((high - low).toPrecision(6))}`,
      },
      sums: { [`${d.id}.bin10`]: 100 },
      value: Number((low + (p / 100) * (high - low)).toPrecision(8)),
    },
  }
}

interface Cut {
  readonly id: string
  readonly edge: number
  readonly title: Bilingual
}

const share = (d: Distribution, cut: Cut): KpiDefinition => {
  const first = binFrom(d.edges, cut.edge)
  const isLeast = d.edges === 'throughput'
  const num = isLeast ? binFields(d.id, first, BIN_COUNT) : binFields(d.id, 0, first)
  return {
    ...shared(d),
    id: cut.id,
    title: cut.title,
    description: {
      vi: `Phần mẫu (${d.sample.vi}) ${isLeast ? 'đạt ít nhất' : 'dưới'} mức này. Mức nằm đúng trên biên khoảng, nên được đếm chính xác. Số liệu của trạm, không phải mẫu đo theo QCVN.`,
      en: `Share of the samples (${d.sample.en}) that are ${isLeast ? 'at least' : 'below'} this. It lies on an edge, so it is counted exactly. From counters of the station, not from test samples of the regulation.`,
    },
    unit: '%',
    direction: 'higher-is-better',
    stages: [],
    partsOf: d.id,
    formula: { kind: 'ratio', num, den: binFields(d.id, 0, BIN_COUNT), scale: 100 },
    bounds: 'none',
    source: d.source,
    sourceNote: {
      vi: 'mức lấy từ QCVN 126:2021/BTTTT, chỉ để tham khảo',
      en: 'the cut is that of QCVN 126:2021/BTTTT, as a reference alone',
    },
    confidence: d.confidence,
    example: {
      story: {
        vi: `khoảng ${first - 1}: 10 mẫu, khoảng ${first}: 30 mẫu`,
        en: `10 samples in bin ${first - 1}, 30 in bin ${first}`,
      },
      sums: { [`${d.id}.bin${first - 1}`]: 10, [`${d.id}.bin${first}`]: 30 },
      value: isLeast ? 75 : 25,
    },
  }
}

export function distributionKpis(d: Distribution, cuts: readonly Cut[]): KpiDefinition[] {
  return [owner(d), ...PERCENTILES.map((p) => percentile(d, p)), ...cuts.map((cut) => share(d, cut))]
}
