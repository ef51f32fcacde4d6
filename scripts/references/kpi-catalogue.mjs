import { madeBy } from './table.mjs'

const OTHER = { en: '[Tiếng Việt](kpi-catalogue.vi.md)', vi: '[English](kpi-catalogue.md)' }

/** docs/kpi-catalogue.md and docs/kpi-catalogue.vi.md from the KPI catalogue; `tram5g catalogue` prints the same. */
export function kpiCatalogue({ cataloguePage }, language) {
  return cataloguePage(language, madeBy('contract/kpi'), OTHER[language])
}
