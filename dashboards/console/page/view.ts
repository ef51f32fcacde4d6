import type { Language } from './language.ts'
import { inLanguage } from './language.ts'
import { TEXTS } from './texts.ts'
import type { KpiInfo, PageData, PageDefinition, PanelData, Text } from './wire.d.ts'

/** As the wire has it. */
const UNREGISTERED_ZONE = 'unregistered'

export type Theme = 'light' | 'dark'

/** What every part of the page may know and do; a new one is made when language or theme changes. */
export interface View {
  readonly definition: PageDefinition
  readonly language: Language
  readonly theme: Theme
  readonly words: (text: Text) => string
  readonly say: (key: keyof typeof TEXTS) => string
  readonly kpi: (id: string) => KpiInfo
  /** Name of a zone; the zone of stations that the registry does not know has one in each language. */
  readonly zone: (name: string) => string
  readonly chooseZone: (zone: string) => void
  /** Opens what a figure of the page's scope is made of; `atMs` is the start of its window. */
  readonly explain: (kpi: string, atMs: number) => void
  /** The same of a figure over all the time that is shown, `of` what has these tags beside the page's scope. */
  readonly explainAll: (kpi: string, of?: Readonly<Record<string, string>>) => void
}

/** One panel on the page: filled again with every new data. */
export interface PanelBody {
  /** Goes into the card. */
  readonly node: HTMLElement
  update(data: PanelData, page: PageData): void
  dispose(): void
}

export function makeView(
  definition: PageDefinition,
  language: Language,
  theme: Theme,
  chooseZone: (zone: string) => void,
  explain: (kpi: string, atMs: number) => void,
  explainAll: View['explainAll'],
): View {
  return {
    definition,
    language,
    theme,
    words: (text) => inLanguage(text, language),
    say: (key) => inLanguage(TEXTS[key], language),
    zone: (name) => (name === UNREGISTERED_ZONE ? inLanguage(TEXTS.unregistered, language) : name),
    kpi: (id) => definition.kpis[id] ?? { title: { vi: id, en: id }, unit: '', colour: '#999999' },
    chooseZone,
    explain,
    explainAll,
  }
}
