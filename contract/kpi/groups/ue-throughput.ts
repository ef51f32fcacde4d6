import type { KpiDefinition, Variant } from '../definition.ts'
import { oneStage } from '../stage.ts'
import { BOTH, type Direction } from './directions.ts'

/**
 * `DRB.UEThp*` alone cannot be averaged: the weight is the time behind it, which the cell did not tell, so it is taken
 * from what it did.
 */
function fallbacks({ dir, caps }: Direction): readonly Variant[] {
  const rate = `DRB.UEThp${dir}`
  const active = `DRB.MeanActiveUe${dir}`
  const volume = `DRB.PdcpSduVolume${caps}`
  return [
    {
      id: 'active_ue',
      takes: {
        // kbit/s · UE·s is kept as bit/s · mUE · s = bit · 1000
        vol: { sum: [rate], times: [active, '@period'], per: 1_000 },
        // mUE · s is UE · ms
        time: { sum: [active], times: ['@period'] },
      },
      note: {
        vi: 'Có cell chỉ gửi DRB.UEThp: trọng số là số UE hoạt động trung bình nhân với thời gian.',
        en: 'Some cells report DRB.UEThp alone: weighed by the mean number of active UEs times the period.',
      },
    },
    {
      id: 'volume',
      takes: {
        // where there was no sample (0) neither volume nor time counts
        vol: { sum: [volume], times: [rate], per: rate },
        // bit / (bit/s) is s
        time: { sum: [volume], times: [1_000], per: rate },
      },
      note: {
        vi: 'Có cell chỉ gửi DRB.UEThp: trọng số là thời gian suy ra từ lưu lượng PDCP.',
        en: 'Some cells report DRB.UEThp alone: weighed by the time that their PDCP volume implies.',
      },
    },
  ]
}

const ueThroughput = (direction: Direction): KpiDefinition => {
  const { dir, words, adjective } = direction
  const id = `${dir}UeThroughput`
  return {
    id,
    version: 2,
    group: 'throughput',
    title: { vi: `Tốc độ dữ liệu người dùng ${words.vi}`, en: `UE throughput ${words.en}` },
    description: {
      vi: `Dữ liệu ${words.vi} của các đợt truyền chia cho thời gian truyền, không tính lúc rỗi. Tính theo từng sóng mang phục vụ, nên thấp hơn tốc độ thật của UE dùng CA hoặc EN-DC. Không phải tốc độ tải theo QCVN.`,
      en: `${adjective} data of bursts over the time they took, idle time left out. Per serving carrier, so it understates users with carrier aggregation or EN-DC. Not the regulator's download or upload speed.`,
    },
    unit: 'kbit/s',
    direction: 'higher-is-better',
    basis: 'report',
    object: 'cell',
    stages: oneStage(
      [
        { id: 'vol', sum: [`VS.DRB.UEThpVol${dir}`], unit: 'bit' },
        { id: 'time', sum: [`VS.DRB.UEThpTime${dir}`], unit: 'ms' },
      ],
      [],
      fallbacks(direction),
    ),
    // bit / ms is kbit/s
    formula: { kind: 'ratio', num: { [`${id}.vol`]: 1 }, den: { [`${id}.time`]: 1 }, scale: 1 },
    bounds: 'none',
    modes: 'all',
    source: `TS 28.554 6.3.6 (RAN UE throughput), TS 28.552 ${dir === 'Dl' ? '5.1.1.3.1' : '5.1.1.3.3'}`,
    sourceNote: {
      vi: 'tử số và mẫu số là bộ đếm VS. mở rộng; trọng số thay thế do dự án quyết định',
      en: 'numerator and denominator are VS. counters; the weights of the fall-back were decided here',
    },
    confidence: 'S',
    example: {
      story: {
        vi: '900.000 kbit trong 10.000 ms và 10.000 kbit trong 1.000 ms (trung bình cộng của hai tốc độ, 50.000, là sai)',
        en: '900 000 kbit in 10 000 ms and 10 000 kbit in 1 000 ms (the plain mean of the two rates, 50 000, is wrong)',
      },
      sums: { [`${id}.vol`]: 910_000_000, [`${id}.time`]: 11_000 },
      value: 82_727.273,
    },
  }
}

const unrestrictedShare = ({ dir, caps, words }: Direction): KpiDefinition => {
  const id = `UnresVolShare${dir}`
  return {
    id,
    version: 1,
    group: 'throughput',
    title: {
      vi: `Tỷ lệ lưu lượng không có mẫu tốc độ ${words.vi}`,
      en: `Unrestricted-volume share ${words.en}`,
    },
    description: {
      vi: 'Phần lưu lượng truyền trong các đợt quá nhỏ nên không có mẫu tốc độ. Càng lớn thì tốc độ dữ liệu người dùng càng ít đại diện.',
      en: 'Share of the traffic that went in bursts too small for a throughput sample. The larger it is, the less UE throughput stands for.',
    },
    unit: '%',
    direction: 'neutral',
    basis: 'report',
    object: 'cell',
    stages: oneStage(
      [
        // 10⁻⁶ · bit
        {
          id: 'unres',
          sum: [`DRB.UEUnresVol${dir}`],
          times: [`DRB.PdcpSduVolume${caps}`],
          per: 1_000_000,
          unit: 'bit',
        },
        { id: 'vol', sum: [`DRB.PdcpSduVolume${caps}`], unit: 'bit' },
      ],
      [['unres', 'vol']],
    ),
    formula: { kind: 'ratio', num: { [`${id}.unres`]: 1 }, den: { [`${id}.vol`]: 1 }, scale: 100 },
    bounds: 'none',
    modes: 'all',
    source: `TS 28.552 ${dir === 'Dl' ? '5.1.1.3.5' : '5.1.1.3.6'} (DRB.UEUnresVol${dir})`,
    sourceNote: { vi: 'trọng số theo lưu lượng PDCP', en: 'weighed by PDCP volume' },
    confidence: 'S',
    example: {
      story: { vi: '10 % của 900 Mbit và 40 % của 100 Mbit', en: '10 % of 900 Mbit and 40 % of 100 Mbit' },
      sums: { [`${id}.unres`]: 130_000_000, [`${id}.vol`]: 1_000_000_000 },
      value: 13,
    },
  }
}

export const UE_THROUGHPUT_KPIS: readonly KpiDefinition[] = [...BOTH.map(ueThroughput), ...BOTH.map(unrestrictedShare)]
