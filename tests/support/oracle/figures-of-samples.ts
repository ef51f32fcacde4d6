import { type Figure, type Kpi, UNBOUNDED } from './figure.ts'
import { wholeQuotient } from './smallest-units.ts'
import type { Sample } from './world.ts'

interface Read {
  /** What a sample counts as; undefined: it does not count for this KPI. A fault of the server is nobody's. */
  readonly of: (sample: Sample) => number | undefined
  readonly scale: number
  /** Counts yes and no: with Wilson's interval. */
  readonly share?: true
}

const test = ({ of, scale, share }: Read): Kpi => ({
  of: 'cells',
  stages: [],
  figure: (parts): Figure => {
    const values = parts
      .flatMap((part) => part.samples)
      .filter(({ sample }) => sample.result !== 'server-error')
      .map(({ sample }) => of(sample))
      .filter((value) => value !== undefined)
    const n = values.length
    const base = { n, coverage: null, suspectShare: null }
    if (n === 0) return { ...base, ...UNBOUNDED, value: null, na: 'never-reported' }
    const sum = values.reduce((all, value) => all + value, 0)
    return { ...base, ...(share ? wilson(sum, n, scale) : UNBOUNDED), value: (sum / n) * scale, na: undefined }
  },
})

/** 95 % of Wilson: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). */
function wilson(passed: number, n: number, scale: number): Pick<Figure, 'lo' | 'hi' | 'boundKind'> {
  const z = 1.959963984540054
  const p = passed / n
  const root = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const end = (sign: number) => (p + (z * z) / (2 * n) + sign * root) / (1 + (z * z) / n)
  return { lo: Math.max(0, end(-1)) * scale, hi: Math.min(1, end(1)) * scale, boundKind: 'estimate' }
}

const flag = (is: boolean) => (is ? 1 : 0)
const ifKind = (sample: Sample, ...kinds: Sample['kind'][]) => kinds.includes(sample.kind)
/** [bit/s] of a transfer that came to its end. */
const speed = ({ result, bytes, ms }: Sample) =>
  result === 'ok' && bytes !== undefined && ms !== undefined && ms > 0 ? wholeQuotient([bytes, 8000], ms) : undefined

export const FIGURES_OF_SAMPLES: Readonly<Record<string, Kpi>> = {
  TestSignalShare: test({
    of: (s) => (ifKind(s, 'signal') && s.ssRsrpDbm !== undefined ? flag(s.ssRsrpDbm >= -110) : undefined),
    scale: 100,
    share: true,
  }),
  TestAccessFail: test({
    of: (s) => (ifKind(s, 'access') && s.result !== 'dropped' ? flag(s.result === 'access-failed') : undefined),
    scale: 100,
    share: true,
  }),
  TestAccessDelay: test({ of: (s) => (ifKind(s, 'access') && s.result === 'ok' ? s.ms : undefined), scale: 1 }),
  // a transfer that could not begin is a failed access, and no dropped transfer
  TestDrop: test({
    of: (s) => (ifKind(s, 'dl', 'ul') && s.result !== 'access-failed' ? flag(s.result === 'dropped') : undefined),
    scale: 100,
    share: true,
  }),
  TestDlMean: test({ of: (s) => (ifKind(s, 'dl') ? speed(s) : undefined), scale: 1e-6 }),
  TestUlMean: test({ of: (s) => (ifKind(s, 'ul') ? speed(s) : undefined), scale: 1e-6 }),
  TestDlShare30: test({
    of: (s) => {
      const own = ifKind(s, 'dl') ? speed(s) : undefined
      return own === undefined ? undefined : flag(own >= 30e6)
    },
    scale: 100,
    share: true,
  }),
}
