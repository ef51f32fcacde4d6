import type { Offset, TelemetryLog } from '../../log/mod.ts'
import type { Logger } from './logger.ts'

const EVERY_MS = 60_000

/** Lets the log go of sealed segments past retention that the processor has done with; returns what ends it. */
export function startRetention(
  log: TelemetryLog,
  applied: () => number,
  now: () => number,
  logger: Logger,
): () => void {
  const timer = setInterval(() => {
    const offset = applied()
    log.retain(0, offset < 0 ? undefined : (offset as Offset), now()).then(
      ({ removedSegments }) => {
        if (removedSegments > 0) logger.info({ removedSegments }, 'log.segments.removed')
      },
      (error: unknown) => logger.error({ err: error }, 'log.retain.failed'),
    )
  }, EVERY_MS)
  return () => clearInterval(timer)
}
