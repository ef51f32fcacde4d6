import { KPIS, ownerOf } from '../kpi/catalogue.ts'
import type { EdgesId, KpiDefinition, PartDefinition, Stage, Take, TakeBins } from '../kpi/definition.ts'
import { EDGES } from '../kpi/edges.ts'
import type { Language } from './language.ts'
import { numberText } from './numbers.ts'
import { unitText } from './unit-text.ts'

const code = (text: string) => `\`${text}\``

const WORDS = {
  en: {
    period: 'length of the period [s]',
    nrb: 'resource blocks of the cell',
    bins: 'bins 0 to 32 of',
    scs: 'weighed by sub-carrier spacing / 15 kHz',
    max: 'the greatest counts',
    min: 'the least counts',
    'sum-of-max': 'over time the greatest of each cell counts, over cells they are added',
    timeline: 'seconds of the timeline: up, down, planned, energy saving, unknown; outages',
    registry: 'station-seconds of the registry:',
    test: 'of test samples:',
    shared: (id: string) => `parts of ${code(id)}: `,
    or: 'or, where those are missing',
    edges: 'edges',
  },
  vi: {
    period: 'độ dài chu kỳ [s]',
    nrb: 'số khối tài nguyên của cell',
    bins: 'khoảng 0 đến 32 của',
    scs: 'có trọng số khoảng cách sóng mang con / 15 kHz',
    max: 'lấy giá trị lớn nhất',
    min: 'lấy giá trị nhỏ nhất',
    'sum-of-max': 'theo thời gian lấy giá trị lớn nhất của từng cell, theo cell thì cộng lại',
    timeline:
      'số giây theo dòng thời gian: hoạt động, gián đoạn, theo kế hoạch, tiết kiệm năng lượng, không xác định; các lần gián đoạn',
    registry: 'trạm-giây theo danh bạ trạm:',
    test: 'từ mẫu đo:',
    shared: (id: string) => `thành phần của ${code(id)}: `,
    or: 'hoặc, khi thiếu các bộ đếm đó',
    edges: 'biên',
  },
} as const

/** Every way in which the parts of a KPI are filled, one line each. */
export function partsLines(kpi: KpiDefinition, language: Language): string[] {
  const words = WORDS[language]
  const owner = ownerOf(kpi)
  if (kpi.basis === 'timeline') return [words.timeline]
  const parts = owner.stages.flatMap((stage) => stage.parts)
  const prefix = owner === kpi ? '' : words.shared(owner.id)
  if (kpi.basis !== 'report') {
    return [
      `${prefix}${words[kpi.basis]} ${parts.map(({ id, unit }) => `${code(id)} [${unitText(unit, language)}]`).join(', ')}`,
    ]
  }
  const isShared = owner !== kpi && parts.some(({ bins }) => bins !== undefined)
  // their edges stand at the owner
  if (isShared) return [`${prefix}${parts.map(({ id }) => code(id)).join(', ')}`]
  const used = kpi.formula.kind === 'ratio' ? kpi.formula.stage : undefined
  const lines = owner.stages
    .filter(({ id }) => used === undefined || id === used)
    .flatMap((stage) => stageLines(stage, kpi, language))
  return lines.map((line, i) => (i === 0 ? `${prefix}${line}` : line))
}

function stageLines(stage: Stage, kpi: KpiDefinition, language: Language): string[] {
  const words = WORDS[language]
  const name = stage.id === '' ? '' : `${code(stage.id)}: `
  return stage.variants.map(({ takes, note }, i) => {
    const parts = stage.parts.map((part) => partText(part, takes[part.id], kpi, language)).join('; ')
    if (i === 0) return `${name}${parts}`
    return `${name}${words.or}: ${parts}${note === undefined ? '' : ` (${note[language]})`}`
  })
}

function partText(
  part: PartDefinition,
  take: Take | TakeBins | undefined,
  kpi: KpiDefinition,
  language: Language,
): string {
  const words = WORDS[language]
  if (take === undefined) return code(part.id)
  if ('binsOf' in take) {
    const { edges, unit } = EDGES[edgesOf(kpi)]
    const list = edges.map((edge) => numberText(edge, language)).join(language === 'vi' ? '; ' : ', ')
    return `${code(part.id)} = ${words.bins} ${code(take.binsOf)} [${unitText(part.unit, language)}], ${words.edges} [${unit}]: ${list}`
  }
  const remarks = [
    unitText(part.unit, language),
    ...(part.weigh === 'scs' ? [words.scs] : []),
    ...(part.kind === undefined || part.kind === 'sum' ? [] : [words[part.kind]]),
  ]
  return `${code(part.id)} = ${takeText(take, language)} [${remarks.join('; ')}]`
}

/** Bins do not say on which edges they stand: the percentiles that are read off them do. */
function edgesOf(kpi: KpiDefinition): EdgesId {
  const owner = ownerOf(kpi)
  for (const { formula, partsOf } of KPIS) {
    if (partsOf === owner.id && formula.kind === 'percentile') return formula.edges
  }
  throw new RangeError(`no percentile is read off the bins of ${owner.id}: their edges are not told`)
}

function takeText({ sum, times = [], per }: Take, language: Language): string {
  const words = WORDS[language]
  const name = (text: string | number) => {
    if (typeof text === 'number') return numberText(text, language)
    if (text === '@period') return words.period
    return text === '@nrb' ? words.nrb : code(text)
  }
  const added = sum.map(name).join(' + ')
  const factors = [sum.length > 1 && times.length > 0 ? `(${added})` : added, ...times.map(name)].join(' · ')
  return per === undefined ? factors : `${factors} / ${name(per)}`
}
