/** The names that each cell of a made report tells: 20 of the catalogue, every KPI's counters among them. */
const COUNTERS: readonly (readonly [name: string, least: number, range: number])[] = [
  ['VS.DRB.UEThpVolDl', 400_000, 500_000],
  ['VS.DRB.UEThpTimeDl', 4_000, 5_000],
  ['VS.DRB.UEThpVolUl', 60_000, 90_000],
  ['VS.DRB.UEThpTimeUl', 3_000, 4_000],
  ['DRB.PdcpSduVolumeDL', 500, 700],
  ['DRB.PdcpSduVolumeUL', 70, 90],
  ['RRU.PrbUsedDl', 40, 180],
  ['RRU.PrbAvailDl', 273, 0],
  ['RRU.PrbUsedUl', 10, 90],
  ['RRU.PrbAvailUl', 273, 0],
  ['RRC.ConnEstabAtt.sum', 60, 80],
  ['RRC.ConnEstabSucc.sum', 50, 10],
  ['RRC.ConnMean', 40, 60],
  ['RRC.ConnMax', 110, 50],
  ['DRB.MeanActiveUeDl', 5, 20],
  ['DRB.MaxActiveUeDl', 30, 20],
  ['VS.EnDc.SgnbAddReq', 30, 40],
  ['VS.EnDc.SgnbAddSucc', 25, 5],
  ['RRC.ReEstabAtt', 1, 5],
  ['RRU.CellUnavailableTime.sum', 0, 0],
]

export const MEASUREMENTS = COUNTERS.length
export const CELLS = 3
export const PERIOD_S = 10
export const PERIOD_MS = PERIOD_S * 1000
export const BOOT = '1767225600000-1'

const text = new TextEncoder()

/** A different, repeatable number for each place; not random, and needs not be. */
function value(least: number, range: number, seq: number, place: number): number {
  return range === 0 ? least : least + ((seq * 7919 + place * 104_729) % range)
}

/** One report of {@link CELLS} cells with {@link MEASUREMENTS} measurements each, for the {@link PERIOD_S} s before `endMs`. */
export function pmMessage(seq: number, endMs: number, station = 0): Uint8Array {
  const cells = Array.from({ length: CELLS }, (_, cell) => ({
    cell: String(cell + 1),
    m: Object.fromEntries(
      COUNTERS.map(([name, least, range], i) => [name, value(least, range, seq + station, cell * MEASUREMENTS + i)]),
    ),
  }))
  return text.encode(JSON.stringify({ boot: BOOT, seq, end: endMs, gp: PERIOD_S, cells }))
}

/** What a station says first: its cells. */
export function birthMessage(atMs: number): Uint8Array {
  const cells = Array.from({ length: CELLS }, (_, cell) => ({
    cell: String(cell + 1),
    mode: 'SA+NSA',
    band: 'n41',
    scsKHz: 30,
    bandwidthMHz: 100,
    nrb: 273,
  }))
  return text.encode(JSON.stringify({ boot: BOOT, seq: 0, t: atMs, conn: 'bench', software: '1.0.0', cells }))
}

export const stationId = (index: number): string => `BENCH-${String(index + 1).padStart(5, '0')}`
