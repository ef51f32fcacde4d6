import { ACCESS_AND_RETENTION } from './access-and-retention.ts'
import { DELAY_AND_LOSS } from './delay-and-loss.ts'
import type { Measurement } from './measurement.ts'
import { MOBILITY } from './mobility.ts'
import { RADIO_RESOURCES } from './radio-resources.ts'
import { THROUGHPUT_AND_VOLUME } from './throughput-and-volume.ts'
import { USERS_AND_ENVIRONMENT } from './users-and-environment.ts'

/** Every measurement with a meaning here; any other name stays in the log, is counted, and is no error. */
export const MEASUREMENTS: readonly Measurement[] = [
  ...THROUGHPUT_AND_VOLUME,
  ...RADIO_RESOURCES,
  ...ACCESS_AND_RETENTION,
  ...MOBILITY,
  ...DELAY_AND_LOSS,
  ...USERS_AND_ENVIRONMENT,
]

const BY_SPELLING: ReadonlyMap<string, Measurement> = new Map(
  MEASUREMENTS.flatMap((measurement) =>
    [measurement.name, ...measurement.aliases].map((name) => [name.toLowerCase(), measurement] as const),
  ),
)

/** By base name or alias, without regard to case, without sub-counter. */
export function measurementByName(name: string): Measurement | undefined {
  return BY_SPELLING.get(name.toLowerCase())
}
