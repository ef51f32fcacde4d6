import type { Text } from './wire.d.ts'

export type Language = 'vi' | 'en'

/** `?lang=` before what was chosen last before the browser's; Vietnamese for a browser that prefers neither. */
export function chooseLanguage(asked: string | null, kept: string | null, browser: readonly string[]): Language {
  for (const candidate of [asked, kept, ...browser]) {
    const short = candidate?.toLowerCase().slice(0, 2)
    if (short === 'vi' || short === 'en') return short
  }
  return 'vi'
}

export function inLanguage(text: Text, language: Language): string {
  return text[language]
}
