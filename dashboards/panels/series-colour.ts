/**
 * Colour of a KPI's line [sRGB], from the palette of Okabe and Ito. Downlink and uplink keep their colour on every
 * panel; a KPI that is not named takes the next of the rest by its place in the panel.
 */
const NAMED: Readonly<Record<string, string>> = {
  DlUeThroughput: '#0072B2',
  UlUeThroughput: '#E69F00',
  CellThpDl: '#0072B2',
  CellThpUl: '#E69F00',
  TrafficVolumeDl: '#0072B2',
  TrafficVolumeUl: '#E69F00',
  PrbUtilDl: '#0072B2',
  RrcSetupSuccess: '#009E73',
  SgnbAddSuccess: '#CC79A7',
  'CellAvail.Total': '#0072B2',
  'CellAvail.ExPlanned': '#009E73',
}

const REST = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00'] as const

export function seriesColour(kpi: string, place: number): string {
  return NAMED[kpi] ?? REST[place % REST.length] ?? REST[0]
}
