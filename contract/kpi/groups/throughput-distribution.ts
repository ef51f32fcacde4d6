import type { KpiDefinition } from '../definition.ts'
import { BOTH, type Direction } from './directions.ts'
import { distributionKpis } from './distribution.ts'

/** Cuts of the regulation [Mbit/s]: 30 for 95 % of the samples, 100 for their mean. */
const CUTS = [30, 100] as const

const ofDirection = ({ dir, words }: Direction): KpiDefinition[] =>
  distributionKpis(
    {
      id: `UeThp${dir}Dist`,
      stem: `UeThp${dir}`,
      group: 'throughput',
      edges: 'throughput',
      counter: `DRB.UEThp${dir}Dist`,
      of: { vi: `Tốc độ dữ liệu người dùng ${words.vi}`, en: `UE throughput ${words.en}` },
      sample: { vi: 'đợt truyền của một UE', en: 'bursts of a UE' },
      source: `TS 28.552 ${dir === 'Dl' ? '5.1.1.3.2' : '5.1.1.3.4'} (DRB.UEThp${dir}Dist)`,
      confidence: 'S',
    },
    CUTS.map((mbit) => ({
      id: `UeThp${dir}Share${mbit}`,
      edge: mbit * 1_000,
      title: {
        vi: `Tỷ lệ đợt truyền ${words.vi} từ ${mbit} Mbit/s trở lên`,
        en: `Share of ${words.en} bursts at ${mbit} Mbit/s or more`,
      },
    })),
  )

export const THROUGHPUT_DISTRIBUTION_KPIS: readonly KpiDefinition[] = BOTH.flatMap(ofDirection)
