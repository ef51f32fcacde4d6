import type { KpiDefinition } from './definition.ts'
import { oneStage } from './stage.ts'

const traffic = (id: string, dir: 'DL' | 'UL', vi: string): KpiDefinition => ({
  id,
  version: 1,
  group: 'traffic',
  title: { vi: `Lưu lượng ${vi}`, en: `Traffic volume ${dir}` },
  description: {
    vi: `Tổng dữ liệu PDCP SDU ${vi}. Cận trên không có khi thiếu số liệu: phần thiếu có thể là bất kỳ.`,
    en: `Sum of PDCP SDU data ${dir}. No upper bound while data is missing: the missing part may be anything.`,
  },
  unit: 'Mbit',
  direction: 'neutral',
  basis: 'report',
  object: 'cell',
  stages: oneStage([{ id: 'vol', sum: [`DRB.PdcpSduVolume${dir}`], unit: 'bit' }]),
  formula: { kind: 'sum', of: { [`${id}.vol`]: 1 }, scale: 1e-6 },
  bounds: 'sum',
  modes: 'all',
  source: 'TS 28.552 5.1.2.1.1/5.1.2.1.2 (PDCP SDU data volume)',
  confidence: 'V',
  workedExample: 'ninety reports of 10 Mbit → 900 000 000 bit · 10⁻⁶ = 900 Mbit',
})

export const TRAFFIC_KPIS: readonly KpiDefinition[] = [
  traffic('TrafficVolumeDl', 'DL', 'hướng xuống'),
  traffic('TrafficVolumeUl', 'UL', 'hướng lên'),
]
