import type { Bilingual, KpiDefinition } from '../kpi/definition.ts'
import { type Split, splitsOf } from '../kpi/splits.ts'
import { THRESHOLDS } from '../kpi/thresholds.ts'
import { exampleText } from './example-text.ts'
import { formulaText } from './formula-text.ts'
import type { Language } from './language.ts'
import { partsLines } from './parts-text.ts'
import {
  AGGREGATION_WORDS,
  BOUNDS_WORDS,
  CONFIDENCE_WORDS,
  DIRECTION_WORDS,
  MODE_WORDS,
  OBJECT_WORDS,
} from './rules-text.ts'
import { thresholdText } from './threshold-text.ts'
import { unitText } from './unit-text.ts'

const LABELS = {
  unit: { vi: 'Đơn vị', en: 'Unit' },
  better: { vi: 'tốt hơn khi', en: 'better when' },
  formula: { vi: 'Công thức', en: 'Formula' },
  parts: { vi: 'Thành phần', en: 'Parts' },
  aggregation: { vi: 'Gộp số liệu', en: 'Aggregation' },
  bounds: { vi: 'Cận dưới, cận trên', en: 'Bounds' },
  guards: { vi: 'Kiểm tra', en: 'Guards' },
  cells: { vi: 'Cell', en: 'Cells' },
  splits: { vi: 'Xem riêng theo', en: 'Can be split by' },
  object: { vi: 'của', en: 'of a' },
  thresholds: { vi: 'Ngưỡng', en: 'Thresholds' },
  source: { vi: 'Nguồn', en: 'Source' },
  confidence: { vi: 'độ tin cậy', en: 'confidence' },
  example: { vi: 'Ví dụ tính', en: 'Worked example' },
  version: { vi: 'phiên bản', en: 'version' },
} satisfies Record<string, Bilingual>

const SPLIT_WORDS: Readonly<Record<Split, Bilingual>> = {
  plmn: { vi: 'mạng được phục vụ (`plmn`)', en: 'network served (`plmn`)' },
  snssai: { vi: 'lát cắt mạng (`snssai`)', en: 'slice (`snssai`)' },
  fiveqi: { vi: 'lớp QoS (`fiveqi`)', en: 'QoS class (`fiveqi`)' },
}

const guardText = (small: string, large: string): Bilingual => ({
  vi: `\`${small}\` > \`${large}\` trong một báo cáo: dữ liệu nghi ngờ`,
  en: `\`${small}\` > \`${large}\` in one report: suspect`,
})
const SUM_GUARD: Bilingual = {
  vi: 'trong tổng: không có giá trị (`na: guard`)',
  en: 'in the sums: no value (`na: guard`)',
}
const ZERO: Bilingual = { vi: 'mẫu số bằng 0: không có giá trị', en: 'a denominator of 0: no value' }

function guardsOf(kpi: KpiDefinition, language: Language): string[] {
  const pairs = kpi.stages.flatMap(({ atMost = [] }) => atMost)
  const own = pairs.map(([small, large]) => guardText(small, large)[language])
  const hasDenominator = !['sum', 'extreme', 'busy-hour'].includes(kpi.formula.kind)
  return [
    ...own,
    ...(kpi.bounds === 'success-ratio' ? [SUM_GUARD[language]] : []),
    ...(hasDenominator ? [ZERO[language]] : []),
  ]
}

/** What cannot be bounded is explained by where its parts come from. */
function boundsText({ bounds, basis }: KpiDefinition, language: Language): string {
  if (bounds !== 'none' || (basis !== 'registry' && basis !== 'test')) return BOUNDS_WORDS[bounds][language]
  return UNBOUNDED[basis][language]
}

const UNBOUNDED: Readonly<Record<'registry' | 'test', Bilingual>> = {
  registry: { vi: 'không cần: danh bạ trạm đầy đủ', en: 'not needed: the registry is whole' },
  test: {
    vi: 'không có khoảng tin cậy cho trung bình; hãy xem số mẫu n',
    en: 'no interval for a mean; see the number of samples n',
  },
}

function sourceText({ source, sourceNote, confidence }: KpiDefinition, language: Language): string {
  const parts = [source, sourceNote?.[language] ?? ''].filter((text) => text !== '')
  return [...parts, `${LABELS.confidence[language]} ${CONFIDENCE_WORDS[confidence][language]}`].join('; ')
}

/** One KPI as Markdown, under a heading of the third rank. */
export function kpiEntry(kpi: KpiDefinition, language: Language): string {
  const label = (name: keyof typeof LABELS) => LABELS[name][language]
  const lines: [string, string][] = [
    [
      label('unit'),
      `${unitText(kpi.unit, language)}; ${label('better')}: ${DIRECTION_WORDS[kpi.direction][language]}; ${label('object')} ${OBJECT_WORDS[kpi.object][language]}; ${label('version')} ${kpi.version}`,
    ],
    [label('formula'), `**${formulaText(kpi, language)}**`],
  ]
  const parts = partsLines(kpi, language)
  const guards = guardsOf(kpi, language)
  const splits = splitsOf(kpi)
  const thresholds = THRESHOLDS.filter((threshold) => threshold.kpi === kpi.id)
  const list = (name: keyof typeof LABELS, items: readonly string[]) =>
    items.length === 1
      ? `- ${label(name)}: ${items[0]}`
      : `- ${label(name)}:\n${items.map((item) => `  - ${item}`).join('\n')}`
  return [
    `### ${kpi.id}: ${kpi.title[language]}`,
    '',
    kpi.description[language],
    '',
    ...lines.map(([name, text]) => `- ${name}: ${text}`),
    list('parts', parts),
    `- ${label('aggregation')}: ${AGGREGATION_WORDS[kpi.formula.kind][language]}`,
    `- ${label('bounds')}: ${boundsText(kpi, language)}`,
    ...(guards.length === 0 ? [] : [`- ${label('guards')}: ${guards.join('; ')}`]),
    ...(kpi.modes === 'all' ? [] : [`- ${label('cells')}: ${MODE_WORDS[kpi.modes][language]}`]),
    ...(splits.length === 0
      ? []
      : [`- ${label('splits')}: ${splits.map((split) => SPLIT_WORDS[split][language]).join(', ')}`]),
    ...(thresholds.length === 0
      ? []
      : [
          list(
            'thresholds',
            thresholds.map((threshold) => thresholdText(threshold, kpi.unit, language)),
          ),
        ]),
    `- ${label('example')}: ${exampleText(kpi, language)}`,
    `- ${label('source')}: ${sourceText(kpi, language)}`,
    '',
  ].join('\n')
}
