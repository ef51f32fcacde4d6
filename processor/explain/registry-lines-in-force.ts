import { type ExplainedLine, LEVEL_MS } from '../../contract/mod.ts'
import type { KpiStore } from '../../store/mod.ts'
import type { Place } from './found-report.ts'

/** The lines of the registry that hold for a station somewhere in a window, with what the KPIs of the registry look at. */
export async function linesInForce(store: KpiStore, { station, level, t }: Place): Promise<ExplainedLine[]> {
  const rows = await store.registry(station)
  const end = t + LEVEL_MS[level]
  // the first line holds also before its date
  const first = Math.max(
    0,
    rows.findLastIndex(({ from }) => from <= t),
  )
  return rows
    .slice(first)
    .filter(({ from }, i) => i === 0 || from < end)
    .map(({ from, by, why, at, line }) => {
      const { sharingType, equipmentOrigin, licence, licenceSiteCap, inServiceFrom, inServiceTo, operator, zone } = line
      const facts = {
        operator,
        zone,
        sharingType,
        equipmentOrigin,
        licence,
        licenceSiteCap,
        inServiceFrom,
        inServiceTo,
      }
      const told = Object.entries(facts).filter((fact): fact is [string, string | number] => fact[1] !== undefined)
      return { from, by, why, at, facts: Object.fromEntries(told) }
    })
}
