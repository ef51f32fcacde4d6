import type { Bilingual, KpiDefinition } from '../definition.ts'
import { BY_PACKETS, packetWeighted } from './packet-weighted.ts'

interface Loss {
  id: string
  counter: string
  direction: 'DL' | 'UL'
  title: Bilingual
  description: Bilingual
  clause: string
}

/** The counters are rates · 10⁶, which add only times the packets behind them. */
const loss = ({ id, counter, direction, title, description, clause }: Loss): KpiDefinition => ({
  id,
  version: 1,
  group: 'loss',
  title,
  description,
  unit: '%',
  direction: 'lower-is-better',
  basis: 'report',
  object: 'cell',
  stages: [packetWeighted('', '', counter, 'lost', '1e-6·packet', direction)],
  // 10⁻⁶ · packet over packet, in percent
  formula: { kind: 'ratio', num: { [`${id}.lost`]: 1 }, den: { [`${id}.n`]: 1 }, scale: 1e-4 },
  bounds: 'none',
  modes: 'all',
  source: `TS 28.552 ${clause} (${counter})`,
  sourceNote: BY_PACKETS,
  confidence: 'S',
  example: {
    story: {
      vi: '0,1 % của 900.000 gói và 1 % của 100.000 gói',
      en: '0.1 % of 900 000 packets and 1 % of 100 000',
    },
    sums: { [`${id}.lost`]: 1_900_000_000, [`${id}.n`]: 1_000_000 },
    value: 0.19,
  },
})

export const LOSS_KPIS: readonly KpiDefinition[] = [
  loss({
    id: 'PacketLossUl',
    counter: 'DRB.PacketLossRateUl',
    direction: 'UL',
    title: { vi: 'Tỷ lệ mất gói hướng lên', en: 'UL packet loss' },
    description: {
      vi: 'Phần gói tin hướng lên mà trạm không nhận được.',
      en: 'Share of the uplink packets that did not reach the station.',
    },
    clause: '5.1.3.1.1',
  }),
  loss({
    id: 'F1uPacketLossUl',
    counter: 'DRB.F1UpacketLossRateUl',
    direction: 'UL',
    title: { vi: 'Tỷ lệ mất gói trên F1-U hướng lên', en: 'F1-U packet loss UL' },
    description: {
      vi: 'Phần gói tin bị mất giữa DU và CU-UP của trạm tách.',
      en: 'Share of the packets lost between DU and CU-UP of a split station.',
    },
    clause: '5.1.3.1.2',
  }),
  loss({
    id: 'F1uPacketLossDl',
    counter: 'DRB.F1UpacketLossRateDl',
    direction: 'DL',
    title: { vi: 'Tỷ lệ mất gói trên F1-U hướng xuống', en: 'F1-U packet loss DL' },
    description: {
      vi: 'Phần gói tin bị mất giữa CU-UP và DU của trạm tách.',
      en: 'Share of the packets lost between CU-UP and DU of a split station.',
    },
    clause: '5.1.3.1.3',
  }),
  loss({
    id: 'PdcpDropDl',
    counter: 'DRB.PdcpPacketDropRateDl',
    direction: 'DL',
    title: { vi: 'Tỷ lệ hủy gói PDCP hướng xuống', en: 'PDCP packet drop DL' },
    description: {
      vi: 'Phần gói tin mà CU-UP hủy, thường do hàng đợi đầy hoặc quá hạn.',
      en: 'Share of the packets that the CU-UP discarded, mostly since a queue was full or they were late.',
    },
    clause: '5.1.3.2.1',
  }),
  loss({
    id: 'RlcDropDl',
    counter: 'DRB.RlcPacketDropRateDl',
    direction: 'DL',
    title: { vi: 'Tỷ lệ hủy gói RLC hướng xuống', en: 'RLC packet drop DL' },
    description: {
      vi: 'Phần gói tin mà DU hủy, thường do hàng đợi đầy hoặc quá hạn.',
      en: 'Share of the packets that the DU discarded, mostly since a queue was full or they were late.',
    },
    clause: '5.1.3.2.2',
  }),
]
