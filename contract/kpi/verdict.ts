import type { KpiFigure } from './figure.ts'
import type { Threshold } from './thresholds.ts'

export type VerdictWord = 'pass' | 'fail' | 'not-demonstrated' | 'not-measurable'

/** Why it is neither pass nor fail. */
export type Undecided =
  /** The line is drawn on a counter of the station, which is not what the act measures. */
  | 'reference-only'
  /** The act is a draft. */
  | 'not-in-force'
  /** The act's value is not known to us from a text or two sources. */
  | 'target-unverified'
  | 'no-samples'
  | 'too-few-samples'
  | 'within-bounds'

export interface Verdict {
  readonly verdict: VerdictWord
  readonly why?: Undecided
  /**
   * The other verdict is out of reach of chance: the whole interval lies on one side of the target. Absent where there
   * is no interval, as of a mean.
   */
  readonly statisticallySafe?: boolean
}

type Judged = Pick<KpiFigure, 'value' | 'lo' | 'hi' | 'n'>

const meets = ({ relation }: Pick<Threshold, 'relation'>, value: number, target: number) =>
  relation === 'at-least' ? value >= target : value <= target

/**
 * The regulation's point rule on test samples: enough of them, and the value on the right side. The interval only says
 * whether that is statistically safe.
 *
 * Example: 1 425 of 1 500 (95 %) against 95 %: pass, not safe (93.78 to 95.99 %); 1 442 of 1 500: pass and safe;
 * 1 499 samples, all good: not demonstrated.
 */
export function verdictOf(threshold: Threshold, figure: Judged): Verdict {
  const { target } = threshold
  if (threshold.use === 'reference') return { verdict: 'not-measurable', why: 'reference-only' }
  if (threshold.status === 'draft') return { verdict: 'not-measurable', why: 'not-in-force' }
  if (target === null || threshold.confidence === 'M') return { verdict: 'not-demonstrated', why: 'target-unverified' }
  if (figure.value === null || figure.n <= 0) return { verdict: 'not-measurable', why: 'no-samples' }
  if (figure.n < threshold.minSamples) return { verdict: 'not-demonstrated', why: 'too-few-samples' }
  const passes = meets(threshold, figure.value, target)
  const { lo, hi } = figure
  const safe =
    lo === null || hi === null
      ? undefined
      : passes
        ? meets(threshold, lo, target) && meets(threshold, hi, target)
        : !meets(threshold, lo, target) && !meets(threshold, hi, target)
  return { verdict: passes ? 'pass' : 'fail', ...(safe !== undefined && { statisticallySafe: safe }) }
}

/**
 * A target on a time KPI: pass only where even the worst case meets it, fail only where even the best does not.
 *
 * Example: 99.6 %, 99.1 to 99.7 %, against at least 99.5 %: not demonstrated.
 */
export function timeVerdict(
  target: Pick<Threshold, 'relation'> & { readonly target: number },
  figure: Judged,
): Verdict {
  const { lo, hi } = figure
  if (lo === null || hi === null) return { verdict: 'not-measurable', why: 'no-samples' }
  const [worst, best] = target.relation === 'at-least' ? [lo, hi] : [hi, lo]
  if (meets(target, worst, target.target)) return { verdict: 'pass' }
  if (!meets(target, best, target.target)) return { verdict: 'fail' }
  return { verdict: 'not-demonstrated', why: 'within-bounds' }
}
