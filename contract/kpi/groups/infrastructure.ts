import type { Bilingual, Formula, KpiDefinition } from '../definition.ts'

const OWNER = 'InfraShareRatio'
const SERVICE = { [`${OWNER}.svc`]: 1 }
const ON_AIR = { [`${OWNER}.onair`]: 1 }

interface OfRegistry {
  id: string
  title: Bilingual
  description: Bilingual
  unit: '%' | 'count'
  direction: KpiDefinition['direction']
  formula: Formula
  source: string
  sourceNote?: Bilingual
  example: KpiDefinition['example']
}

const ofRegistry = (own: OfRegistry): KpiDefinition => ({
  version: 1,
  group: 'infrastructure',
  basis: 'registry',
  object: 'station',
  ...(own.id === OWNER
    ? {
        stages: [
          {
            id: '',
            parts: (['svc', 'shared', 'domestic', 'onair'] as const).map((id) => ({ id, unit: 's' })),
            variants: [],
          },
        ],
      }
    : { stages: [], partsOf: OWNER }),
  bounds: 'none',
  modes: 'all',
  confidence: 'D',
  ...own,
})

/**
 * What the registry says of stations, in station-seconds, so that it adds in time and space: `svc` in service, `shared`
 * of these with another operator, `domestic` of these with equipment made in the country, `onair` of these since the
 * station was first heard.
 */
export const INFRASTRUCTURE_KPIS: readonly KpiDefinition[] = [
  ofRegistry({
    id: OWNER,
    title: { vi: 'Tỷ lệ dùng chung hạ tầng viễn thông', en: 'Infrastructure-sharing ratio' },
    description: {
      vi: 'Phần trạm dùng chung hạ tầng với doanh nghiệp khác (thụ động, MORAN hoặc chuyển vùng), tính theo thời gian trong danh bạ trạm.',
      en: 'Share of the stations whose infrastructure is shared with another operator (passive, MORAN or roaming), by the registry and over time.',
    },
    unit: '%',
    direction: 'higher-is-better',
    formula: { kind: 'ratio', num: { [`${OWNER}.shared`]: 1 }, den: SERVICE, scale: 100 },
    source: '52/CT-BTTTT (2019)',
    sourceNote: {
      vi: 'chỉ thị yêu cầu dùng chung; tỷ lệ do dự án đặt',
      en: 'the directive asks for sharing; the ratio was decided here',
    },
    example: {
      story: {
        vi: '10 trạm trong 1 giờ, 2 trạm dùng chung, một trạm trong đó từ giữa giờ',
        en: '10 stations over 1 h, 2 of them shared, one of these from the middle of it',
      },
      sums: { [`${OWNER}.svc`]: 36_000, [`${OWNER}.shared`]: 5_400 },
      value: 15,
    },
  }),
  ofRegistry({
    id: 'DomesticShare',
    title: { vi: 'Tỷ lệ thiết bị sản xuất trong nước', en: 'Domestic-equipment share' },
    description: {
      vi: 'Phần trạm dùng thiết bị sản xuất trong nước, tính theo thời gian trong danh bạ trạm.',
      en: 'Share of the stations with equipment made in the country, by the registry and over time.',
    },
    unit: '%',
    direction: 'neutral',
    formula: { kind: 'ratio', num: { [`${OWNER}.domestic`]: 1 }, den: SERVICE, scale: 100 },
    source: '',
    sourceNote: {
      vi: 'theo thuộc tính equipmentOrigin của danh bạ trạm',
      en: 'by the attribute equipmentOrigin of the registry',
    },
    example: {
      story: {
        vi: '10 trạm trong 1 giờ, 4 trạm của nhà sản xuất trong nước',
        en: '10 stations over 1 h, 4 of them domestic',
      },
      sums: { [`${OWNER}.svc`]: 36_000, [`${OWNER}.domestic`]: 14_400 },
      value: 40,
    },
  }),
  ofRegistry({
    id: 'StationsOnAir',
    title: { vi: 'Số trạm đã phát sóng', en: 'Stations on air' },
    description: {
      vi: 'Số trạm trung bình đã đưa vào hoạt động: có trong danh bạ trạm và đã gửi bản tin khởi động. Trạm tạm gián đoạn vẫn được tính.',
      en: 'Mean number of stations brought into service: in the registry, and heard at least once. One that is down for a while still counts.',
    },
    unit: 'count',
    direction: 'neutral',
    formula: { kind: 'mean-count', of: ON_AIR, scale: 1 },
    source: '',
    example: {
      story: { vi: '8 trạm cả giờ, 1 trạm từ giữa giờ', en: '8 stations all the hour, 1 from the middle of it' },
      sums: { [`${OWNER}.svc`]: 36_000, [`${OWNER}.onair`]: 30_600 },
      windowS: 3_600,
      value: 8.5,
    },
  }),
  ofRegistry({
    id: 'LicensedCapUse',
    title: { vi: 'Mức sử dụng giới hạn số trạm được cấp phép', en: 'Use of the licensed site cap' },
    description: {
      vi: 'Số trạm đã phát sóng so với giới hạn vị trí trạm trong giấy phép thử nghiệm của các doanh nghiệp được hỏi. Mỗi trạm tính là một vị trí.',
      en: 'Stations on air over the sites that the trial licences of the operators asked allow. Each station counts as one site.',
    },
    unit: '%',
    direction: 'neutral',
    formula: { kind: 'mean-count', of: ON_AIR, scale: 100, cap: 'licensed-sites' },
    source: '',
    sourceNote: {
      vi: 'giấy phép thử nghiệm năm 2020 nêu số vị trí tối đa (140, 50)',
      en: 'the trial licences of 2020 name a greatest number of sites (140, 50)',
    },
    example: {
      story: {
        vi: '70 trạm phát sóng cả giờ, giấy phép cho 140 vị trí',
        en: '70 stations on air all the hour, 140 sites licensed',
      },
      sums: { [`${OWNER}.svc`]: 252_000, [`${OWNER}.onair`]: 252_000 },
      windowS: 3_600,
      cap: 140,
      value: 50,
    },
  }),
]
