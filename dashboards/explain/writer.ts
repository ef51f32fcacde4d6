import { integerText, type Language, numberText, valueText } from '../../contract/mod.ts'
import { ENGLISH } from './english.ts'
import { VIETNAMESE } from './vietnamese.ts'
import type { ExplainWords, Told } from './words.ts'

const NO_VALUE = '—'

/** How numbers, instants and words are written in one explanation. */
export class Writer {
  readonly language: Language
  readonly words: ExplainWords
  /** An instant with its day and second, in Việt Nam. */
  readonly instant: (ms: number) => string

  constructor(language: Language, instant: (ms: number) => string) {
    this.language = language
    this.words = language === 'vi' ? VIETNAMESE : ENGLISH
    this.instant = instant
  }

  number(value: number | null): string {
    return value === null ? NO_VALUE : numberText(value, this.language)
  }

  /** A decimal integer of any size. */
  integer(text: string): string {
    return integerText(text, this.language)
  }

  value(value: number | null, unit: string): string {
    return value === null ? NO_VALUE : valueText(rounded(value), unit, this.language)
  }

  share(value: number | null): string {
    return value === null ? NO_VALUE : `${this.number(Math.round(value * 1000) / 10)} %`
  }

  /** `+340 ms`, `−1.2 s`. */
  offset(ms: number | null): string {
    if (ms === null) return NO_VALUE
    const size = Math.abs(ms)
    const text = size < 10_000 ? `${this.number(size)} ms` : `${this.number(Math.round(size / 1000))} s`
    return `${ms < 0 ? '−' : '+'}${text}`
  }

  /** The time of day alone, where the day is that of `beside`. */
  shortInstant(ms: number, beside: number): string {
    const [day, time] = this.instant(ms).split(' ')
    return this.instant(beside).startsWith(`${day} `) ? (time ?? '') : this.instant(ms)
  }

  period(from: number, to: number): string {
    return `${this.instant(from)} – ${this.shortInstant(to, from)}`
  }

  /** The facts of an evidence or remark. `offset` is written as a part of a sentence. */
  told(facts: Readonly<Record<string, string | number | null>>): Told {
    const get = (name: string) => facts[name] ?? ''
    return {
      text: (name) => String(get(name)),
      number: (name) => this.number(Number(get(name))),
      instant: (name) => this.instant(Number(get(name))),
      is: (name) => get(name) !== '' && get(name) !== 0,
    }
  }
}

/** Seven digits are more than any table needs. */
const rounded = (value: number): number => Number(value.toPrecision(7))
