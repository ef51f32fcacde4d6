import type { TestMessage } from '../message.ts'
import { isNr, TEST_POLICY } from './test-policy.ts'

export type TestSample = Pick<TestMessage, 'atMs' | 'rat' | 'test'>

/** Why a sample is listed and not counted. */
export type NotCountable = 'not-nr' | 'too-soon'

/**
 * Whether a sample counts, by the one before it of the same UE and kind, which may itself not count: 30 s lie between
 * two samples, whatever came of the first. So a late sample changes its own verdict and the next one's, and no other.
 */
export function notCountable(sample: TestSample, before: TestSample | undefined): NotCountable | undefined {
  if (!isNr(sample.rat)) return 'not-nr'
  if (before !== undefined && sample.atMs - before.atMs < TEST_POLICY.minGapMs) return 'too-soon'
  return undefined
}

/**
 * The same for all samples of one UE, ascending by time; `undefined` where a sample counts.
 *
 * Example: dl at 0 s, signal at 10 s, dl at 20 s, dl at 50 s → only the dl at 20 s is too soon.
 */
export function notCountableOf(samples: readonly TestSample[]): (NotCountable | undefined)[] {
  const last = new Map<TestSample['test'], TestSample>()
  return samples.map((sample) => {
    const why = notCountable(sample, last.get(sample.test))
    last.set(sample.test, sample)
    return why
  })
}
