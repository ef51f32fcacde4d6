import {
  type CollectionMethod,
  downAndUp,
  type Measurement,
  type MeasurementEntry,
  measurement,
} from './measurement.ts'

const users = (name: string, method: CollectionMethod, choice: Partial<MeasurementEntry> = {}): MeasurementEntry => ({
  name,
  quantity: 'users',
  unit: 'UE',
  method,
  objects: ['NRCellCU'],
  ...choice,
})

const MEAN = 'over time weigh it by the period; between cells add'
const MAX = 'the greatest of a sum is not the sum of the greatest'

const environment = (
  names: readonly string[],
  quantity: MeasurementEntry['quantity'],
  unit: string,
  choice: Partial<MeasurementEntry> = {},
): Measurement[] =>
  names.map((name) => measurement({ name, quantity, unit, method: 'SI', objects: ['ManagedElement'], ...choice }))

/** Users connected and active; energy and environment of the station. */
export const USERS_AND_ENVIRONMENT: readonly Measurement[] = [
  measurement(users('RRC.ConnMean', 'SI', { note: MEAN })),
  measurement(users('RRC.ConnMax', 'SI', { note: MAX })),
  measurement(users('RRC.InactiveConnMean', 'SI', { note: MEAN })),
  measurement(users('RRC.InactiveConnMax', 'SI', { note: MAX })),
  ...downAndUp(users('DRB.MeanActiveUe', 'DER', { objects: ['NRCellDU'], note: MEAN })),
  // the reference gives SI or DER for the whole group
  ...downAndUp(users('DRB.MaxActiveUe', 'DER', { objects: ['NRCellDU'], note: `${MAX}; method not established` })),
  ...environment(['PEE.Energy'], 'energy', 'kWh', { additive: true, confidence: 'V' }),
  ...environment(['PEE.AvgPower', 'PEE.MinPower', 'PEE.MaxPower'], 'power', 'W'),
  ...environment(['PEE.AvgTemperature', 'PEE.MinTemperature', 'PEE.MaxTemperature'], 'temperature', '°C'),
  ...environment(['PEE.Voltage'], 'voltage', 'V'),
  ...environment(['PEE.Current'], 'current', 'A'),
  ...environment(['PEE.Humidity'], 'ratio', '%'),
]
