import type { Offset, TelemetryLogReader } from '../log/mod.ts'

/**
 * Waits until the log has more than `after`, at most `timeoutMs`, or until `signal`. With a timer of its own: a signal made of
 * others (`AbortSignal.any`) may be collected with its time-out before that fires, and the wait would never end.
 */
export async function waitForNewer(
  log: TelemetryLogReader,
  partition: number,
  after: Offset | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const wake = new AbortController()
  const abort = (): void => wake.abort()
  const timer = setTimeout(abort, timeoutMs)
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    await log.waitForNewer(partition, after, wake.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}
