import type { Intake } from '../../collector/mod.ts'
import { CATALOGUE_VERSION } from '../../contract/mod.ts'
import type { HealthReport } from '../../dashboards/mod.ts'
import type { TelemetryLogReader } from '../../log/mod.ts'
import type { Processor } from '../../processor/mod.ts'
import type { KpiStore, StoreMeta } from '../../store/mod.ts'
import type { Alarms } from './alarms.ts'

export interface HealthSources {
  readonly realm: string
  readonly startedAt: number
  readonly now: () => number
  readonly alarms: Alarms
  readonly store: KpiStore
  readonly intake?: Intake
  readonly log?: TelemetryLogReader
  readonly processor?: Processor
}

/** How the parts of this process are; a part that runs elsewhere is null. */
export async function healthOf(s: HealthSources): Promise<HealthReport> {
  const intake = s.intake?.status()
  const usage = await s.log?.usage(0)
  const processor = s.processor?.status()
  const stored = processor === undefined ? await metaOf(s.store) : undefined
  const clock = processor?.realmClock ?? stored?.meta?.realmClock ?? 0
  const storeError = processor?.lastStoreError ?? stored?.error
  return {
    realm: s.realm,
    catalogue: CATALOGUE_VERSION,
    realmClock: clock > 0 ? clock : null,
    uptimeS: (s.now() - s.startedAt) / 1000,
    intake:
      intake === undefined
        ? null
        : {
            mode: intake.mode === 'embedded' ? 'embedded-broker' : 'mqtt-client',
            url: intake.url,
            connected: intake.connected,
            accepting: intake.accepting,
            receivedTotal: intake.receivedTotal,
            inFlight: intake.inFlight,
            ...(intake.lastError !== undefined && { lastError: intake.lastError }),
          },
    log:
      usage === undefined
        ? null
        : { bytes: usage.bytes, budgetBytes: usage.budgetBytes, full: usage.full, newestOffset: usage.newest ?? null },
    processor:
      processor === undefined
        ? null
        : {
            appliedOffset: processor.appliedOffset < 0 ? null : processor.appliedOffset,
            lagEntries: Math.max(0, (usage?.newest ?? processor.appliedOffset) - processor.appliedOffset),
            messagesPerSecond: processor.messagesPerSecond,
          },
    store: {
      kind: s.store.kind,
      outbox: processor?.outbox ?? 0,
      lastWriteAt: processor?.lastWriteAt ?? null,
      ...(storeError !== undefined && { lastError: storeError }),
    },
    alarms: s.alarms.list(),
  }
}

/** A store that is away is part of the answer, not its end. */
async function metaOf(store: KpiStore): Promise<{ meta?: StoreMeta | undefined; error?: string }> {
  try {
    return { meta: await store.meta() }
  } catch (error) {
    return { error: (error as Error).message }
  }
}
