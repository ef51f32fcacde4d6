import { code, madeBy, table } from './table.mjs'

/** The words of the page; everything else comes from the catalogue in both languages. */
const WORDS = {
  en: {
    title: 'KPI catalogue',
    intro: (
      count,
      version,
    ) => `The ${count} KPIs of catalogue ${version}. Each is made of additive parts, whole numbers in their smallest
unit. A figure over any time and any grouping is its formula over the summed parts, never a mean of figures. A denominator
of zero is _no value_. A KPI takes parts from a report only where all its counters are there; \`obs\` are the seconds so
observed, \`sus\` those of them whose report was suspect, and coverage is observed over expected seconds.`,
    other: '[Tiếng Việt](kpi-catalogue.vi.md)',
    groups: {
      availability: 'Availability',
      throughput: 'Throughput',
      traffic: 'Traffic',
      utilisation: 'Utilisation',
      accessibility: 'Accessibility',
      retainability: 'Retainability',
      mobility: 'Mobility',
      delay: 'Delay',
      loss: 'Packet loss',
      energy: 'Energy and environment',
      users: 'Users',
      infrastructure: 'Infrastructure',
      'active-test': 'Active tests',
    },
    rows: {
      unit: 'unit',
      direction: 'better',
      formula: 'formula',
      parts: 'parts',
      bounds: 'bounds',
      modes: 'cells',
      guards: 'guard',
      source: 'source',
      confidence: 'confidence',
      example: 'worked example',
      version: 'version',
    },
    direction: { 'higher-is-better': 'higher', 'lower-is-better': 'lower', neutral: 'neither' },
    timeline: "seconds of the cell's timeline: up, down, planned, energy saving, unknown",
    perPeriod: 'times the length of the period',
    byScs: 'weighed by sub-carrier spacing / 15 kHz in the store',
    bounds: {
      exact: 'exact: the unknown time all down, and all up',
      'success-ratio': 'estimate: the missing time had the usual attempts of each cell, all failed or all succeeded',
      utilisation: 'estimate: the missing time at 0 % and at 100 %',
      sum: 'lower: what was observed; upper: none while anything is missing',
      wilson: 'estimate: Wilson interval of 95 %',
      none: 'cannot be bounded',
    },
    modes: {
      all: 'all',
      SA: 'stand-alone; of an NSA cell: `na: nsa`',
      NSA: 'non-stand-alone; of an SA cell: `na: nsa`',
    },
    guard: (small, large) => `${small} > ${large} in one report: suspect; in the sums: no value`,
    confidence: {
      V: 'V: the text of the standard was read',
      S: 'S: a secondary source',
      M: 'M: from memory',
      D: 'D: decided in this project',
    },
  },
  vi: {
    title: 'Danh mục chỉ số KPI',
    intro: (
      count,
      version,
    ) => `${count} KPI của danh mục phiên bản ${version}. Mỗi KPI gồm các thành phần cộng được, là số nguyên theo đơn vị nhỏ nhất.
Giá trị cho mọi khoảng thời gian và mọi cách gộp là công thức tính trên tổng các thành phần, không bao giờ là trung bình
của các giá trị. Mẫu số bằng 0 nghĩa là _không có giá trị_. KPI chỉ lấy thành phần từ bản tin có đủ mọi bộ đếm của nó;
\`obs\` là số giây quan sát được như vậy, \`sus\` là số giây thuộc bản tin nghi ngờ, và độ đầy đủ dữ liệu là số giây quan
sát được chia cho số giây cần có.`,
    other: '[English](kpi-catalogue.md)',
    groups: {
      availability: 'Độ khả dụng',
      throughput: 'Tốc độ, thông lượng',
      traffic: 'Lưu lượng',
      utilisation: 'Mức sử dụng tài nguyên',
      accessibility: 'Khả năng truy nhập',
      retainability: 'Khả năng duy trì kết nối',
      mobility: 'Chuyển giao',
      delay: 'Độ trễ',
      loss: 'Mất gói',
      energy: 'Năng lượng và môi trường',
      users: 'Người dùng',
      infrastructure: 'Hạ tầng',
      'active-test': 'Đo kiểm bằng phương pháp mô phỏng',
    },
    rows: {
      unit: 'đơn vị',
      direction: 'tốt hơn khi',
      formula: 'công thức',
      parts: 'thành phần',
      bounds: 'cận dưới, cận trên',
      modes: 'cell',
      guards: 'kiểm tra',
      source: 'nguồn',
      confidence: 'độ tin cậy của nguồn',
      example: 'ví dụ tính',
      version: 'phiên bản',
    },
    direction: { 'higher-is-better': 'cao hơn', 'lower-is-better': 'thấp hơn', neutral: 'không xét' },
    timeline: 'số giây của cell: hoạt động, gián đoạn, theo kế hoạch, tiết kiệm năng lượng, không xác định',
    perPeriod: 'nhân với độ dài chu kỳ',
    byScs: 'có trọng số khoảng cách sóng mang con / 15 kHz khi lưu',
    bounds: {
      exact: 'chính xác: thời gian không xác định coi là gián đoạn hết, và hoạt động hết',
      'success-ratio':
        'ước lượng: thời gian thiếu số liệu có số lần thử như thường lệ của từng cell, thất bại hết hoặc thành công hết',
      utilisation: 'ước lượng: thời gian thiếu số liệu ở mức 0 % và 100 %',
      sum: 'cận dưới: phần quan sát được; cận trên: không có khi còn thiếu số liệu',
      wilson: 'ước lượng: khoảng Wilson 95 %',
      none: 'không xác định được',
    },
    modes: { all: 'mọi cell', SA: 'SA; với cell NSA: `na: nsa`', NSA: 'NSA; với cell SA: `na: nsa`' },
    guard: (small, large) => `${small} > ${large} trong một bản tin: dữ liệu nghi ngờ; trong tổng: không có giá trị`,
    confidence: {
      V: 'V: đã đọc nguyên văn tiêu chuẩn',
      S: 'S: nguồn thứ cấp',
      M: 'M: theo trí nhớ',
      D: 'D: dự án này quyết định',
    },
  },
}

