import { CATALOGUE_VERSION, KPIS } from '../kpi/catalogue.ts'
import type { Bilingual, KpiDefinition, KpiGroup } from '../kpi/definition.ts'
import { kpiEntry } from './kpi-entry.ts'
import type { Language } from './language.ts'
import { markdownTable } from './markdown.ts'
import { DIRECTION_WORDS, GROUP_WORDS } from './rules-text.ts'
import { unitText } from './unit-text.ts'

const GROUPS = Object.keys(GROUP_WORDS) as KpiGroup[]

const TITLE: Bilingual = { vi: 'Danh mục chỉ số KPI', en: 'KPI catalogue' }

const HEAD: Readonly<Record<Language, readonly string[]>> = {
  en: ['KPI', 'what', 'unit', 'better', 'confidence'],
  vi: ['KPI', 'nội dung', 'đơn vị', 'tốt hơn khi', 'độ tin cậy'],
}

const INTRO: Readonly<Record<Language, (count: number) => string>> = {
  en: (count) => `The ${count} KPIs of catalogue ${CATALOGUE_VERSION}: first what there is, then each KPI in full.

**How to read a figure.** Each KPI is made of additive parts, whole numbers in their smallest unit (bit, ms, mWh). A figure
over any time and any group of cells is its formula over the summed parts (Σ), never a mean of figures. A denominator of zero
is _no value_, never 0 % or 100 %. A KPI takes parts from a report only where all its counters are there; \`obs\` are the
seconds so observed, \`sus\` those of them whose report was suspect. _Coverage_ is observed over expected seconds. _Bounds_ say
how far the figure could be off for want of data. A figure of several stages that lacks the counters of one is _partial_, and
names it.

**How sure its definition is.** V: the text of the standard or act was read. S: secondary sources. M: from memory. D: decided
in this project. A threshold from memory gives no verdict.

**Counters and test samples are two things.** What stations count (throughput, availability over time) is for operation. What
the regulation limits is measured by test samples (\`Test…\`); only there is a verdict, from 1 500 samples on, and only there
do the words of the regulation stand.`,
  vi: (
    count,
  ) => `${count} KPI của danh mục phiên bản ${CATALOGUE_VERSION}: trước hết là danh sách, sau đó là từng KPI đầy đủ.

**Cách đọc một giá trị.** Mỗi KPI gồm các thành phần cộng được, là số nguyên theo đơn vị nhỏ nhất (bit, ms, mWh). Giá trị cho
mọi khoảng thời gian và mọi nhóm cell là công thức tính trên tổng các thành phần (Σ), không bao giờ là trung bình của các giá
trị. Mẫu số bằng 0 nghĩa là _không có giá trị_, không bao giờ là 0 % hay 100 %. KPI chỉ lấy thành phần từ báo cáo có đủ mọi bộ
đếm của nó; \`obs\` là số giây quan sát được như vậy, \`sus\` là số giây thuộc báo cáo nghi ngờ. _Độ đầy đủ dữ liệu_ là số giây
quan sát được chia cho số giây cần có. _Cận dưới, cận trên_ cho biết giá trị có thể sai bao nhiêu do thiếu số liệu. KPI nhiều
chặng mà thiếu bộ đếm của một chặng thì giá trị là _một phần_ và nêu tên chặng đó.

**Độ tin cậy của định nghĩa.** V: đã đọc nguyên văn tiêu chuẩn hoặc văn bản. S: nguồn thứ cấp. M: theo trí nhớ. D: dự án này
quyết định. Ngưỡng theo trí nhớ không được dùng để kết luận.

**Bộ đếm và mẫu đo là hai việc khác nhau.** Số liệu trạm đếm được (tốc độ, độ khả dụng theo thời gian) phục vụ vận hành. Chỉ
tiêu của quy chuẩn được đo bằng mẫu đo (\`Test…\`); chỉ ở đó mới có kết luận đạt hay không đạt, khi có từ 1.500 mẫu trở lên, và
chỉ ở đó mới dùng thuật ngữ của quy chuẩn.`,
}

const ofGroup = (group: KpiGroup): KpiDefinition[] => KPIS.filter((kpi) => kpi.group === group)

/** A table for each group: id, title, unit, direction, confidence. */
export function catalogueIndex(language: Language): string {
  return GROUPS.map((group) => {
    const rows = ofGroup(group).map((kpi) => [
      `\`${kpi.id}\``,
      kpi.title[language],
      unitText(kpi.unit, language),
      DIRECTION_WORDS[kpi.direction][language],
      kpi.confidence,
    ])
    return `**${GROUP_WORDS[group][language]}**\n\n${markdownTable(HEAD[language], rows)}\n`
  }).join('\n')
}

/** The whole reference page as Markdown. `made` is its first line, `other` the link to the other language. */
export function cataloguePage(language: Language, made: string, other: string): string {
  const entries = GROUPS.map(
    (group) =>
      `## ${GROUP_WORDS[group][language]}\n\n${ofGroup(group)
        .map((kpi) => kpiEntry(kpi, language))
        .join('\n')}`,
  )
  return `${made}

# ${TITLE[language]}

${other}

${INTRO[language](KPIS.length)}

${catalogueIndex(language)}
${entries.join('\n')}`
}
