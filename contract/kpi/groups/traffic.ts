import type { KpiDefinition } from '../definition.ts'
import { oneStage } from '../stage.ts'
import { BOTH, type Direction } from './directions.ts'
import { f1uVolume, pdcpVolume } from './pdcp-volume.ts'

const traffic = (direction: Direction): KpiDefinition => {
  const { dir, words } = direction
  const id = `TrafficVolume${dir}`
  return {
    id,
    version: 2,
    group: 'traffic',
    title: { vi: `Lưu lượng ${words.vi}`, en: `Traffic volume ${words.en}` },
    description: {
      vi: `Tổng dữ liệu PDCP SDU ${words.vi}. Cận trên không có khi thiếu số liệu: phần thiếu có thể là bất kỳ.`,
      en: `Sum of PDCP SDU data ${words.en}. No upper bound while data is missing: the missing part may be anything.`,
    },
    unit: 'Mbit',
    direction: 'neutral',
    basis: 'report',
    object: 'cell',
    stages: oneStage([pdcpVolume('vol', direction)], [], [f1uVolume('vol', [direction])]),
    formula: { kind: 'sum', of: { [`${id}.vol`]: 1 }, scale: 1e-6 },
    bounds: 'sum',
    modes: 'all',
    source: 'TS 28.552 5.1.2.1.1/5.1.2.1.2 (PDCP SDU data volume), 5.1.3.6',
    confidence: 'V',
    example: {
      story: { vi: 'chín mươi báo cáo, mỗi báo cáo 10 Mbit', en: 'ninety reports of 10 Mbit' },
      sums: { [`${id}.vol`]: 900_000_000 },
      value: 900,
    },
  }
}

export const TRAFFIC_KPIS: readonly KpiDefinition[] = BOTH.map(traffic)
