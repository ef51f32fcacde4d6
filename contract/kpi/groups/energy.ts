import type { Bilingual, KpiDefinition } from '../definition.ts'
import { oneStage, type SimplePart } from '../stage.ts'
import { BOTH } from './directions.ts'
import { f1uVolume } from './pdcp-volume.ts'

/** Of station rows: a report of a station has its own measurements, and the sum of those of its cells. */
const SHARED = {
  version: 1,
  group: 'energy',
  basis: 'report',
  object: 'station',
  modes: 'all',
  bounds: 'none',
} as const

const EFFICIENCY = 'EnergyEfficiency'

interface Environment {
  id: string
  title: Bilingual
  description: Bilingual
  unit: 'W' | '°C'
  parts: readonly SimplePart[]
  formula: KpiDefinition['formula']
  source: string
  sourceNote?: Bilingual
  example: KpiDefinition['example']
}

const environment = ({ parts, ...own }: Environment): KpiDefinition => ({
  ...SHARED,
  direction: 'lower-is-better',
  stages: oneStage(parts),
  confidence: 'S',
  ...own,
})

export const ENERGY_KPIS: readonly KpiDefinition[] = [
  {
    ...SHARED,
    id: EFFICIENCY,
    title: { vi: 'Hiệu quả năng lượng', en: 'Energy efficiency' },
    description: {
      vi: 'Số bit dữ liệu người dùng (hai hướng) truyền được trên mỗi jun điện năng trạm tiêu thụ, trong cùng các chu kỳ có đủ cả hai.',
      en: 'Bits of user data, both directions, per joule that the station used, of the same periods.',
    },
    unit: 'bit/J',
    direction: 'higher-is-better',
    stages: oneStage(
      [
        { id: 'bits', sum: BOTH.map(({ caps }) => `DRB.PdcpSduVolume${caps}`), unit: 'bit' },
        { id: 'energy', sum: ['PEE.Energy'], unit: 'mWh' },
      ],
      [],
      // both parts, not the volume alone
      [f1uVolume('bits', BOTH)].map(({ takes, ...variant }) => ({
        ...variant,
        takes: { ...takes, energy: { sum: ['PEE.Energy'] } },
      })),
    ),
    // 1 mWh is 3.6 J
    formula: {
      kind: 'ratio',
      num: { [`${EFFICIENCY}.bits`]: 1 },
      den: { [`${EFFICIENCY}.energy`]: 3.6 },
      scale: 1,
    },
    source: 'TS 28.554 6.7.1 (EE), ETSI ES 203 228, TS 28.310 6.1',
    confidence: 'V',
    example: {
      story: { vi: '10⁶ Mbit với 50 kWh', en: '10⁶ Mbit with 50 kWh' },
      sums: { [`${EFFICIENCY}.bits`]: 1e12, [`${EFFICIENCY}.energy`]: 5e7 },
      value: 5_555.5556,
    },
  },
  {
    ...SHARED,
    id: 'Energy',
    title: { vi: 'Điện năng tiêu thụ', en: 'Energy used' },
    description: {
      vi: 'Tổng điện năng các trạm tiêu thụ. Khi thiếu số liệu, giá trị thật có thể lớn hơn.',
      en: 'Energy used by the stations together. While data is missing the truth may be more.',
    },
    unit: 'kWh',
    direction: 'lower-is-better',
    stages: oneStage([{ id: 'energy', sum: ['PEE.Energy'], unit: 'mWh' }]),
    formula: { kind: 'sum', of: { 'Energy.energy': 1 }, scale: 1e-6 },
    bounds: 'sum',
    source: 'TS 28.552 5.1.1.19.3 (PEE.Energy), TS 28.310 6.1',
    confidence: 'V',
    example: {
      story: { vi: '4 báo cáo 15 phút, mỗi báo cáo 0,6 kWh', en: '4 reports of 15 min, 0.6 kWh each' },
      sums: { 'Energy.energy': 2_400_000 },
      value: 2.4,
    },
  },
  environment({
    id: 'PowerMean',
    title: { vi: 'Công suất tiêu thụ trung bình', en: 'Mean power' },
    description: {
      vi: 'Công suất trung bình theo thời gian của tất cả các trạm được hỏi cộng lại.',
      en: 'Mean over time of the power of all stations asked together.',
    },
    unit: 'W',
    parts: [{ id: 'power', sum: ['PEE.AvgPower'], times: ['@period'], unit: 'mW·s' }],
    formula: { kind: 'population', num: { 'PowerMean.power': 1 }, den: { 'PowerMean.obs': 1 }, scale: 1e-3 },
    source: 'TS 28.552 5.1.1.19.2.1 (PEE.AvgPower)',
    sourceNote: { vi: 'trung bình theo thời gian, cộng theo trạm', en: 'mean over time, sum over stations' },
    example: {
      story: {
        vi: '2 trạm trong 900 s, một trạm 800 W, một trạm 1.200 W',
        en: '2 stations over 900 s, one of 800 W, one of 1 200 W',
      },
      sums: { exp: 1_800, 'PowerMean.power': 1_800_000_000, 'PowerMean.obs': 1_800 },
      windowS: 900,
      value: 2_000,
    },
  }),
  environment({
    id: 'PowerMax',
    title: { vi: 'Công suất tiêu thụ lớn nhất', en: 'Greatest power' },
    description: {
      vi: 'Công suất lớn nhất mà một trạm trong số các trạm được hỏi báo cáo.',
      en: 'The greatest power that one of the stations asked reported.',
    },
    unit: 'W',
    parts: [{ id: 'max', sum: ['PEE.MaxPower'], unit: 'mW', kind: 'max' }],
    formula: { kind: 'extreme', field: 'PowerMax.max', scale: 1e-3 },
    source: 'TS 28.552 5.1.1.19.2.3 (PEE.MaxPower)',
    example: {
      story: { vi: '1.350 W và 1.210 W', en: '1 350 W and 1 210 W' },
      sums: { 'PowerMax.max': 1_350_000 },
      value: 1_350,
    },
  }),
  environment({
    id: 'PowerMin',
    title: { vi: 'Công suất tiêu thụ nhỏ nhất', en: 'Least power' },
    description: {
      vi: 'Công suất nhỏ nhất mà một trạm trong số các trạm được hỏi báo cáo.',
      en: 'The least power that one of the stations asked reported.',
    },
    unit: 'W',
    parts: [{ id: 'min', sum: ['PEE.MinPower'], unit: 'mW', kind: 'min' }],
    formula: { kind: 'extreme', field: 'PowerMin.min', scale: 1e-3 },
    source: 'TS 28.552 5.1.1.19.2.2 (PEE.MinPower)',
    example: {
      story: { vi: '640 W và 710 W', en: '640 W and 710 W' },
      sums: { 'PowerMin.min': 640_000 },
      value: 640,
    },
  }),
  environment({
    id: 'TemperatureMean',
    title: { vi: 'Nhiệt độ trung bình', en: 'Mean temperature' },
    description: {
      vi: 'Nhiệt độ trung bình theo thời gian của một trạm trong số các trạm được hỏi.',
      en: 'Mean over time and over the stations asked.',
    },
    unit: '°C',
    parts: [{ id: 'temp', sum: ['PEE.AvgTemperature'], times: ['@period'], unit: 'm°C·s', signed: true }],
    formula: { kind: 'ratio', num: { 'TemperatureMean.temp': 1 }, den: { 'TemperatureMean.obs': 1 }, scale: 1e-3 },
    source: 'TS 28.552 5.1.1.19.4.1 (PEE.AvgTemperature)',
    example: {
      story: { vi: '31 °C trong 900 s và 35 °C trong 900 s', en: '31 °C over 900 s and 35 °C over 900 s' },
      sums: { 'TemperatureMean.temp': 59_400_000, 'TemperatureMean.obs': 1_800 },
      value: 33,
    },
  }),
  environment({
    id: 'TemperatureMax',
    title: { vi: 'Nhiệt độ cao nhất', en: 'Greatest temperature' },
    description: {
      vi: 'Nhiệt độ cao nhất mà một trạm trong số các trạm được hỏi báo cáo.',
      en: 'The greatest temperature that one of the stations asked reported.',
    },
    unit: '°C',
    parts: [{ id: 'max', sum: ['PEE.MaxTemperature'], unit: 'm°C', kind: 'max', signed: true }],
    formula: { kind: 'extreme', field: 'TemperatureMax.max', scale: 1e-3 },
    source: 'TS 28.552 5.1.1.19.4.3 (PEE.MaxTemperature)',
    example: {
      story: { vi: '58 °C và 61,5 °C', en: '58 °C and 61.5 °C' },
      sums: { 'TemperatureMax.max': 61_500 },
      value: 61.5,
    },
  }),
]
