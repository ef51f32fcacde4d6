import PQueue from 'p-queue'
import type { Fleet } from '../fleet/fleet.ts'
import { LIVE_CADENCE } from '../model/cadence.ts'
import type { FleetState } from '../model/fleet-state.ts'
import { StationVoice } from '../model/station-voice.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Environment } from './environment.ts'
import { LiveStation } from './live-station.ts'
import { Manifest, type ManifestEntry } from './manifest.ts'
import type { BrokerAccess } from './station-connection.ts'

export interface FleetOptions extends BrokerAccess, Environment {
  readonly fleet: Fleet
  readonly seed: number
  readonly scenario: Scenario
  /** Where an earlier run, or a history, ended; it must be of the same fleet and seed. */
  readonly resume?: FleetState
  /** Granularity periods reported side by side [s]; default 10 and 900. */
  readonly gps?: readonly number[]
  /** Keep what was sent for comparison; memory grows with every message. Default false. */
  readonly manifest?: boolean
  /** The first connects are spread over this long [ms]; default 3,000. */
  readonly connectSpreadMs?: number
}

export interface FleetStatus {
  readonly stations: number
  readonly connected: number
  /** Publishes, those sent again included. */
  readonly published: number
  /** Messages made and not yet acknowledged. */
  readonly queued: number
  /** Sent again because a collector asked. */
  readonly resent: number
  /** Older than 48 h before they could be delivered. */
  readonly lost: number
}

export interface RunningFleet {
  status(): FleetStatus
  /** Where each station stands, to resume from; take it after `stop` to miss nothing. */
  state(): FleetState
  /** What was sent; empty unless `manifest` was set. */
  manifest(): Iterable<ManifestEntry>
  /** Lets what is queued go out for at most a second, then takes leave without last wills. */
  stop(): Promise<void>
}

/** Messages are due to the second; a fifth of one keeps them fresh at no cost. */
const TICK_MS = 200
const CONNECTING_AT_ONCE = 20
const FLUSH_MS = 1000
const POLL_MS = 20

/** Starts a fleet, each station with its own client. Resolves at once: stations connect, and connect again, by themselves. */
export async function startFleet(options: FleetOptions): Promise<RunningFleet> {
  const { fleet, seed, scenario, resume, now, schedule, logger, gps, connectSpreadMs = 3_000 } = options
  const gate = new PQueue({ concurrency: CONNECTING_AT_ONCE })
  const manifest = options.manifest === true ? new Manifest() : undefined
  const cadence = { ...LIVE_CADENCE, ...(gps && { gps }) }
  const stations = fleet.stations.map(
    (station) =>
      new LiveStation({
        voice: new StationVoice({ fleet, station, seed, scenario }),
        seed,
        cadence,
        resume: resume?.stations[station.id],
        access: options,
        environment: options,
        gate,
        manifest,
      }),
  )
  stations.forEach((station, i) => {
    station.open(Math.floor((i * connectSpreadMs) / stations.length))
  })
  logger.info({ stations: stations.length, url: options.url, realm: options.realm }, 'the simulated fleet starts')

  let cancelTick = () => {}
  const tick = () => {
    const nowMs = now()
    for (const station of stations) station.tick(nowMs)
    cancelTick = schedule(TICK_MS, tick)
  }
  tick()

  const sum = (of: (station: LiveStation) => number) => stations.reduce((total, station) => total + of(station), 0)
  const queued = () => sum(({ store }) => store.queued)

  return {
    status: () => ({
      stations: stations.length,
      connected: sum(({ client }) => (client.connected ? 1 : 0)),
      published: sum(({ client }) => client.published),
      queued: queued(),
      resent: sum(({ client }) => client.resent),
      lost: sum(({ store }) => store.lost),
    }),
    state: () => ({
      version: 1,
      atMs: now(),
      stations: Object.fromEntries(
        fleet.stations.map(({ id }, i) => [id, stations[i]?.state()] as const).filter(isThere),
      ),
    }),
    manifest: () => manifest?.entries() ?? [],
    async stop() {
      cancelTick()
      let late = false
      const cancelDeadline = schedule(FLUSH_MS, () => {
        late = true
      })
      const pending = () => sum(({ client, store }) => (client.connected ? store.queued : 0)) > 0
      while (!late && pending()) await new Promise<void>((resolve) => schedule(POLL_MS, resolve))
      cancelDeadline()
      gate.clear()
      await Promise.all(stations.map(({ client }) => client.close()))
      logger.info({ queued: queued() }, 'the simulated fleet has stopped')
    },
  }
}

function isThere<V>(entry: readonly [string, V | undefined]): entry is readonly [string, V] {
  return entry[1] !== undefined
}
