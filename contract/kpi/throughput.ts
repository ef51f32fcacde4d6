import type { KpiDefinition } from './definition.ts'
import { oneStage } from './stage.ts'

const ueThroughput = (id: string, dir: 'Dl' | 'Ul', vi: string, en: string): KpiDefinition => ({
  id,
  version: 1,
  group: 'throughput',
  title: { vi: `Tốc độ dữ liệu người dùng ${vi}`, en: `UE throughput ${en}` },
  description: {
    vi: `Dữ liệu hướng ${vi} của các đợt truyền chia cho thời gian truyền, không tính lúc rỗi. Tính theo từng sóng mang phục vụ, nên thấp hơn tốc độ thật của UE dùng CA hoặc EN-DC. Không phải tốc độ tải theo QCVN.`,
    en: `${en === 'DL' ? 'Downlink' : 'Uplink'} data of bursts over the time they took, idle time left out. Per serving carrier, so it understates users with carrier aggregation or EN-DC. Not the regulator's download or upload speed.`,
  },
  unit: 'kbit/s',
  direction: 'higher-is-better',
  basis: 'report',
  object: 'cell',
  stages: oneStage([
    { id: 'vol', sum: [`VS.DRB.UEThpVol${dir}`], unit: 'bit' },
    { id: 'time', sum: [`VS.DRB.UEThpTime${dir}`], unit: 'ms' },
  ]),
  // bit / ms is kbit/s
  formula: { kind: 'ratio', num: { [`${id}.vol`]: 1 }, den: { [`${id}.time`]: 1 }, scale: 1 },
  bounds: 'none',
  modes: 'all',
  source: '3GPP TS 28.554 6.3.6 (RAN UE throughput), TS 28.552 5.1.1.3.1/5.1.1.3.3; parts as VS. counters',
  confidence: 'S',
  workedExample: '900 000 kbit in 10 000 ms and 10 000 kbit in 1 000 ms → 910 000 kbit / 11 000 ms = 82 727.273 kbit/s',
})

const cellThroughput = (id: string, dir: 'DL' | 'UL', vi: string, en: string): KpiDefinition => ({
  id,
  version: 1,
  group: 'throughput',
  title: { vi: `Thông lượng cell ${vi}`, en: `Cell throughput ${en}` },
  description: {
    vi: `Lưu lượng PDCP ${vi} chia cho số giây có số liệu: mức phục vụ trung bình của một cell, kể cả lúc rỗi.`,
    en: `PDCP traffic ${en} over the seconds observed: the mean served rate of one cell, idle time included.`,
  },
  unit: 'kbit/s',
  direction: 'neutral',
  basis: 'report',
  object: 'cell',
  stages: oneStage([{ id: 'vol', sum: [`DRB.PdcpSduVolume${dir}`], unit: 'bit' }]),
  formula: { kind: 'ratio', num: { [`${id}.vol`]: 1 }, den: { [`${id}.obs`]: 1 }, scale: 0.001 },
  bounds: 'none',
  modes: 'all',
  source: 'TS 28.552 5.1.2.1.1/5.1.2.1.2 (PDCP SDU volume); ratio to observed time decided here',
  confidence: 'D',
  workedExample: '900 Mbit in 900 s observed → 900 000 000 bit / 900 s / 1000 = 1 000 kbit/s',
})

export const THROUGHPUT_KPIS: readonly KpiDefinition[] = [
  ueThroughput('DlUeThroughput', 'Dl', 'hướng xuống', 'DL'),
  ueThroughput('UlUeThroughput', 'Ul', 'hướng lên', 'UL'),
  cellThroughput('CellThpDl', 'DL', 'hướng xuống', 'DL'),
  cellThroughput('CellThpUl', 'UL', 'hướng lên', 'UL'),
]
