import type { Check } from './reach.ts'
import type { Facts, Language } from './words.ts'

const LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', vi: 'vi-VN' }
const MINUTE_S = 60

/** Facts of a check as a language writes them: `22/11/2026 09:15`, `3 h 05 min`, `1.234`. */
export function factsIn(language: Language, raw: Check['facts']): Facts {
  const numberOf = (name: string) => Number(raw[name] ?? 0)
  return {
    raw,
    time: (name) => timeIn(language, numberOf(name)),
    span: (name) => spanIn(language, numberOf(name)),
    number: (name) => new Intl.NumberFormat(LOCALE[language]).format(numberOf(name)),
  }
}

/** Vietnamese time; day first in Vietnamese, the order of the other commands in English. */
export function timeIn(language: Language, ms: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(ms)
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  const [day, month, year] = [part('day'), part('month'), part('year')]
  const date = language === 'vi' ? `${day}/${month}/${year}` : `${year}-${month}-${day}`
  return `${date} ${part('hour')}:${part('minute')}`
}

function spanIn(language: Language, seconds: number): string {
  const minutes = Math.floor(seconds / MINUTE_S)
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  const [hours, min] = language === 'vi' ? ['giờ', 'phút'] : ['h', 'min']
  return h === 0 ? `${m} ${min}` : `${h} ${hours} ${String(m).padStart(2, '0')} ${min}`
}

/** The language of the terminal: Vietnamese where it is set so, else English. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const set = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^vi(_|-|\.|$)/i.test(set) ? 'vi' : 'en'
}
