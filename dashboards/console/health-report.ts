import { z } from 'zod'

/** How the pipeline is, as the composition root sees it. A part that runs in another process, or not at all, is null. */
export interface HealthReport {
  readonly realm: string
  readonly catalogue: string
  /** Up to here everything counts [epoch ms]; null: nothing processed yet. */
  readonly realmClock: number | null
  /** Of this process [s]. */
  readonly uptimeS: number
  readonly intake: IntakeHealth | null
  readonly log: LogHealth | null
  readonly processor: ProcessorHealth | null
  readonly store: StoreHealth
  /** Alerts about the pipeline itself that hold now, oldest first; not the stations' alarms. */
  readonly alarms: readonly HealthAlarm[]
}

export interface IntakeHealth {
  /** Our own broker, or a client of another one. */
  readonly mode: 'embedded-broker' | 'mqtt-client'
  /** Without user name or password. */
  readonly url: string
  readonly connected: boolean
  /** False while the disk budget is full: nothing is acknowledged, nothing is lost. */
  readonly accepting: boolean
  /** Deliveries since the start of this process. */
  readonly receivedTotal: number
  /** Deliveries taken, not yet on disk and so not yet acknowledged. */
  readonly inFlight: number
  readonly lastError?: string
}

export interface LogHealth {
  readonly bytes: number
  readonly budgetBytes: number
  readonly full: boolean
  /** null: empty. */
  readonly newestOffset: number | null
}

export interface ProcessorHealth {
  /** null: nothing applied yet. */
  readonly appliedOffset: number | null
  /** Log entries not yet applied. */
  readonly lagEntries: number
  readonly messagesPerSecond: number
}

export interface StoreHealth {
  readonly kind: 'duckdb' | 'influxdb'
  /** Rows changed, not yet written. */
  readonly outbox: number
  /** [epoch ms]; null: never. */
  readonly lastWriteAt: number | null
  readonly lastError?: string
}

export interface HealthAlarm {
  /** Stable, kebab-case: `log-full`, `store-unavailable` … */
  readonly code: string
  /** [epoch ms] */
  readonly since: number
  readonly text: string
}

const count = z.number().int().nonnegative()
const instant = z.number().int()

/** The wire form; same as {@link HealthReport}, which a test holds it to. */
export const healthReportSchema = z.object({
  realm: z.string(),
  catalogue: z.string(),
  realmClock: instant.nullable().describe('Up to here everything counts [epoch ms]; null: nothing processed yet.'),
  uptimeS: z.number().nonnegative(),
  intake: z
    .object({
      mode: z.enum(['embedded-broker', 'mqtt-client']),
      url: z.string(),
      connected: z.boolean(),
      accepting: z.boolean(),
      receivedTotal: count,
      inFlight: count,
      lastError: z.string().optional(),
    })
    .nullable(),
  log: z
    .object({ bytes: count, budgetBytes: count, full: z.boolean(), newestOffset: z.number().nullable() })
    .nullable(),
  processor: z
    .object({ appliedOffset: z.number().nullable(), lagEntries: count, messagesPerSecond: z.number().nonnegative() })
    .nullable(),
  store: z.object({
    kind: z.enum(['duckdb', 'influxdb']),
    outbox: count,
    lastWriteAt: instant.nullable(),
    lastError: z.string().optional(),
  }),
  alarms: z.array(z.object({ code: z.string(), since: instant, text: z.string() })),
})
