import type { Bilingual, KpiDefinition } from '../definition.ts'
import { oneStage } from '../stage.ts'
import { BOTH } from './directions.ts'

const SHARED = {
  version: 1,
  group: 'users',
  unit: 'UE',
  direction: 'neutral',
  basis: 'report',
  object: 'cell',
  bounds: 'none',
  source: 'TS 28.552 5.1.1.4, 5.1.1.23',
  sourceNote: {
    vi: 'cách gộp theo thời gian và theo cell do dự án quyết định',
    en: 'aggregation over time and cells was decided here',
  },
  confidence: 'S',
} as const

interface Users {
  /** Ids are `<stem>Mean`, `<stem>Total`, `<stem>Max`. */
  readonly stem: string
  readonly mean: string
  readonly max: string
  /** As it stands in a title. */
  readonly of: Bilingual
  readonly modes: KpiDefinition['modes']
}

/** Mean of a cell, mean of all cells together, greatest number: of each a KPI; the first owns what the second uses. */
function users({ stem, mean, max, of, modes }: Users): KpiDefinition[] {
  const [meanId, maxId] = [`${stem}Mean`, `${stem}Max`]
  const num = { [`${meanId}.users`]: 1 }
  const den = { [`${meanId}.obs`]: 1 }
  return [
    {
      ...SHARED,
      id: meanId,
      modes,
      title: { vi: `${of.vi}, trung bình một cell`, en: `${of.en}, mean of a cell` },
      description: {
        vi: 'Trung bình theo thời gian, của một cell.',
        en: 'Mean over time, of one cell.',
      },
      stages: oneStage([{ id: 'users', sum: [mean], times: ['@period'], unit: 'mUE·s' }]),
      formula: { kind: 'ratio', num, den, scale: 1e-3 },
      example: {
        story: { vi: '12 UE trong 900 s, 6 UE trong 900 s', en: '12 UEs over 900 s, 6 UEs over 900 s' },
        sums: { [`${meanId}.users`]: 16_200_000, [`${meanId}.obs`]: 1_800 },
        value: 9,
      },
    },
    {
      ...SHARED,
      id: `${stem}Total`,
      modes,
      title: { vi: `${of.vi}, tất cả cell`, en: `${of.en}, all cells` },
      description: {
        vi: 'Trung bình theo thời gian của tất cả các cell được hỏi cộng lại. Cell thiếu số liệu được coi như trung bình của các cell khác.',
        en: 'Mean over time of all cells asked together. A cell that did not report is taken to be like the others.',
      },
      stages: [],
      partsOf: meanId,
      formula: { kind: 'population', num, den, scale: 1e-3 },
      example: {
        story: {
          vi: '3 cell trong 900 s; hai cell có số liệu, 12 và 6 UE: 9 · 3',
          en: '3 cells over 900 s; two reported, 12 and 6 UEs: 9 · 3',
        },
        sums: { exp: 2_700, [`${meanId}.users`]: 16_200_000, [`${meanId}.obs`]: 1_800 },
        windowS: 900,
        value: 27,
      },
    },
    {
      ...SHARED,
      id: maxId,
      modes,
      title: {
        vi: `${of.vi}, tổng giá trị lớn nhất của từng cell`,
        en: `${of.en}, sum of the greatest of each cell`,
      },
      description: {
        vi: 'Mỗi cell lấy số lớn nhất của chính nó, rồi cộng lại (sumOfCellMax). Không phải số lớn nhất cùng một lúc: các cell đông nhất vào lúc khác nhau, nên giá trị thật nhỏ hơn hoặc bằng.',
        en: 'Of each cell its own greatest number, added up (sumOfCellMax). Not the greatest number at one time: cells are fullest at different times, so that one is at most this.',
      },
      stages: oneStage([{ id: 'max', sum: [max], unit: 'mUE', kind: 'sum-of-max' }]),
      formula: { kind: 'extreme', field: `${maxId}.max`, scale: 1e-3 },
      example: {
        story: {
          vi: 'cell 1 nhiều nhất 40 UE, cell 2 nhiều nhất 25 UE',
          en: 'cell 1 at most 40 UEs, cell 2 at most 25',
        },
        sums: { [`${maxId}.max`]: 65_000 },
        value: 65,
      },
    },
  ]
}

export const USER_KPIS: readonly KpiDefinition[] = [
  ...users({
    stem: 'Conn',
    mean: 'RRC.ConnMean',
    max: 'RRC.ConnMax',
    of: { vi: 'Số UE đang kết nối (RRC)', en: 'Connected users (RRC)' },
    modes: 'all',
  }),
  ...users({
    stem: 'InactiveConn',
    mean: 'RRC.InactiveConnMean',
    max: 'RRC.InactiveConnMax',
    of: { vi: 'Số UE ở trạng thái RRC không hoạt động', en: 'Users in RRC inactive' },
    modes: 'SA',
  }),
  ...BOTH.flatMap(({ dir, words }) =>
    users({
      stem: `ActiveUe${dir}`,
      mean: `DRB.MeanActiveUe${dir}`,
      max: `DRB.MaxActiveUe${dir}`,
      of: { vi: `Số UE đang truyền dữ liệu ${words.vi}`, en: `Active users ${words.en}` },
      modes: 'all',
    }),
  ),
]
