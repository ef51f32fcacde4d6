import { expect, it } from 'vitest'
import { catalogue } from '../../../cli/commands/catalogue.ts'
import { KPIS } from '../../../contract/mod.ts'

function said(id: string | undefined, language: 'vi' | 'en'): string {
  const lines: string[] = []
  catalogue(id, language, (text) => lines.push(text))
  return lines.join('\n')
}

it('lists every KPI by group', () => {
  for (const language of ['vi', 'en'] as const) {
    for (const { id, title } of KPIS) {
      expect(said(undefined, language)).toContain(`\`${id}\``)
      expect(said(undefined, language)).toContain(title[language])
    }
  }
})

it('tells one KPI in full, however its id is written', () => {
  const text = said('drbaccessibility', 'vi')
  expect(text).toContain('### DRBAccessibility: Khả năng truy nhập kênh mang dữ liệu (DRB)')
  expect(text).toContain('(990 / 1.000) · (985 / 990) · (970 / 980) · 100 = 97,494898 %')
  expect(said('DRBAccessibility', 'en')).toContain('(990 / 1 000) · (985 / 990) · (970 / 980) · 100 = 97.494898 %')
})

it('says where to look for one that is not there', () => {
  expect(() => said('Nonsense', 'en')).toThrow(`there is no "Nonsense". 'tram5g catalogue' lists all ${KPIS.length}.`)
})
