import { type NameOrder, orderOf, type ReportedValues, type Values } from '../../contract/mod.ts'
import type { Refusal } from '../rows/refusal.ts'

/**
 * What a station's own counter `RRU.CellUnavailableTime` says of one period [s]: an amount, not a place. What it puts under no
 * cause of TS 32.405 is a fault, as it is where a state names none.
 */
export interface AwayTime {
  readonly total: number
  readonly fault: number
  readonly transport: number
  readonly manual: number
  readonly energySaving: number
}

/** `null`: it says what cannot be (more than the period, a total unlike its causes), or is suspect: it has no effect. */
export type Told = AwayTime | 0 | null

export const AWAY_TIME = 'RRU.CellUnavailableTime'
const CAUSES = `${AWAY_TIME}.cause`
const FIELD_OF: Readonly<Record<string, 'transport' | 'manual' | 'energySaving'>> = {
  TransportProblem: 'transport',
  ManualIntervention: 'manual',
  EnergySaving: 'energySaving',
}

/**
 * undefined: the report does not have the counter, or as a running total, which says nothing of one period.
 *
 * @param refused what {@link whyNotAwayTime} says of it
 */
export function awayTimeOf(
  { values, suspect, doubtful }: ReportedValues,
  refused: Refusal | undefined,
): Told | undefined {
  const totalMs = values.get(AWAY_TIME)
  if (totalMs === undefined) return undefined
  if (suspect || doubtful?.has(AWAY_TIME) || refused !== undefined) return null
  if (totalMs === 0) return 0
  const amounts = { fault: 0, transport: 0, manual: 0, energySaving: 0 }
  const causes = causesIn(values)
  for (const name of causes) amounts[FIELD_OF[name.slice(CAUSES.length)] ?? 'fault'] += values.get(name) as number
  if (causes.length === 0) amounts.fault = totalMs
  const seconds = (ms: number) => Math.floor(ms / 1000)
  return {
    total: seconds(totalMs),
    fault: seconds(amounts.fault),
    transport: seconds(amounts.transport),
    manual: seconds(amounts.manual),
    energySaving: seconds(amounts.energySaving),
  }
}

const causesByOrder = new WeakMap<NameOrder, readonly string[]>()

/** The names of causes among those of a report. */
function causesIn(values: Values): readonly string[] {
  const order = orderOf(values)
  let causes = causesByOrder.get(order)
  if (causes === undefined) {
    causes = order.names.filter((name) => name.startsWith(CAUSES))
    causesByOrder.set(order, causes)
  }
  return causes
}

/** Why what the counter says of a period cannot be; undefined: it can, or there is none. */
export function whyNotAwayTime(values: Values, gpS: number): Refusal | undefined {
  const totalMs = values.get(AWAY_TIME)
  if (totalMs === undefined) return undefined
  const refuse = (measurement: string, reason: Refusal['reason'], value: number) => ({ measurement, reason, value })
  if (totalMs < 0) return refuse(AWAY_TIME, 'below-zero', totalMs)
  if (totalMs > gpS * 1000) return refuse(AWAY_TIME, 'above-period', totalMs)
  const causes = causesIn(values)
  let causesMs = 0
  for (const name of causes) {
    const ms = values.get(name) as number
    if (ms < 0) return refuse(name, 'below-zero', ms)
    causesMs += ms
  }
  return causes.length > 0 && causesMs !== totalMs ? refuse(AWAY_TIME, 'unlike-causes', totalMs) : undefined
}
