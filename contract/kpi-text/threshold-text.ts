import type { Bilingual } from '../kpi/definition.ts'
import type { Threshold } from '../kpi/thresholds.ts'
import type { Language } from './language.ts'
import { numberText } from './numbers.ts'
import { CONFIDENCE_WORDS } from './rules-text.ts'

const STATUS: Readonly<Record<Threshold['status'], Bilingual>> = {
  binding: { vi: 'bắt buộc', en: 'binding' },
  guidance: { vi: 'hướng dẫn', en: 'guidance' },
  draft: { vi: 'dự thảo', en: 'draft' },
}

const NOT_IN_FORCE: Bilingual = { vi: 'chưa có hiệu lực, không kết luận', en: 'not in force, no verdict' }
const UNVERIFIED: Bilingual = { vi: 'chưa kiểm chứng, không kết luận', en: 'unverified, no verdict' }

const USE: Readonly<Record<Threshold['use'], Bilingual>> = {
  verdict: { vi: 'dùng để kết luận', en: 'for a verdict' },
  reference: {
    vi: 'chỉ để tham khảo, không kết luận: số liệu của trạm không phải mẫu đo của quy chuẩn',
    en: 'a reference without verdict: counters of a station are not the test samples of the act',
  },
}

/** `2022-07-01` → `01/07/2022`. */
const dayText = (day: string) => day.split('-').reverse().join('/')

/** One line: limit, act, dates, status, what it is for, how sure. */
export function thresholdText(threshold: Threshold, unit: string, language: Language): string {
  const { relation, target, legalBasis, clause, from, to, status, use, minSamples, confidence } = threshold
  const isVi = language === 'vi'
  const limit =
    target === null
      ? isVi
        ? 'mức chưa rõ'
        : 'limit not known'
      : `${relation === 'at-least' ? '≥' : '≤'} ${numberText(target, language)} ${unit}`
  const dates =
    to === null
      ? `${isVi ? 'từ' : 'from'} ${dayText(from)}`
      : `${dayText(from)} – ${isVi ? 'trước' : 'before'} ${dayText(to)}`
  const purpose = status === 'draft' ? NOT_IN_FORCE : confidence === 'M' ? UNVERIFIED : USE[use]
  const samples = use === 'verdict' ? [`n ≥ ${numberText(minSamples, language)}`] : []
  const where = clause === '' ? legalBasis[language] : `${legalBasis[language]}, ${clause}`
  return [
    limit,
    ...samples,
    where,
    dates,
    STATUS[status][language],
    purpose[language],
    CONFIDENCE_WORDS[confidence][language],
  ].join('; ')
}
