import type { KpiDefinition } from '../definition.ts'
import { successRatio } from './success-ratio.ts'

export const ACCESSIBILITY_KPIS: readonly KpiDefinition[] = [
  successRatio({
    id: 'RrcSetupSuccess',
    group: 'accessibility',
    title: { vi: 'Tỷ lệ thiết lập RRC thành công', en: 'RRC setup success' },
    description: {
      vi: 'Trong các lần UE xin kết nối vô tuyến, bao nhiêu phần trăm thành công.',
      en: 'Of the attempts of UEs to set up a radio connection, the share that succeeded.',
    },
    att: ['RRC.ConnEstabAtt'],
    succ: ['RRC.ConnEstabSucc'],
    modes: 'SA',
    source: 'TS 28.552 5.1.1.15.1/5.1.1.15.2 (RRC.ConnEstabAtt, RRC.ConnEstabSucc)',
    confidence: 'S',
  }),
  successRatio({
    id: 'NgSignallingSuccess',
    group: 'accessibility',
    title: { vi: 'Tỷ lệ thiết lập báo hiệu NG thành công', en: 'NG signalling setup success' },
    description: {
      vi: 'Trong các lần trạm xin thiết lập kết nối báo hiệu tới mạng lõi cho một UE, bao nhiêu phần trăm thành công.',
      en: 'Of the attempts to set up the signalling connection of a UE to the core network, the share that succeeded.',
    },
    att: ['UECNTX.ConnEstabAtt'],
    succ: ['UECNTX.ConnEstabSucc'],
    modes: 'SA',
    source: 'TS 28.552 5.1.1.16.1/5.1.1.16.2 (UECNTX.ConnEstabAtt, UECNTX.ConnEstabSucc)',
    confidence: 'S',
  }),
  successRatio({
    id: 'PduSessionSetupSuccess',
    group: 'accessibility',
    title: { vi: 'Tỷ lệ thiết lập phiên PDU thành công', en: 'PDU session setup success' },
    description: {
      vi: 'Trong các phiên dữ liệu được yêu cầu, bao nhiêu phần trăm thiết lập được.',
      en: 'Of the data sessions requested, the share that was set up.',
    },
    att: ['SM.PDUSessionSetupReq'],
    succ: ['SM.PDUSessionSetupSucc'],
    modes: 'SA',
    source: 'TS 28.552 5.1.1.5.1/5.1.1.5.2 (SM.PDUSessionSetupReq, SM.PDUSessionSetupSucc)',
    confidence: 'S',
  }),
  successRatio({
    id: 'QosFlowSetupSuccess',
    group: 'accessibility',
    title: { vi: 'Tỷ lệ thiết lập luồng QoS thành công', en: 'QoS flow setup success' },
    description: {
      vi: 'Trong các luồng chất lượng dịch vụ (QoS) được yêu cầu, bao nhiêu phần trăm thiết lập được.',
      en: 'Of the quality-of-service flows requested, the share that was set up.',
    },
    att: ['QF.EstabAttNbr'],
    succ: ['QF.EstabSuccNbr'],
    modes: 'SA',
    source: 'TS 28.552 5.1.1.13.3.1/5.1.1.13.3.2 (QF.EstabAttNbr, QF.EstabSuccNbr)',
    confidence: 'S',
  }),
  successRatio({
    id: 'DrbEstabSuccess',
    group: 'accessibility',
    title: {
      vi: 'Tỷ lệ thiết lập kênh mang dữ liệu (DRB) thành công',
      en: 'Data bearer (DRB) setup success',
    },
    description: {
      vi: 'Trong các kênh mang dữ liệu được yêu cầu, cả kênh đầu tiên của UE và kênh thêm sau, bao nhiêu phần trăm thiết lập được.',
      en: 'Of the data bearers requested, first ones of a UE and those added later, the share that was set up.',
    },
    att: ['DRB.EstabAtt'],
    succ: ['DRB.EstabSucc'],
    modes: 'all',
    source: 'TS 28.552 5.1.1.10.1/5.1.1.10.2 (DRB.EstabAtt, DRB.EstabSucc)',
    confidence: 'S',
  }),
  successRatio({
    id: 'SgnbAddSuccess',
    group: 'accessibility',
    title: { vi: 'Tỷ lệ thêm SgNB thành công (NSA)', en: 'SgNB addition success (NSA)' },
    description: {
      vi: 'Trong các lần trạm 4G xin thêm chặng 5G cho UE (EN-DC), bao nhiêu phần trăm thành công.',
      en: 'Of the requests of the LTE node to add the 5G leg for a UE (EN-DC), the share that succeeded.',
    },
    att: ['VS.EnDc.SgnbAddReq'],
    succ: ['VS.EnDc.SgnbAddSucc'],
    modes: 'NSA',
    source: 'TS 37.340 10.2 (Secondary Node Addition)',
    sourceNote: { vi: 'bộ đếm VS. là phần mở rộng', en: 'counters are VS. extensions' },
    confidence: 'D',
  }),
]