/** `{ 'X.vol': 1, 'X.time': 2 }` → `X.vol + 2 · X.time`. */
function linear(fields) {
  return Object.entries(fields)
    .map(([field, weight]) => (weight === 1 ? field : `${weight} · ${field}`))
    .join(' + ')
}

const sigma = (fields) => (Object.keys(fields).length === 1 ? `Σ ${linear(fields)}` : `Σ (${linear(fields)})`)
const scaled = (text, scale) => (scale === 1 ? text : `${text} · ${scale}`)

function formulaOf(formula) {
  if (formula.kind === 'sum') return scaled(sigma(formula.of), formula.scale)
  if (formula.kind === 'ratio') return scaled(`${sigma(formula.num)} / ${sigma(formula.den)}`, formula.scale)
  if (formula.kind !== 'product') return formula.kind
  return scaled(formula.factors.map((factor) => `(${formulaOf(factor)})`).join(' · '), formula.scale)
}

function partsOf(kpi, words) {
  if (kpi.basis === 'timeline') return words.timeline
  if (kpi.basis !== 'report') return kpi.basis
  return kpi.stages
    .flatMap(({ parts, variants }) =>
      parts.map(({ id, unit, weigh }) => {
        const { binsOf, sum = [binsOf], times = [] } = variants[0].takes[id]
        const how = [unit, ...(times.length === 0 ? [] : [words.perPeriod]), ...(weigh === 'scs' ? [words.byScs] : [])]
        return `${code(id)} = ${sum.map(code).join(' + ')} [${how.join('; ')}]`
      }),
    )
    .join('<br>')
}

function entry(kpi, language) {
  const words = WORDS[language]
  const guards = kpi.stages
    .flatMap(({ atMost = [] }) => atMost)
    .map(([small, large]) => words.guard(code(small), code(large)))
  const rows = [
    [words.rows.unit, kpi.unit],
    [words.rows.direction, words.direction[kpi.direction]],
    [words.rows.formula, code(formulaOf(kpi.formula))],
    [words.rows.parts, partsOf(kpi, words)],
    [words.rows.bounds, words.bounds[kpi.bounds]],
    [words.rows.modes, words.modes[kpi.modes]],
    ...(guards.length > 0 ? [[words.rows.guards, guards.join('<br>')]] : []),
    [words.rows.source, kpi.source],
    [words.rows.confidence, words.confidence[kpi.confidence]],
    [words.rows.example, `${kpi.example.story[language]} → ${kpi.example.value} ${kpi.unit}`],
    [words.rows.version, kpi.version],
  ]
  return `### ${kpi.id}: ${kpi.title[language]}

${kpi.description[language]}

${table(['', ''], rows)}
`
}

/** docs/kpi-catalogue.md and docs/kpi-catalogue.vi.md from the KPI catalogue. */
export function kpiCatalogue({ KPIS, CATALOGUE_VERSION }, language) {
  const words = WORDS[language]
  const groups = Object.entries(words.groups).map(([group, title]) => {
    const kpis = KPIS.filter((kpi) => kpi.group === group)
    return kpis.length === 0 ? '' : `## ${title}\n\n${kpis.map((kpi) => entry(kpi, language)).join('\n')}`
  })
  return `${madeBy('contract/kpi')}

# ${words.title}

${words.other}

${words.intro(KPIS.length, CATALOGUE_VERSION)}

${groups.filter((text) => text !== '').join('\n')}`
}
