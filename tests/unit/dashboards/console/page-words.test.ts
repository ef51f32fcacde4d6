import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CAUSE_OF_BIRTH_REASON, type PerceivedSeverity } from '../../../../contract/mod.ts'
import { eventsAnswerSchema, kpiPointSchema } from '../../../../dashboards/console/api/answers.ts'
import { ATTRIBUTION_WORDS, EVENT_CAUSE_WORDS, EVENT_TYPE_WORDS } from '../../../../dashboards/panels/event-words.ts'
import { REFUSAL_REASONS } from '../../../../processor/rows/refusal.ts'
import type { Finding } from '../../../../processor/timeline/finding.ts'
import { ATTRIBUTIONS } from '../../../../store/mod.ts'
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

/** Every source file of a room. */
function sourcesOf(room: string): string[] {
  const folder = fileURLToPath(new URL(`../../../../${room}/`, import.meta.url))
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(`${folder}${name}`, 'utf8'))
}

describe('the alerts', () => {
  it('have words in both languages for every code that a part raises', async () => {
    const { ALARM_WORDS } = await pageModule<{
      ALARM_WORDS: Readonly<Record<string, { title: Text; action?: Text }>>
    }>('alarm-words.ts')
    const union = /type IntakeAlarmCode =((?:\s*\| '[a-z-]+')+)/
    const raised = ['collector', 'processor', 'cli']
      .flatMap(sourcesOf)
      .flatMap((source) => [
        ...(union.exec(source)?.[1]?.match(/[a-z-]+(?=')/g) ?? []),
        ...[...source.matchAll(/(?:onAlarm\?\.|alarms\.set)\('([a-z-]+)'/g)].map((match) => match[1] ?? ''),
      ])
    expect(new Set(raised).size).toBeGreaterThanOrEqual(10)
    expect(raised.filter((code) => ALARM_WORDS[code] === undefined)).toEqual([])
    for (const { title, action } of Object.values(ALARM_WORDS)) {
      for (const text of [title, action]) expect(text?.vi && text.en).toMatch(/\S{3}/)
    }
  })
})

describe('the events', () => {
  it('have a word for every type, every reason of a birth and every cause of an outage', async () => {
    const types = eventsAnswerSchema.shape.events.element.shape.type.options
    expect(types.filter((type) => EVENT_TYPE_WORDS[type] === undefined)).toEqual([])
    const reasons = Object.entries(CAUSE_OF_BIRTH_REASON).flat()
    const findings = ['fault', 'transport', 'manual', 'declared'] satisfies Finding[]
    const severities = ['INDETERMINATE', 'CRITICAL', 'MAJOR', 'MINOR', 'WARNING'] satisfies PerceivedSeverity[]
    const written = ['registered', 'registered-afterwards', 'taken-back', 'clock-behind', 'clock-ahead', 'overrun']
    const causes = [...reasons, ...findings, ...severities, ...REFUSAL_REASONS, ...written]
    expect(causes.filter((cause) => EVENT_CAUSE_WORDS[cause] === undefined)).toEqual([])
    expect(ATTRIBUTIONS.filter((each) => ATTRIBUTION_WORDS[each] === undefined)).toEqual([])
  })

  it('are said in words, and a code that nobody has named as it is', async () => {
    const { wordsOf } = await pageModule<{
      wordsOf(code: string, words: Readonly<Record<string, Text>>, view: { words: (text: Text) => string }): string
    }>('panels/events-panel.ts')
    const view = { words: (text: Text) => text.vi }
    expect(wordsOf('power', EVENT_CAUSE_WORDS, view)).toBe('nguồn điện')
    expect(wordsOf('CRITICAL', EVENT_CAUSE_WORDS, view)).toBe('nghiêm trọng')
    expect(wordsOf('sun-spots', EVENT_CAUSE_WORDS, view)).toBe('sun-spots')
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
