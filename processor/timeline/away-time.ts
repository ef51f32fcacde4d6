import type { CellReport, PmMessage } from '../../contract/mod.ts'

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

const TOTAL = 'RRU.CellUnavailableTime'
const CAUSES = `${TOTAL}.cause`
const FIELD_OF: Readonly<Record<string, 'transport' | 'manual' | 'energySaving'>> = {
  TransportProblem: 'transport',
  ManualIntervention: 'manual',
  EnergySaving: 'energySaving',
}

/** undefined: the report does not have the counter, or as a running total, which says nothing of one period. */
export function awayTimeOf(
  { values, suspect }: Pick<CellReport, 'values' | 'suspect'>,
  { gpS, totals }: Pick<PmMessage, 'gpS' | 'totals'>,
): Told | undefined {
  const totalMs = values.get(TOTAL)
  if (totalMs === undefined || totals.includes(TOTAL)) return undefined
  if (suspect || totalMs < 0 || totalMs > gpS * 1000) return null
  const amounts = { fault: 0, transport: 0, manual: 0, energySaving: 0 }
  let causesMs = 0
  let hasCauses = false
  for (const name of values.keys()) {
    if (!name.startsWith(CAUSES)) continue
    const ms = values.get(name) as number
    if (ms < 0) return null
    hasCauses = true
    causesMs += ms
    amounts[FIELD_OF[name.slice(CAUSES.length)] ?? 'fault'] += ms
  }
  if (hasCauses && causesMs !== totalMs) return null
  if (totalMs === 0) return 0
  if (!hasCauses) amounts.fault = totalMs
  const seconds = (ms: number) => Math.floor(ms / 1000)
  return {
    total: seconds(totalMs),
    fault: seconds(amounts.fault),
    transport: seconds(amounts.transport),
    manual: seconds(amounts.manual),
    energySaving: seconds(amounts.energySaving),
  }
}
