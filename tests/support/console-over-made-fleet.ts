import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConsoleOptions, type HealthReport, type RunningConsole, startConsole } from '../../dashboards/mod.ts'
import { explainStopped } from '../../processor/mod.ts'
import { type KpiStore, openDuckDbStore } from '../../store/mod.ts'
import { type MadeFleet, makeFleet } from './made-fleet.ts'

/** 09:14:37 on 22/11/2026 in Vietnam. */
export const CLOCK_MS = Date.UTC(2026, 10, 22, 2, 14, 37)

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export interface MadeConsole {
  readonly console: RunningConsole
  readonly store: KpiStore
  readonly fleet: MadeFleet
  /** Says that figures changed, as the processor does. */
  tellChange(): void
  dispose(): Promise<void>
}

/** A store in memory with the made fleet in it; without figures it is made in a moment. */
export async function madeStore(realm: string, figures: boolean): Promise<{ store: KpiStore; fleet: MadeFleet }> {
  const fleet = makeFleet(realm, CLOCK_MS)
  const store = await openDuckDbStore({ path: ':memory:', realm, now: () => CLOCK_MS })
  await store.prepare()
  for (let at = 0; figures && at < fleet.batch.kpi.length; at += 5000) {
    await store.write({
      kpi: fleet.batch.kpi.slice(at, at + 5000),
      stations: [],
      ledger: [],
      events: [],
      history: [],
      deadLetters: [],
    })
  }
  await store.write({ ...fleet.batch, kpi: [] })
  return { store, fleet }
}

export function healthReport(realm: string): HealthReport {
  return {
    realm,
    catalogue: '1',
    realmClock: CLOCK_MS,
    uptimeS: 8123,
    intake: {
      mode: 'embedded-broker',
      url: 'mqtt://127.0.0.1:1883',
      connected: true,
      accepting: true,
      receivedTotal: 741_212,
      inFlight: 12,
    },
    log: { bytes: 412_000_000, budgetBytes: 1_073_741_824, full: false, newestOffset: 912_345 },
    processor: { appliedOffset: 912_345, lagEntries: 4, messagesPerSecond: 8.4 },
    store: { kind: 'duckdb', outbox: 36, lastWriteAt: CLOCK_MS - 1000 },
    alarms: [],
  }
}

export interface MadeConsoleOptions extends Partial<Omit<ConsoleOptions, 'store' | 'onChange'>> {
  /** KPI rows too, which take a second to write. Default false: stations, ledger and events only. */
  readonly figures?: boolean
}

/** The console on a free port, over the made fleet; `pageDirectory` absent: a page that only has its files. */
export async function consoleOverMadeFleet(made: MadeConsoleOptions = {}): Promise<MadeConsole> {
  const { figures = false, ...options } = made
  const realm = options.realm ?? 'sim-demo'
  const { store, fleet } = await madeStore(realm, figures)
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-page-'))
  for (const file of ['page.html', 'page.js', 'page.css', 'icon.svg']) await writeFile(join(directory, file), '')
  const listeners = new Set<() => void>()
  const discard = async () => {
    await store.close()
    await rm(directory, { recursive: true, force: true })
  }
  const running = await startConsole({
    host: '127.0.0.1',
    port: 0,
    realm,
    store,
    health: () => Promise.resolve(healthReport(realm)),
    // the made fleet has no messages: what its store knows is told
    explain: (request) => explainStopped({ realm, store, stateDirectory: join(directory, 'no-state') }, request),
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    pageDirectory: directory,
    logger: SILENT,
    now: () => CLOCK_MS + 2000,
    ...options,
  }).catch(async (error: unknown) => {
    await discard()
    throw error
  })
  return {
    console: running,
    store,
    fleet,
    tellChange: () => {
      for (const listener of listeners) listener()
    },
    dispose: async () => {
      await running.close()
      await discard()
    },
  }
}
