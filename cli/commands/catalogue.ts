import { catalogueIndex, KPIS, kpiById, kpiEntry, type Language, quoted } from '../../contract/mod.ts'
import { ConfigError } from '../config/resolve.ts'

/** `tram5g catalogue`: what there is, or one KPI in full; the text of docs/kpi-catalogue.md. */
export function catalogue(id: string | undefined, language: Language, say: (text: string) => void): void {
  if (id === undefined) {
    say(catalogueIndex(language))
    return
  }
  // ids are written by people
  const kpi = kpiById(id) ?? KPIS.find((each) => each.id.toLowerCase() === id.toLowerCase())
  if (kpi === undefined) {
    throw new ConfigError(`kpi: there is no ${quoted(id)}. 'tram5g catalogue' lists all ${KPIS.length}.`)
  }
  say(kpiEntry(kpi, language))
}
