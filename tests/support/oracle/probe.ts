import type { ProbePlan } from './plan.ts'
import type { Said, Sample } from './world.ts'

const KINDS = ['signal', 'access', 'dl', 'ul'] as const
const RESULTS = ['ok', 'ok', 'ok', 'access-failed', 'dropped', 'server-error'] as const

/** Samples of a probe in the order in which they were planned, which is not that of their time. */
export function everythingMeasured(id: string, plan: ProbePlan, t0: number): Said[] {
  return plan.samples.map(({ at, ue, salt }, seq) => ({
    station: id,
    kind: 'test',
    body: {
      boot: '1790000000000-3',
      seq,
      t: t0 + at * 1000,
      campaign: 'October',
      server: 'server-1',
      ue: `phone-${ue}`,
      plmn: '452-04',
      rat: salt % 9 === 0 ? 'LTE' : 'NR-SA',
      place: 'indoor',
      ...(salt % 4 > 0 && { cell: String(1 + (salt % 3)) }),
      ...measured(KINDS[salt % 4]!, salt),
    },
  }))
}

function measured(kind: Sample['kind'], salt: number): Pick<Sample, 'kind' | 'result' | 'ssRsrpDbm' | 'bytes' | 'ms'> {
  const result = RESULTS[(salt >> 2) % RESULTS.length]!
  if (kind === 'signal') return { kind, result: 'ok', ...(salt % 5 > 0 && { ssRsrpDbm: -130 + (salt % 50) }) }
  if (kind === 'access') return { kind, result, ms: 5 + (salt % 90) }
  return { kind, result, bytes: 1_000_000 + salt * 40_000, ...(salt % 7 > 0 && { ms: 200 + salt * 11 }) }
}
