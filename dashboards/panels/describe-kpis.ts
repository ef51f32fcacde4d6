import { type Bilingual, kpiById } from '../../contract/mod.ts'

/**
 * A panel's description: its own words, then those of each KPI it shows as the catalogue has them. KPIs whose
 * descriptions differ only in direction are each named, so that every term on the panel is explained.
 *
 * @throws Error where the catalogue has no such KPI: a panel must not promise what nothing computes.
 */
export function describeKpis(kpis: readonly string[], own?: Bilingual): Bilingual {
  const entries = kpis.map((id) => {
    const kpi = kpiById(id)
    if (kpi === undefined) throw new Error(`A panel names the KPI '${id}', which the catalogue does not have.`)
    return kpi
  })
  const inLanguage = (lang: keyof Bilingual) =>
    [...(own === undefined ? [] : [own[lang]]), ...entries.map((k) => `${k.title[lang]}: ${k.description[lang]}`)].join(
      '\n',
    )
  return { vi: inLanguage('vi'), en: inLanguage('en') }
}

/** @throws Error where the catalogue has no such KPI. */
export function kpiTitle(id: string): Bilingual {
  const kpi = kpiById(id)
  if (kpi === undefined) throw new Error(`A panel names the KPI '${id}', which the catalogue does not have.`)
  return kpi.title
}
