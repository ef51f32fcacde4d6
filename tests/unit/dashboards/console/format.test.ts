import { describe, expect, it } from 'vitest'
import { pageModule } from '../../../support/page-module.ts'

type Language = 'vi' | 'en'
interface ShownUnit {
  readonly unit: string
  readonly factor: number
}

const format = await pageModule<{
  formatBounds(lo: number | null, hi: number | null, unit: string, language: Language): string | null
  formatBytes(bytes: number, language: Language): string
  formatDuration(seconds: number, language: Language): string
  formatInstant(atMs: number): string
  formatPercent(value: number, language: Language): string
  formatShare(share: number | null, language: Language): string
  formatTime(atMs: number, seconds?: boolean): string
  formatValue(value: number | null, unit: string, language: Language, shown?: ShownUnit): string
  shownUnit(unit: string, greatest: number): ShownUnit
}>('format.ts')

/** No-break spaces as plain ones, so that expectations can be read. */
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null

describe('per cent', () => {
  it.each([
    [99.63964, 'vi', '99,64 %'],
    [99.63964, 'en', '99.64 %'],
    [100, 'vi', '100,00 %'],
    [0, 'en', '0.00 %'],
    // what is not whole does not read whole
    [99.9967, 'vi', '99,997 %'],
    [99.99999, 'vi', '> 99,999 %'],
    [0.004, 'en', '0.004 %'],
    [0.0001, 'en', '< 0.001 %'],
  ] as const)('%d in %s is %s', (value, language, expected) => {
    expect(plain(format.formatPercent(value, language))).toBe(expected)
  })
})

describe('values', () => {
  it.each([
    [82_727.273, 'kbit/s', 'vi', '82,7 Mbit/s'],
    [950, 'kbit/s', 'en', '950 kbit/s'],
    [1_234_567, 'kbit/s', 'en', '1.23 Gbit/s'],
    [900, 'Mbit', 'vi', '900 Mbit'],
    [1_240_000, 'Mbit', 'en', '1.24 Tbit'],
    [0, 'kbit/s', 'en', '0.00 kbit/s'],
    [43.2099, '%', 'vi', '43,21 %'],
  ] as const)('%d %s in %s is %s', (value, unit, language, expected) => {
    expect(plain(format.formatValue(value, unit, language))).toBe(expected)
  })

  it('without a value is a dash, never 0', () => {
    for (const unit of ['%', 'kbit/s', 'Mbit']) expect(format.formatValue(null, unit, 'vi')).toBe('—')
  })

  it('keep to the unit that all lines of a picture share', () => {
    const shown = format.shownUnit('kbit/s', 400_000)
    expect(shown).toEqual({ factor: 1000, unit: 'Mbit/s' })
    expect(plain(format.formatValue(900, 'kbit/s', 'en', shown))).toBe('0.90 Mbit/s')
  })
})

describe('bounds', () => {
  it.each([
    [96.00694, 96.52778, '%', '96,01 % – 96,53 %'],
    [900, null, 'Mbit', '≥ 900 Mbit'],
    [null, null, 'kbit/s', null],
  ] as const)('%s to %s %s', (lo, hi, unit, expected) => {
    expect(plain(format.formatBounds(lo, hi, unit, 'vi'))).toBe(expected)
  })
})

describe('shares', () => {
  it.each([
    [1, '100,0 %'],
    [0.9999, '> 99,9 %'],
    [0.0001, '< 0,1 %'],
    [0, '0,0 %'],
    [0.98, '98,0 %'],
    [null, '—'],
  ] as const)('%s is %s', (share, expected) => {
    expect(plain(format.formatShare(share, 'vi'))).toBe(expected)
  })
})

describe('times', () => {
  // 2026-11-22 18:30:05Z is half past one of the next day in Vietnam
  const atMs = Date.UTC(2026, 10, 22, 18, 30, 5)

  it('are Vietnam’s, day before month, whatever the zone of the machine', () => {
    expect(format.formatInstant(atMs)).toBe('23/11/2026 01:30:05')
    expect(format.formatTime(atMs)).toBe('01:30')
  })

  it('write midnight as 00:00', () => {
    expect(format.formatTime(Date.UTC(2026, 10, 22, 17))).toBe('00:00')
  })
})

describe('durations and sizes', () => {
  it.each([
    [0, 'vi', '0 giây'],
    [59.9, 'en', '59 s'],
    [845, 'vi', '14 phút 5 giây'],
    [183_600, 'en', '2 d 3 h'],
    [86_401, 'en', '1 d'],
    [-5, 'en', '0 s'],
  ] as const)('%d s in %s is %s', (seconds, language, expected) => {
    expect(plain(format.formatDuration(seconds, language))).toBe(expected)
  })

  it.each([
    [512, '512 B'],
    [1024 ** 3, '1,00 GiB'],
    [412e6, '393 MiB'],
  ] as const)('%d bytes are %s', (bytes, expected) => {
    expect(plain(format.formatBytes(bytes, 'vi'))).toBe(expected)
  })
})
