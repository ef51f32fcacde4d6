/** Simulated stations: fleets, what happens to them, their past, and live fleets that talk over MQTT. */
export { type Fleet, type FleetCell, type FleetStation, type FleetZone, parseFleet } from './fleet/fleet.ts'
export { registryOf } from './fleet/registry-of.ts'
export { TRIAL_2020_FLEET } from './fleets/trial-2020.ts'
export {
  DEFAULT_HISTORY_MS,
  FleetHistory,
  generateHistory,
  type HistoryMessage,
  type HistoryOptions,
  historyPhases,
} from './history/generate-history.ts'
export type { Environment, Logger, Schedule } from './live/environment.ts'
export type { ManifestEntry } from './live/manifest.ts'
export { type FleetOptions, type FleetStatus, type RunningFleet, startFleet } from './live/start-fleet.ts'
export type { BrokerAccess } from './live/station-connection.ts'
export { type LoadOptions, type LoadResult, type RunningLoad, startLoad } from './load/start-load.ts'
export * from './model/cadence.ts'
export type { FleetState, StationState } from './model/fleet-state.ts'
export { type DemoOptions, demoScenario } from './scenario/demo-scenario.ts'
export * from './scenario/scenario.ts'
