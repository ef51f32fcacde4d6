import { type Measurement, type MeasurementEntry, measurement, type ObjectClass } from './measurement.ts'

const BY_SERVICE = ['5qi', 'snssai', 'plmn'] as const

const packetDelay = (name: string, choice: Partial<MeasurementEntry> = {}): MeasurementEntry => ({
  name,
  quantity: 'delay',
  unit: '0.1ms',
  method: 'DER',
  objects: ['NRCellDU', 'GNBCUUPFunction'],
  dimensions: BY_SERVICE,
  note: 'sources differ between 0.1 ms and ms: say it in u',
  ...choice,
})

const lossRate = (
  name: string,
  objects: readonly ObjectClass[] = ['NRCellDU', 'GNBCUUPFunction'],
): MeasurementEntry => ({
  name,
  quantity: 'ratio',
  unit: 'ppm',
  method: 'SI',
  objects,
  dimensions: BY_SERVICE,
  note: 'rate × 10^6',
})

const RATES_AND_MEANS: readonly MeasurementEntry[] = [
  packetDelay('DRB.AirIfDelayDl'),
  packetDelay('DRB.AirIfDelayUl'),
  packetDelay('DRB.RlcSduDelayDl'),
  packetDelay('DRB.RlcDelayUl'),
  packetDelay('DRB.PdcpSduDelayDl', { confidence: 'V' }),
  packetDelay('DRB.PdcpF1DelayDl'),
  packetDelay('DRB.PdcpReordDelayUl'),
  packetDelay('DRB.RlcSduLatencyDl', {
    objects: ['NRCellDU'],
    note: 'only of packets that arrive at an empty queue',
  }),
  lossRate('DRB.PacketLossRateUl'),
  lossRate('DRB.F1UpacketLossRateDl'),
  lossRate('DRB.F1UpacketLossRateUl'),
  lossRate('DRB.PdcpPacketDropRateDl'),
  lossRate('DRB.RlcPacketDropRateDl'),
]

/** `VS.<name>.Nbr`: the packets behind a mean or a rate, without which neither can be averaged. */
const packetsBehind = (entry: MeasurementEntry): Measurement =>
  measurement({
    name: `VS.${entry.name}.Nbr`,
    quantity: 'count',
    unit: 'count',
    method: 'CC',
    objects: entry.objects,
    dimensions: entry.dimensions ?? [],
    aliases: [`VS.${entry.name}Nbr`],
    confidence: 'D',
    source: 'extension: VS. marks what the standard does not have',
    note: `packets behind ${entry.name}`,
  })

const histogram = (name: string): Measurement =>
  measurement({ name, quantity: 'count', unit: 'count', method: 'CC', objects: ['NRCellDU'], dimensions: ['bin'] })

/** How long packets wait and how many are lost. */
export const DELAY_AND_LOSS: readonly Measurement[] = [
  ...RATES_AND_MEANS.map(measurement),
  ...RATES_AND_MEANS.map(packetsBehind),
  histogram('DRB.AirIfDelayDist'),
  histogram('DRB.RlcSduDelayDlDist'),
  histogram('DRB.RlcSduLatencyDlDist'),
]
