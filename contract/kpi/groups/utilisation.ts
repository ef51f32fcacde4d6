import type { KpiDefinition, Variant } from '../definition.ts'
import { oneStage } from '../stage.ts'
import { BOTH, type Direction } from './directions.ts'

/** Whole percents, rounded down by the station, over the blocks that the cell has by its birth. */
const percent = (dir: Direction['dir']): Variant => ({
  id: 'percent',
  takes: {
    // 10⁻⁶ · PRB · s is PRB·ms / 1000
    used: { sum: [`RRU.PrbTot${dir}`], times: ['@nrb', '@period'], per: 1_000 },
    avail: { sum: ['@nrb'], times: ['@period', 1_000] },
  },
  note: {
    vi: 'Có cell chỉ gửi tỷ lệ phần trăm RRU.PrbTot (đã làm tròn xuống): trọng số là số khối tài nguyên của cell.',
    en: 'Some cells report whole percents (RRU.PrbTot) alone: weighed by the resource blocks of the cell.',
  },
})

const prbUtilisation = ({ dir, words }: Direction): KpiDefinition => {
  const id = `PrbUtil${dir}`
  return {
    id,
    version: 2,
    group: 'utilisation',
    title: { vi: `Tỷ lệ sử dụng PRB ${words.vi}`, en: `PRB utilisation ${words.en}` },
    description: {
      vi: 'Khối tài nguyên vô tuyến đã dùng chia cho khối sẵn có, tính theo thời gian; giữa các cell có trọng số theo khoảng cách sóng mang con.',
      en: 'Resource blocks used over those available, weighed by time; between cells also by sub-carrier spacing.',
    },
    unit: '%',
    direction: 'neutral',
    basis: 'report',
    object: 'cell',
    stages: oneStage(
      [
        // mPRB · s is PRB·ms
        { id: 'used', sum: [`RRU.PrbUsed${dir}`], times: ['@period'], unit: 'PRB·ms', weigh: 'scs' },
        { id: 'avail', sum: [`RRU.PrbAvail${dir}`], times: ['@period'], unit: 'PRB·ms', weigh: 'scs' },
      ],
      [['used', 'avail']],
      [percent(dir)],
    ),
    formula: { kind: 'ratio', num: { [`${id}.used`]: 1 }, den: { [`${id}.avail`]: 1 }, scale: 100 },
    bounds: 'utilisation',
    modes: 'all',
    source: `TS 28.552 ${dir === 'Dl' ? '5.1.1.2.5, 5.1.1.2.6' : '5.1.1.2.7, 5.1.1.2.8'} (RRU.PrbUsed${dir}, RRU.PrbAvail${dir})`,
    sourceNote: {
      vi: 'Σ đã dùng / Σ sẵn có thay cho trung bình của RRU.PrbTot',
      en: 'Σ used / Σ available instead of the mean of RRU.PrbTot',
    },
    confidence: 'S',
    example: {
      story: {
        vi: '120 trên 273 và 20 trên 51 PRB trong 60 s, cùng khoảng cách sóng mang con',
        en: '120 of 273 and 20 of 51 PRB over 60 s of equal spacing',
      },
      sums: { [`${id}.used`]: 8_400_000, [`${id}.avail`]: 19_440_000 },
      value: 43.2099,
    },
  }
}

export const UTILISATION_KPIS: readonly KpiDefinition[] = BOTH.map(prbUtilisation)
