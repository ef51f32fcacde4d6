import type { RegistryLine } from '../../contract/mod.ts'
import type { RegistryRow } from '../port.ts'
import type { KpiRequest } from './kpi-request.ts'

const TAG_OF_LINE: Readonly<Record<string, (line: RegistryLine) => string>> = {
  station: (line) => line.station,
  operator: (line) => line.operator,
  province: (line) => line.province,
  zone: (line) => line.zone,
  zone_type: (line) => line.zoneType,
  vendor: (line) => line.vendor,
  phase: (line) => line.phase,
}

/** Whether the line has one of the values of every tag named; tags that the registry does not tell are let through. */
function matches(line: RegistryLine, where: KpiRequest['where']): boolean {
  return Object.entries(where).every(([tag, values]) => {
    const of = TAG_OF_LINE[tag]
    return of === undefined || values.includes(of(line))
  })
}

/**
 * Sites that the licences of the stations asked allow together, each licence once, by the lines of the registry that
 * held at `atMs`; `undefined` where none of them names a number.
 */
export function licensedSites(
  registry: readonly RegistryRow[],
  where: KpiRequest['where'],
  by: Readonly<Record<string, string>>,
  atMs: number,
): number | undefined {
  const inForce = new Map<string, RegistryRow>()
  for (const row of registry) {
    const known = inForce.get(row.station)
    if (row.from <= atMs && (known === undefined || known.from <= row.from)) inForce.set(row.station, row)
  }
  const group = Object.fromEntries(Object.entries(by).map(([tag, value]) => [tag, [value]]))
  const caps = new Map<string, number>()
  for (const { line } of inForce.values()) {
    const { licenceSiteCap = 0, licence = '', operator } = line
    if (licenceSiteCap <= 0 || !matches(line, where) || !matches(line, group)) continue
    caps.set(JSON.stringify([operator, licence]), licenceSiteCap)
  }
  return caps.size === 0 ? undefined : [...caps.values()].reduce((all, cap) => all + cap, 0)
}
