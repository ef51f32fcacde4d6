/** The KPI store: the port, its adapters, and the one query model. */
export * from './duckdb/open-duckdb-store.ts'
export { type InfluxLogger, type InfluxStoreOptions, openInfluxStore } from './influx/influx-store.ts'
export { type KpiInfluxQlOptions, kpiToInfluxQl } from './influx/kpi-influxql.ts'
export { UnsupportedServerError } from './influx/server.ts'
export type { Retention as InfluxRetention } from './influx/target.ts'
export * from './port.ts'
export * from './query/kpi-request.ts'
export * from './query/query-kpi.ts'
