import type { Bilingual, KpiDefinition, Stage } from '../definition.ts'
import { successFactor, successStage } from './product.ts'
import { successRatio } from './success-ratio.ts'

const EITHER: Bilingual = {
  vi: 'Có cell chỉ gửi bộ đếm của một loại chuyển giao (giữa các gNB, hoặc trong một gNB).',
  en: 'Some cells report one kind of handover alone (between gNBs, or within one).',
}

/** Between gNBs and within one together; a cell that reports one kind alone is counted by it. */
function handoverStage(id: 'exec' | 'prep', name: 'Exe' | 'Prep'): Stage {
  const [inter, intra] = [`MM.Ho${name}Inter`, `MM.Ho${name}Intra`]
  return successStage(id, { id: '', att: [`${inter}Req`, `${intra}Req`], succ: [`${inter}Succ`, `${intra}Succ`] }, [
    { id: 'inter', att: [`${inter}Req`], succ: [`${inter}Succ`], note: EITHER },
    { id: 'intra', att: [`${intra}Req`], succ: [`${intra}Succ`], note: EITHER },
  ])
}

interface Handover {
  id: string
  title: Bilingual
  description: Bilingual
  stages: readonly Stage[]
  source: string
  sourceNote?: Bilingual
}

const PARTIAL: Bilingual = {
  vi: 'Chặng không có bộ đếm thì bỏ qua và số liệu được ghi là một phần.',
  en: 'A stage without counters is left out, and the figure is marked partial.',
}

const handover = ({ description, ...own }: Handover): KpiDefinition => ({
  version: 1,
  group: 'mobility',
  description: { vi: `${description.vi} ${PARTIAL.vi}`, en: `${description.en} ${PARTIAL.en}` },
  unit: '%',
  direction: 'higher-is-better',
  basis: 'report',
  object: 'cell',
  formula: { kind: 'product', factors: ['exec', 'prep'].map((stage) => successFactor(own.id, stage)), scale: 100 },
  bounds: 'success-ratio',
  modes: 'SA',
  confidence: 'S',
  example: {
    story: {
      vi: 'thực hiện 630 trên 1.260, chuẩn bị 305 trên 610 (chỉ tính thực hiện, 50 %, là sai)',
      en: 'execution 630 of 1 260, preparation 305 of 610 (execution alone, 50 %, is wrong)',
    },
    sums: {
      [`${own.id}.exec_succ`]: 630,
      [`${own.id}.exec_att`]: 1_260,
      [`${own.id}.prep_succ`]: 305,
      [`${own.id}.prep_att`]: 610,
    },
    value: 25,
  },
  ...own,
})

export const MOBILITY_KPIS: readonly KpiDefinition[] = [
  handover({
    id: 'GRANHOSR',
    title: { vi: 'Tỷ lệ chuyển giao thành công', en: 'Handover success' },
    description: {
      vi: 'Xác suất một lần chuyển giao thành công, từ chuẩn bị đến thực hiện: tích của hai tỷ lệ đã gộp.',
      en: 'Chance that a handover succeeds from preparation to execution: the product of two aggregated ratios.',
    },
    stages: [handoverStage('exec', 'Exe'), handoverStage('prep', 'Prep')],
    source: 'TS 28.554 6.6.1 (GRANHOSR); TS 28.552 5.1.1.6.1, 5.1.1.6.2',
    sourceNote: {
      vi: 'khớp với dữ liệu kiểm thử của một nhà sản xuất: 25 % từ cùng các bộ đếm',
      en: 'confirmed by test data of a vendor: 25 % of these counters',
    },
  }),
  handover({
    id: '5GSEPHOSR',
    title: { vi: 'Tỷ lệ chuyển giao 5GS → EPS thành công', en: '5GS to EPS handover success' },
    description: {
      vi: 'Xác suất một lần chuyển giao từ 5G (SA) về 4G thành công, từ chuẩn bị đến thực hiện.',
      en: 'Chance that a handover from 5G (SA) to 4G succeeds from preparation to execution.',
    },
    stages: [
      successStage('exec', { id: '', att: ['MM.HoOutExe5gsToEpsReq'], succ: ['MM.HoOutExe5gsToEpsSucc'] }),
      successStage('prep', { id: '', att: ['MM.HoOut5gsToEpsPrepReq'], succ: ['MM.HoOut5gsToEpsPrepSucc'] }),
    ],
    source: 'TS 28.552 5.1.1.6.3 (MM.HoOut5gsToEpsPrep…, MM.HoOutExe5gsToEps…)',
  }),
  successRatio({
    id: 'PSCellChangeSuccess',
    group: 'mobility',
    title: { vi: 'Tỷ lệ đổi PSCell thành công (NSA)', en: 'PSCell change success (NSA)' },
    description: {
      vi: 'Trong các lần chặng 5G của UE (EN-DC) chuyển sang cell 5G khác, bao nhiêu phần trăm thành công.',
      en: 'Of the changes of the 5G leg of UEs (EN-DC) to another 5G cell, the share that succeeded.',
    },
    att: ['VS.EnDc.PSCellChangeReq'],
    succ: ['VS.EnDc.PSCellChangeSucc'],
    modes: 'NSA',
    source: 'TS 37.340 10.3, 10.5 (PSCell change)',
    sourceNote: { vi: 'bộ đếm VS. là phần mở rộng', en: 'counters are VS. extensions' },
    confidence: 'D',
  }),
]
