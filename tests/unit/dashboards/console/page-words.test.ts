import { describe, expect, it } from 'vitest'
import { kpiPointSchema } from '../../../../dashboards/console/api/answers.ts'
import { pageModule } from '../../../support/page-module.ts'

interface Text {
  readonly vi: string
  readonly en: string
}

const { TEXTS, NO_VALUE_REASONS } = await pageModule<{
  TEXTS: Readonly<Record<string, Text>>
  NO_VALUE_REASONS: Readonly<Record<string, Text>>
}>('texts.ts')
const { chooseLanguage } = await pageModule<{
  chooseLanguage(asked: string | null, kept: string | null, browser: readonly string[]): string
}>('language.ts')

describe('the words of the page', () => {
  it('are there in both languages', () => {
    for (const [key, text] of Object.entries({ ...TEXTS, ...NO_VALUE_REASONS })) {
      expect(text.vi.trim(), `${key}.vi`).not.toBe('')
      expect(text.en.trim(), `${key}.en`).not.toBe('')
    }
  })

  it('name every reason for which a figure can be absent', () => {
    const reasons = kpiPointSchema.shape.na.unwrap().options
    expect(reasons.filter((reason) => NO_VALUE_REASONS[reason] === undefined)).toEqual([])
  })

  it('carry the watermarks of the glossary', () => {
    expect(TEXTS.simulated?.vi).toBe('SỐ LIỆU MÔ PHỎNG')
    expect(TEXTS.replayed?.vi).toBe('SỐ LIỆU PHÁT LẠI')
  })
})

describe('the language', () => {
  it.each([
    ['en', 'vi', ['vi-VN'], 'en'],
    [null, 'en', ['vi-VN'], 'en'],
    [null, null, ['fr-FR', 'en-US', 'vi'], 'en'],
    [null, null, ['vi-VN'], 'vi'],
    [null, null, ['fr'], 'vi'],
    ['klingon', null, [], 'vi'],
  ] as const)('asked %s, kept %s, browser %j is %s', (asked, kept, browser, expected) => {
    expect(chooseLanguage(asked, kept, browser)).toBe(expected)
  })
})
