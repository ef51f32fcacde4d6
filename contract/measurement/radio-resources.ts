import { downAndUp, type Measurement, type MeasurementEntry, measurement } from './measurement.ts'

/** Causes of TS 32.405 4.35.1 and TS 32.425 4.5.6, lent to NR. */
export const UNAVAILABILITY_CAUSES = ['Fault', 'ManualIntervention', 'TransportProblem', 'EnergySaving'] as const

const blocks = (name: string, note: string): MeasurementEntry => ({
  name,
  quantity: 'prb',
  unit: 'PRB',
  method: 'SI',
  objects: ['NRCellDU'],
  note,
})

const histogram = (name: string, objects: Measurement['objects'], note: string): Measurement =>
  measurement({ name, quantity: 'count', unit: 'count', method: 'CC', objects, dimensions: ['bin'], note })

const transportBlocks = (name: string, aliases: readonly string[] = []): Measurement =>
  measurement({ name, quantity: 'count', unit: 'count', method: 'CC', objects: ['NRCellDU'], aliases })

/** Resource blocks, unavailability, carriers and radio quality. */
export const RADIO_RESOURCES: readonly Measurement[] = [
  ...downAndUp({
    name: 'RRU.PrbTot',
    quantity: 'ratio',
    unit: '%',
    method: 'SI',
    objects: ['NRCellDU'],
    note: 'rounded down to whole percent by the station; between cells weigh it by N_RB',
  }),
  ...downAndUp(blocks('RRU.PrbUsed', 'mean number of blocks used for data')),
  ...downAndUp(blocks('RRU.PrbAvail', 'mean number of blocks available')),
  ...downAndUp(blocks('RRU.MaxPrbUsed', 'greatest number of blocks used')),
  ...['RRU.PrbTotDlDist', 'RRU.PrbTotUlDist'].map((name) => histogram(name, ['NRCellDU'], 'samples by share of PRB')),
  measurement({
    name: 'RRU.CellUnavailableTime',
    quantity: 'duration',
    unit: 's',
    method: 'DER',
    objects: ['NRCellDU'],
    dimensions: ['cause'],
    additive: true,
    causes: UNAVAILABILITY_CAUSES,
    confidence: 'D',
    source: 'lent from TS 32.405 4.35.1 (text read) and TS 32.425 4.5.6; NR has no such counter',
    note: 'an amount, not a place in time',
  }),
  ...['CARR.MaxTxPwr', 'CARR.MeanTxPwr'].map((name) =>
    measurement({
      name,
      quantity: 'level',
      unit: 'dBm',
      method: 'SI',
      objects: ['NRCellDU'],
      note: 'average in mW, not in dB',
    }),
  ),
  histogram('CARR.WBCQIDist', ['NRCellDU'], 'wideband CQI'),
  histogram('L1M.SS-RSRP', ['NRCellDU', 'Beam'], 'SS-RSRP reported by UEs'),
  histogram('MR.NRScSSSINR', ['NRCellDU', 'Beam'], 'SS-SINR of the serving cell'),
  measurement({
    name: 'MR.IntrCellSuccSSBSwitch',
    quantity: 'count',
    unit: 'count',
    method: 'CC',
    objects: ['NRCellDU'],
    aliases: ['MR.IntraCellSuccSSBSwitch'],
    confidence: 'M',
    note: 'spelt so in the standard; unit, method and object from memory',
  }),
  transportBlocks('TB.TotNbrDl'),
  transportBlocks('TB.IntialErrNbrDl', ['TB.InitialErrNbrDl']),
  transportBlocks('TB.ErrTotNbrDl'),
  transportBlocks('TB.ResidualErrNbrDl'),
]
