import { downAndUp, type Measurement, type MeasurementEntry, measurement } from './measurement.ts'

const BY_SERVICE = ['5qi', 'snssai', 'plmn'] as const
const VS_PREFIX = 'extension: VS. marks what the standard does not have'

const volume = (entry: Pick<MeasurementEntry, 'name' | 'objects'> & Partial<MeasurementEntry>): MeasurementEntry => ({
  quantity: 'volume',
  unit: 'Mbit',
  method: 'CC',
  dimensions: BY_SERVICE,
  note: 'Mbit is 10^6 bit; O-RAN E2SM-KPM gives the same names in kbit: say so in u, or be wrong by 1000',
  ...entry,
})

/** How fast and how much: bursts of UEs, and PDCP data. */
export const THROUGHPUT_AND_VOLUME: readonly Measurement[] = [
  ...downAndUp({
    name: 'DRB.UEThp',
    quantity: 'rate',
    unit: 'kbit/s',
    method: 'DER',
    objects: ['NRCellDU'],
    dimensions: BY_SERVICE,
    note: 'for display and cross-check: cells cannot be averaged without the time behind it',
  }),
  ...downAndUp({
    name: 'VS.DRB.UEThpVol',
    quantity: 'volume',
    unit: 'kbit',
    method: 'CC',
    objects: ['NRCellDU'],
    dimensions: BY_SERVICE,
    source: `${VS_PREFIX}: numerator of DRB.UEThp`,
    confidence: 'D',
    note: 'bursts without the data of the last slot that empties the buffer',
  }),
  ...downAndUp({
    name: 'VS.DRB.UEThpTime',
    quantity: 'duration',
    unit: 'ms',
    method: 'CC',
    objects: ['NRCellDU'],
    dimensions: BY_SERVICE,
    source: `${VS_PREFIX}: denominator of DRB.UEThp`,
    confidence: 'D',
    note: 'from the first data until the buffer is empty; bursts of one slot give no sample',
  }),
  ...['DRB.UEThpDlDist', 'DRB.UEThpUlDist'].map((name) =>
    measurement({
      name,
      quantity: 'count',
      unit: 'count',
      method: 'CC',
      objects: ['NRCellDU'],
      dimensions: ['bin'],
      note: 'edges of the bins are the vendor’s',
    }),
  ),
  ...downAndUp({
    name: 'DRB.UEUnresVol',
    quantity: 'ratio',
    unit: '%',
    method: 'SI',
    objects: ['NRCellDU'],
    note: 'share of the volume sent in bursts too small for a throughput sample',
  }),
  ...(['DL', 'UL'] as const).map((dir) =>
    measurement(
      volume({
        name: `DRB.PdcpSduVolume${dir}`,
        objects: ['NRCellCU'],
        aliases: [`DRB.PdcpSduVolume${dir}_Filter`],
        confidence: 'V',
        source: 'TS 28.552 5.1.2.1.1/5.1.2.1.2 (non-split gNB)',
      }),
    ),
  ),
  ...downAndUp(volume({ name: 'DRB.F1uPdcpSduVolume', objects: ['EP_F1U'], confidence: 'V' }), ['DL', 'UL']),
  ...downAndUp(volume({ name: 'DRB.XnuPdcpSduVolume', objects: ['EP_XnU'], confidence: 'V' })),
  ...downAndUp(volume({ name: 'DRB.X2uPdcpSduVolume', objects: ['EP_X2U'], confidence: 'V' })),
  ...downAndUp(volume({ name: 'QosFlow.PdcpSduVolume', objects: ['NRCellCU'], confidence: 'V' })),
  ...downAndUp(volume({ name: 'QosFlow.PdcpPduVolume', objects: ['NRCellCU'], confidence: 'V' }), ['DL', 'UL']),
]
