import type { TestMessage } from '../message.ts'
import type { FieldName } from './definition.ts'
import { TEST_POLICY } from './test-policy.ts'

/** Parts of one sample: what it adds to the fields of the `Test*` KPIs. A sample that does not count adds nothing. */
export function testParts(
  sample: Pick<TestMessage, 'test' | 'result' | 'ssRsrpDbm' | 'bytes' | 'ms'>,
  { countable }: { readonly countable: boolean },
): ReadonlyMap<FieldName, number> {
  return new Map(countable && sample.result !== 'server-error' ? Object.entries(partsOfKind(sample)) : [])
}

type Sample = Parameters<typeof testParts>[0]

function partsOfKind(sample: Sample): Record<FieldName, number> {
  switch (sample.test) {
    case 'signal':
      return signalParts(sample)
    case 'access':
      return accessParts(sample)
    case 'dl':
    case 'ul':
      return { ...dropParts(sample), ...speedParts(sample, sample.test) }
  }
}

function signalParts({ ssRsrpDbm }: Sample): Record<FieldName, number> {
  if (ssRsrpDbm === undefined) return {}
  return { 'TestSignalShare.n': 1, 'TestSignalShare.ok': ssRsrpDbm >= TEST_POLICY.minSsRsrpDbm ? 1 : 0 }
}

function accessParts({ result, ms }: Sample): Record<FieldName, number> {
  if (result !== 'ok' && result !== 'access-failed') return {}
  const attempt = { 'TestAccessFail.n': 1, 'TestAccessFail.failed': result === 'access-failed' ? 1 : 0 }
  if (result !== 'ok' || ms === undefined) return attempt
  return { ...attempt, 'TestAccessDelay.n': 1, 'TestAccessDelay.time': halfEven(ms * 1_000) }
}

/** A transfer that could not begin is a failed access, and no dropped transfer. */
function dropParts({ result }: Sample): Record<FieldName, number> {
  if (result !== 'ok' && result !== 'dropped') return {}
  return { 'TestDrop.n': 1, 'TestDrop.dropped': result === 'dropped' ? 1 : 0 }
}

/** Speed of one sample: the file's size over the time that its transfer took. Example: 125 MB in 10 s → 100 Mbit/s. */
function speedParts({ result, bytes, ms }: Sample, kind: 'dl' | 'ul'): Record<FieldName, number> {
  if (result !== 'ok' || bytes === undefined || ms === undefined || ms <= 0) return {}
  const speed = halfEven((8_000 * bytes) / ms)
  if (!Number.isSafeInteger(speed)) return {}
  if (kind === 'ul') return { 'TestUlMean.n': 1, 'TestUlMean.speed': speed }
  return { 'TestDlMean.n': 1, 'TestDlMean.speed': speed, 'TestDlMean.least': speed >= TEST_POLICY.leastDlBitS ? 1 : 0 }
}

function halfEven(x: number): number {
  const down = Math.floor(x)
  const rest = x - down
  if (rest !== 0.5) return Math.round(x)
  return down % 2 === 0 ? down : down + 1
}
