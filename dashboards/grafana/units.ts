/**
 * Grafana's names for the catalogue's units. Values arrive in the catalogue's unit; Grafana itself goes on to Mb/s, Gb/s.
 */
const GRAFANA_UNITS: Readonly<Record<string, string>> = {
  '%': 'percent',
  'kbit/s': 'Kbits',
  // a unit of ours with an SI prefix: 1 500 Mbit is shown as 1.5 Gbit
  Mbit: 'si:Mbit',
}

/** @throws Error for a unit of the catalogue that has no name here: a figure must not be shown without its unit. */
export function grafanaUnit(unit: string): string {
  const name = GRAFANA_UNITS[unit]
  if (name === undefined) throw new Error(`No Grafana unit for '${unit}': add it to GRAFANA_UNITS.`)
  return name
}
