import { StoreUnavailableError } from '../port.ts'
import { identifier } from './influxql.ts'
import { type InfluxQuery, InfluxQueryError, NOT_FOUND, records } from './query.ts'
import { POLICIES, type Retention, retentionOf, shardMs } from './target.ts'

export interface PrepareOptions {
  readonly database: string
  readonly retention: Retention
  readonly logger: { info(obj: object, msg: string): void }
}

interface PolicyState {
  readonly keptMs: number | null
  readonly shardMs: number
  readonly isDefault: boolean
}

/**
 * InfluxDB 1.x: creates the database and a retention policy per level where they are missing, and alters a policy
 * that keeps another length. What is right is left alone, so that a user without admin rights can prepare too.
 *
 * @throws {StoreUnavailableError}
 */
export async function preparePolicies(query: InfluxQuery, options: PrepareOptions): Promise<void> {
  const database = identifier(options.database)
  let existing = await policiesOf(query, options.database)
  if (existing === undefined) {
    await manage(query, `CREATE DATABASE ${database}`)
    options.logger.info({ database: options.database }, 'database created')
    existing = (await policiesOf(query, options.database)) ?? new Map<string, PolicyState>()
  }
  for (const policy of POLICIES) {
    const keptMs = retentionOf(policy, options.retention)
    const isDefault = policy === 'autogen'
    const found = existing.get(policy)
    const shard = shardMs(policy, keptMs)
    if (found?.keptMs === keptMs && found.isDefault === isDefault) continue
    const verb = found === undefined ? 'CREATE' : 'ALTER'
    const replication = found === undefined ? ' REPLICATION 1' : ''
    await manage(
      query,
      `${verb} RETENTION POLICY ${identifier(policy)} ON ${database} DURATION ${duration(keptMs)}${replication} SHARD DURATION ${duration(shard)}${isDefault ? ' DEFAULT' : ''}`,
    )
    options.logger.info({ database: options.database, policy, keptMs, before: found?.keptMs }, 'retention policy set')
  }
}

/** `undefined` where the database does not exist. */
async function policiesOf(query: InfluxQuery, database: string): Promise<Map<string, PolicyState> | undefined> {
  try {
    const rows = records(await query.manage(`SHOW RETENTION POLICIES ON ${identifier(database)}`))
    return new Map(rows.map((row) => [String(row.name), stateOf(row)]))
  } catch (error) {
    if (error instanceof InfluxQueryError && NOT_FOUND.test(error.message)) return undefined
    throw error
  }
}

function stateOf(row: Readonly<Record<string, unknown>>): PolicyState {
  const keptMs = goDurationMs(String(row.duration))
  return {
    keptMs: keptMs === 0 ? null : keptMs,
    shardMs: goDurationMs(String(row.shardGroupDuration)),
    isDefault: row.default === true,
  }
}

async function manage(query: InfluxQuery, statement: string): Promise<void> {
  try {
    await query.manage(statement)
  } catch (error) {
    if (!(error instanceof InfluxQueryError)) throw error
    throw new StoreUnavailableError(`InfluxDB refused \`${statement}\`: ${error.message}`, { cause: error })
  }
}

function duration(ms: number | null): string {
  return ms === null ? 'INF' : `${ms}ms`
}

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }

/** `168h0m0s` as ms; `0s` is for ever. */
export function goDurationMs(text: string): number {
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0)
  }
  return total
}
