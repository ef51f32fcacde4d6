/**
 * Messages of one station with two cells as a person would type them, over one full minute of the present, and what the figures
 * must be. Cell 1 reports once for 60 s, cell 2 six times for 10 s; cell 2 fails at second 45.
 */
export const BOOT = '1790000000000-7'

export interface Message {
  readonly kind: 'birth' | 'state' | 'pm'
  readonly payload: Record<string, unknown>
}

const SERVING = {
  operationalState: 'ENABLED',
  administrativeState: 'UNLOCKED',
  cellState: 'ACTIVE',
  availabilityStatus: [],
  energySavingState: 'isNotEnergySaving',
}
const FAILED = { ...SERVING, operationalState: 'DISABLED', cellState: 'INACTIVE', availabilityStatus: ['FAILED'] }

/** The last minute that is over [start, epoch ms]. */
export function lastFullMinute(nowMs: number): number {
  return Math.floor(nowMs / 60_000 - 1) * 60_000
}

export function handWritten(minuteMs: number): Message[] {
  const cell = (id: string) => ({ cell: id, mode: 'SA', band: 'n41', scsKHz: 30, bandwidthMHz: 100, nrb: 273 })
  const messages: Message[] = [
    {
      kind: 'birth',
      payload: {
        t: minuteMs - 5000,
        conn: 'c1',
        vendor: 'nsx-x',
        software: '1.0',
        hb: 60,
        cells: [cell('1'), cell('2')],
      },
    },
    { kind: 'state', payload: { t: minuteMs, cell: '1', ...SERVING } },
    { kind: 'state', payload: { t: minuteMs, cell: '2', ...SERVING } },
  ]
  for (let i = 1; i <= 6; i++) {
    messages.push({
      kind: 'pm',
      payload: {
        end: minuteMs + i * 10_000,
        gp: 10,
        cells: [
          {
            cell: '2',
            m: {
              'DRB.PdcpSduVolumeDL': 10,
              'VS.DRB.UEThpVolDl': 10_000,
              'VS.DRB.UEThpTimeDl': 1000,
              'RRU.PrbUsedDl': 20,
              'RRU.PrbAvailDl': 51,
              'RRC.ConnEstabAtt.sum': 10,
              'RRC.ConnEstabSucc.sum': 9,
            },
          },
        ],
      },
    })
    if (i === 4) messages.push({ kind: 'state', payload: { t: minuteMs + 45_000, cell: '2', ...FAILED } })
  }
  messages.push({
    kind: 'pm',
    payload: {
      end: minuteMs + 60_000,
      gp: 60,
      cells: [
        {
          cell: '1',
          suspect: false,
          m: {
            'DRB.PdcpSduVolumeDL': 1250,
            'VS.DRB.UEThpVolDl': 900_000,
            'VS.DRB.UEThpTimeDl': 10_000,
            'RRU.PrbUsedDl': 120,
            'RRU.PrbAvailDl': 273,
            'RRC.ConnEstabAtt.sum': 100,
            'RRC.ConnEstabSucc.sum': 98,
          },
        },
      ],
    },
  })
  return messages.map(({ kind, payload }, seq) => ({ kind, payload: { boot: BOOT, seq, ...payload } }))
}

export const REGISTRY_CSV = `station,from,operator,province,zone,zoneType,phase,vendor,cells
HN-0001,2026-10-01,nha-mang-a,HN,hoa-lac,it-park,2,nsx-x,1;2
`

export interface Expected {
  readonly kpi: string
  readonly value: number
}

/** Of both cells together, over the minute. */
export const FIGURES: readonly Expected[] = [
  // bit per ms of burst time, summed before the division: (900 000 + 6 · 10 000) kbit / (10 000 + 6 · 1 000) ms
  { kpi: 'DlUeThroughput', value: (1000 * (900_000 + 6 * 10_000)) / (10_000 + 6 * 1000) },
  // 1 250 + 6 · 10 Mbit
  { kpi: 'TrafficVolumeDl', value: 1310 },
  // 1 310 Mbit in 120 cell seconds [kbit/s]
  { kpi: 'CellThpDl', value: 1_310_000 / 120 },
  // 60 s · 120 and 6 · 10 s · 20 of 60 s · 273 and 6 · 10 s · 51 PRB, both cells at 30 kHz
  { kpi: 'PrbUtilDl', value: (100 * (60 * 120 + 60 * 20)) / (60 * 273 + 60 * 51) },
  // 98 of 100 and six times 9 of 10
  { kpi: 'RrcSetupSuccess', value: (100 * (98 + 54)) / (100 + 60) },
  // cell 1 up for 60 s; cell 2 up for 45 s, down by fault for 15 s
  { kpi: 'CellAvail.Total', value: (100 * (60 + 45)) / 120 },
]

/** UE throughput of each cell alone: 900 000 kbit in 10 000 ms; 60 000 kbit in 6 000 ms [kbit/s]. */
export const DL_BY_CELL: Readonly<Record<string, number>> = { '1': 90_000, '2': 10_000 }
