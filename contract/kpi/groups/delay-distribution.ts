import type { Bilingual, KpiDefinition } from '../definition.ts'
import { distributionKpis } from './distribution.ts'

/** What the regulation allows for mean access delay [ms]; for packets a reference only. */
const CUT_MS = 50

const SAMPLE: Bilingual = { vi: 'gói tin', en: 'packets' }

const ofCounter = (id: string, counter: string, clause: string, of: Bilingual): KpiDefinition[] => {
  const stem = id.slice(0, -'Dist'.length)
  return distributionKpis(
    {
      id,
      stem,
      group: 'delay',
      edges: 'delay',
      counter,
      of,
      sample: SAMPLE,
      source: `TS 28.552 ${clause} (${counter})`,
      confidence: 'S',
    },
    [
      {
        id: `${stem}Within${CUT_MS}`,
        edge: CUT_MS,
        title: {
          vi: `${of.vi}: tỷ lệ gói tin dưới ${CUT_MS} ms`,
          en: `${of.en}: share of packets below ${CUT_MS} ms`,
        },
      },
    ],
  )
}

export const DELAY_DISTRIBUTION_KPIS: readonly KpiDefinition[] = [
  ...ofCounter('AirIfDelayDlDist', 'DRB.AirIfDelayDist', '5.1.1.1.2', {
    vi: 'Độ trễ giao diện vô tuyến hướng xuống',
    en: 'DL delay on the air interface',
  }),
  ...ofCounter('RlcSduDelayDlDist', 'DRB.RlcSduDelayDlDist', '5.1.3.3.6', {
    vi: 'Độ trễ hướng xuống trong gNB-DU',
    en: 'DL delay in the gNB-DU',
  }),
  ...ofCounter('RlcSduLatencyDlDist', 'DRB.RlcSduLatencyDlDist', '5.1.3.4.3', {
    vi: 'Độ trễ IP hướng xuống trong gNB-DU',
    en: 'DL IP latency in the gNB-DU',
  }),
]
