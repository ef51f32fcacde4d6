import type { Language } from './language.ts'

const SUPERSCRIPT: Readonly<Record<string, string>> = { '-': '⁻', ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].entries()) }

const power = (exponent: number) => `10${[...String(exponent)].map((digit) => SUPERSCRIPT[digit] ?? digit).join('')}`

/**
 * As the language writes it: `82 727.273` in English, `82.727,273` in Vietnamese; a great power of ten as such.
 */
export function numberText(value: number, language: Language): string {
  const exponent = Math.log10(Math.abs(value))
  if (Number.isInteger(exponent) && exponent >= 9) return power(exponent)
  const [whole = '', fraction] = decimal(value).split('.')
  const grouped = integerText(whole, language)
  return fraction === undefined ? grouped : `${grouped}${language === 'vi' ? ',' : '.'}${fraction}`
}

/** Digits of a whole number of any size, in groups of three. */
export const integerText = (digits: string, language: Language): string =>
  digits.replace(/\B(?=(\d{3})+$)/g, language === 'vi' ? '.' : ' ')

/** At most ten significant digits: what a double adds behind them says nothing. */
function decimal(value: number): string {
  return Math.abs(value) < 1e-6 && value !== 0 ? value.toFixed(10) : String(Number(value.toPrecision(10)))
}

/** What a formula is multiplied by: `· 100`, `· 10⁻⁶`, `/ 3 600`; nothing for 1. */
export function scaleText(scale: number, language: Language): string {
  if (scale === 1) return ''
  const exponent = Math.round(Math.log10(scale))
  if (Math.abs(scale / 10 ** exponent - 1) < 1e-12) {
    if (exponent > 0 && exponent < 4) return ` · ${numberText(10 ** exponent, language)}`
    if (exponent < 0 && exponent > -4) return ` / ${numberText(10 ** -exponent, language)}`
    return ` · ${power(exponent)}`
  }
  const inverse = Math.round(1 / scale)
  if (scale < 1 && Math.abs(1 / scale / inverse - 1) < 1e-12) return ` / ${numberText(inverse, language)}`
  return ` · ${numberText(scale, language)}`
}
