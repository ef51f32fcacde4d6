import PQueue from 'p-queue'
import type { Environment } from '../live/environment.ts'
import { Manifest, type ManifestEntry } from '../live/manifest.ts'
import { StationClient } from '../live/station-client.ts'
import type { BrokerAccess } from '../live/station-connection.ts'
import { SLOT_MS } from '../model/cell-load.ts'
import { StationVoice } from '../model/station-voice.ts'
import { QUIET } from '../scenario/scenario.ts'
import { loadFleet } from './load-fleet.ts'
import { LoadOutbox } from './load-outbox.ts'

export interface LoadOptions extends BrokerAccess, Environment {
  readonly stations: number
  readonly cellsPerStation: number
  /** Reports published by all stations together; each station publishes a birth besides. */
  readonly count: number
  readonly seed: number
  /** Absent: as fast as the broker acknowledges. */
  readonly messagesPerSecond?: number
  /** Start of the first period [epoch ms]; default: so that the last one ends now. */
  readonly fromMs?: number
  /** Unanswered messages per station; default 20. */
  readonly inFlight?: number
  /** Keep what was sent for comparison; default true. */
  readonly manifest?: boolean
}

export interface LoadResult {
  /** Reports and births the broker acknowledged. */
  readonly acked: number
  /** From the first connect to the last acknowledgement [ms]. */
  readonly elapsedMs: number
}

export interface RunningLoad {
  /** Resolves when everything is acknowledged, or the load was stopped; it has taken leave of the broker then. */
  readonly done: Promise<LoadResult>
  acked(): number
  manifest(): Iterable<ManifestEntry>
  stop(): Promise<void>
}

const CONNECTING_AT_ONCE = 20
const RELEASE_EVERY_MS = 20

/** Publishes `count` reports from stations LOAD-00001 …, each with its own client, and ends by itself. Meant for a broker on loopback. */
export function startLoad(options: LoadOptions): RunningLoad {
  const { stations, count, seed, now, schedule, messagesPerSecond } = options
  const perStation = Math.ceil(count / stations)
  const fromMs = options.fromMs ?? Math.floor(now() / SLOT_MS - perStation) * SLOT_MS
  const manifest = options.manifest === false ? undefined : new Manifest()
  const gate = new PQueue({ concurrency: CONNECTING_AT_ONCE })
  const fleet = loadFleet(stations, options.cellsPerStation)
  const startedMs = now()
  const total = count + stations
  let acked = 0
  let released = 0
  let cancel = () => {}
  let end = (_: LoadResult) => {}
  const done = new Promise<LoadResult>((resolve) => {
    end = resolve
  })

  const members = fleet.stations.map((station) => {
    const outbox = new LoadOutbox(new StationVoice({ fleet, station, seed, scenario: QUIET }), fromMs)
    const client = new StationClient({
      station: station.id,
      access: options,
      outbox,
      environment: options,
      gate,
      manifest,
      ...(options.inFlight !== undefined && { inFlight: options.inFlight }),
      will: () => outbox.will(),
      onConnected: () => {},
      onAcked: () => {
        if (++acked === total) void stop()
      },
    })
    return { outbox, client }
  })

  const release = (upTo: number) => {
    for (; released < Math.min(upTo, count); released++) {
      const member = members[released % members.length]
      if (member !== undefined) member.outbox.end++
    }
    for (const { client } of members) client.pump()
  }

  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= (async () => {
      const elapsedMs = now() - startedMs
      cancel()
      gate.clear()
      await Promise.all(members.map(({ client }) => client.close()))
      end({ acked, elapsedMs })
    })()
    return stopped
  }

  const releaseByTime = () => {
    if (messagesPerSecond === undefined) return release(count)
    release(Math.floor(((now() - startedMs) * messagesPerSecond) / 1000))
    if (released < count) cancel = schedule(RELEASE_EVERY_MS, releaseByTime)
  }
  for (const { client } of members) client.open()
  releaseByTime()
  return { done, acked: () => acked, manifest: () => manifest?.entries() ?? [], stop }
}
