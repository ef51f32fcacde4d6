import type { Language } from './language.ts'

export const TIME_ZONE = 'Asia/Ho_Chi_Minh'
/** Stands where there is no value; the reason in words stands beside it. */
export const NO_VALUE = '—'
/** Keeps number and unit on one line. */
const NBSP = '\u00a0'

const LOCALES: Readonly<Record<Language, string>> = { vi: 'vi-VN', en: 'en-GB' }

/** A unit that fits the size of the numbers: `factor` times the KPI's unit. */
export interface ShownUnit {
  readonly unit: string
  readonly factor: number
}

const LADDERS: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  'kbit/s': [
    [1, 'kbit/s'],
    [1e3, 'Mbit/s'],
    [1e6, 'Gbit/s'],
    [1e9, 'Tbit/s'],
  ],
  Mbit: [
    [1, 'Mbit'],
    [1e3, 'Gbit'],
    [1e6, 'Tbit'],
  ],
}

/** Example: kbit/s up to 82 727 → Mbit/s, factor 1000. A unit without a ladder stays. */
export function shownUnit(unit: string, greatest: number): ShownUnit {
  const step = LADDERS[unit]?.findLast(([factor]) => Math.abs(greatest) >= factor) ?? LADDERS[unit]?.[0]
  return step === undefined ? { unit, factor: 1 } : { factor: step[0], unit: step[1] }
}

/** At most so many digits after the point; groups and point in the language's form. */
export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}

/**
 * `99,64 %`. Two digits, but never rounded into a claim: what is below 100 does not read 100, what is above 0 not 0.
 * Example: 99.9967 → `99,997 %`; 99.99999 → `> 99,999 %`.
 */
export function formatPercent(value: number, language: Language): string {
  for (const digits of [2, 3]) {
    const rounded = Number(value.toFixed(digits))
    if ((rounded !== 100 || value === 100) && (rounded !== 0 || value === 0)) {
      return `${formatNumber(value, language, digits)}${NBSP}%`
    }
  }
  const [sign, limit] = value > 50 ? ['>', 99.999] : ['<', 0.001]
  return `${sign}${NBSP}${formatNumber(Number(limit), language, 3)}${NBSP}%`
}

/** Three significant digits, at most two after the point: `827`, `82,7`, `8,27`. */
function digitsOf(value: number): number {
  const size = Math.abs(value)
  return size >= 100 ? 0 : size >= 10 ? 1 : 2
}

/** Value with its unit, scaled to fit: `82,7 Mbit/s`, `99,64 %`. */
export function formatValue(value: number | null, unit: string, language: Language, shown?: ShownUnit): string {
  if (value === null) return NO_VALUE
  if (unit === '%') return formatPercent(value, language)
  const { factor, unit: name } = shown ?? shownUnit(unit, value)
  const scaled = value / factor
  return `${formatNumber(scaled, language, digitsOf(scaled))}${NBSP}${name}`
}

/** `96,01 – 96,53 %`; an absent upper bound is open: `≥ 900 Mbit`. */
export function formatBounds(lo: number | null, hi: number | null, unit: string, language: Language): string | null {
  if (lo === null && hi === null) return null
  if (lo === null) return `≤${NBSP}${formatValue(hi, unit, language)}`
  if (hi === null) return `≥${NBSP}${formatValue(lo, unit, language)}`
  return `${formatValue(lo, unit, language)} – ${formatValue(hi, unit, language)}`
}

/** [0..1] → `98,9 %`; whole only if it is: 0.9999 reads `> 99,9 %`. */
export function formatShare(share: number | null, language: Language): string {
  if (share === null) return NO_VALUE
  const percent = share * 100
  if (percent < 100 && percent >= 99.95) return `>${NBSP}${formatNumber(99.9, language, 1)}${NBSP}%`
  if (percent > 0 && percent < 0.05) return `<${NBSP}${formatNumber(0.1, language, 1)}${NBSP}%`
  return `${formatNumber(percent, language, 1)}${NBSP}%`
}

const TIME_PARTS: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
const DATE_PARTS: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' }

function inVietnam(atMs: number, options: Intl.DateTimeFormatOptions): string {
  // en-GB writes dd/MM/yyyy and HH:mm, which is the form of both languages here
  return new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, ...options }).format(atMs)
}

/** `22/11/2026` */
export function formatDate(atMs: number): string {
  return inVietnam(atMs, DATE_PARTS)
}

/** `09:01`, or `09:01:30`. */
export function formatTime(atMs: number, seconds = false): string {
  return inVietnam(atMs, seconds ? { ...TIME_PARTS, second: '2-digit' } : TIME_PARTS)
}

/** `22/11/2026 09:01:30` */
export function formatInstant(atMs: number): string {
  return `${formatDate(atMs)} ${formatTime(atMs, true)}`
}

const DURATION_UNITS: readonly (readonly [number, string, string])[] = [
  [86_400, 'ngày', 'd'],
  [3_600, 'giờ', 'h'],
  [60, 'phút', 'min'],
  [1, 'giây', 's'],
]

/** The two greatest units: `14 phút 5 giây`, `2 d 3 h`; whole seconds, rounded down. */
export function formatDuration(seconds: number, language: Language): string {
  let rest = Math.floor(Math.max(0, seconds))
  const words: string[] = []
  for (const [size, vi, en] of DURATION_UNITS) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) words.push(`${formatNumber(count, language)}${NBSP}${language === 'vi' ? vi : en}`)
    else if (words.length > 0) break
    if (words.length === 2) break
  }
  return words.length === 0 ? `0${NBSP}${language === 'vi' ? 'giây' : 's'}` : words.join(' ')
}

/** Binary multiples: `1,2 GiB`. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let place = 0
  while (value >= 1024 && place < units.length - 1) {
    value /= 1024
    place++
  }
  return `${formatNumber(value, language, place === 0 ? 0 : digitsOf(value))}${NBSP}${units[place]}`
}
