import type { Bilingual } from '../kpi/definition.ts'
import type { Language } from './language.ts'

/** Units that have a word, or a nicer sign; every other is written as it is. */
const WORDS: Readonly<Record<string, Bilingual>> = {
  count: { vi: 'số lượng', en: 'count' },
  us: { vi: 'µs', en: 'µs' },
  us·packet: { vi: 'µs·gói tin', en: 'µs·packet' },
  '1e-6·packet': { vi: '10⁻⁶·gói tin', en: '10⁻⁶·packet' },
}

export function unitText(unit: string, language: Language): string {
  return WORDS[unit]?.[language] ?? unit
}
