import type { KpiDefinition } from '../definition.ts'
import { oneStage } from '../stage.ts'
import { BOTH, type Direction } from './directions.ts'
import { f1uVolume, pdcpVolume } from './pdcp-volume.ts'

const cellThroughput = (direction: Direction): KpiDefinition => {
  const { dir, words } = direction
  const id = `CellThp${dir}`
  return {
    id,
    version: 2,
    group: 'throughput',
    title: { vi: `Thông lượng cell ${words.vi}`, en: `Cell throughput ${words.en}` },
    description: {
      vi: `Lưu lượng PDCP ${words.vi} chia cho số giây có số liệu: mức phục vụ trung bình của một cell, kể cả lúc rỗi.`,
      en: `PDCP traffic ${words.en} over the seconds observed: the mean served rate of one cell, idle time included.`,
    },
    unit: 'kbit/s',
    direction: 'neutral',
    basis: 'report',
    object: 'cell',
    stages: oneStage([pdcpVolume('vol', direction)], [], [f1uVolume('vol', [direction])]),
    formula: { kind: 'ratio', num: { [`${id}.vol`]: 1 }, den: { [`${id}.obs`]: 1 }, scale: 0.001 },
    bounds: 'none',
    modes: 'all',
    source: 'TS 28.552 5.1.2.1.1/5.1.2.1.2 (PDCP SDU data volume), 5.1.3.6',
    sourceNote: {
      vi: 'chia cho thời gian quan sát là do dự án đặt',
      en: 'that it is divided by the time observed was decided here',
    },
    confidence: 'D',
    example: {
      story: { vi: '900 Mbit trong 900 s có số liệu', en: '900 Mbit in 900 s observed' },
      sums: { [`${id}.vol`]: 900_000_000, [`${id}.obs`]: 900 },
      value: 1_000,
    },
  }
}

export const CELL_THROUGHPUT_KPIS: readonly KpiDefinition[] = BOTH.map(cellThroughput)
