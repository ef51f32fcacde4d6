/** The KPI store: the port, its adapters, and the one query model. */
export * from './duckdb/open-duckdb-store.ts'
export * from './port.ts'
export { type InfluxStoreOptions, openInfluxStore } from './influx/influx-store.ts'
