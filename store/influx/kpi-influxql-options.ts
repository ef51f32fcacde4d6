import type { KpiDefinition, Level } from '../../contract/mod.ts'
import type { KpiTable } from '../port.ts'

export interface KpiInfluxQlOptions {
  readonly table: KpiTable
  readonly level: Level
  /** Tags, one series for each of their values. */
  readonly groupBy: readonly string[]
  /** Conditions in InfluxQL as they stand: `$timeFilter AND "zone" =~ /^$zone$/`. */
  readonly where: string
  /** `$__interval`, or a length such as `10s`, `1d`; left out: one figure for all the time asked for. */
  readonly window?: string
  /**
   * Seconds of that window, or of all the time asked for: a number, or what Grafana puts in (`$__range_s`). Numbers of
   * things need it, and count an open window as if it were over.
   */
  readonly windowSeconds?: string
  /** Name of the answer's column; default `value`. */
  readonly alias?: string
}

export function cannotSay({ id }: KpiDefinition, why: string): RangeError {
  return new RangeError(`${id} cannot be said in InfluxQL: ${why}`)
}
