import type {
  DeadLetterRow,
  EventRow,
  HistoryRow,
  KpiRow,
  LedgerRow,
  RegistryRow,
  StationRow,
  StoreBatch,
  StoreMeta,
} from '../../store/mod.ts'
import { readClock, readSettings } from '../clock.ts'
import { readFeed } from '../feed.ts'
import { type Ledger, ledgerRow } from '../ledger.ts'
import { lineAt } from '../registry-lines.ts'
import type { StateReader } from '../state/view.ts'
import { lastLife, type StationState, silenceLimitMs } from '../station.ts'
import { storeRowsOf } from '../store-rows.ts'

/** Rows of the store for keys of the outbox, as the state says now. */
export function batchOf(view: StateReader, keys: Iterable<string>, meta: StoreMeta): StoreBatch {
  const kpi: KpiRow[] = []
  const stations: StationRow[] = []
  const registry: RegistryRow[] = []
  const ledger: LedgerRow[] = []
  const events: EventRow[] = []
  const history: HistoryRow[] = []
  const deadLetters: DeadLetterRow[] = []
  for (const key of keys) {
    const [table, rest] = [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)]
    if (table === 'row' || table === 'zone') {
      kpi.push(...storeRowsOf(view, key))
      continue
    }
    const value = view.get(key)
    if (value === undefined) continue
    if (table === 'station') stations.push(stationRow(view, value as StationState))
    else if (table === 'registry') registry.push(value as RegistryRow)
    else if (table === 'ledger') ledger.push(ledgerRow(rest, value as Ledger))
    else if (table === 'event') events.push(value as EventRow)
    else if (table === 'history') history.push(value as HistoryRow)
    else if (table === 'dead-letter') deadLetters.push(value as DeadLetterRow)
  }
  return { kpi, stations, registry, ledger, events, history, deadLetters, meta }
}

function stationRow(view: StateReader, s: StationState): StationRow {
  const birth = s.births.at(-1)
  const seen = lastLife(s)
  const { realmMs } = readClock(view)
  const line = lineAt(s.registry, realmMs)
  const limit = silenceLimitMs(s, readSettings(view).silenceHeartbeats)
  const boot = s.boots.at(-1)?.boot
  return {
    station: s.station,
    type: line?.type ?? 'station',
    operator: line?.operator ?? 'unknown',
    operatorName: line?.operatorName ?? line?.operator ?? '',
    province: line?.province ?? 'unknown',
    zone: line?.zone ?? 'unregistered',
    zoneName: line?.zoneName ?? line?.zone ?? '',
    zoneType: line?.zoneType ?? 'unregistered',
    vendor: line?.vendor ?? birth?.vendor ?? 'unknown',
    vendorName: line?.vendorName ?? line?.vendor ?? '',
    phase: line?.phase ?? 'unknown',
    software: birth?.software ?? '',
    site: line?.site ?? '',
    lat: line?.lat ?? null,
    lon: line?.lon ?? null,
    registered: line !== undefined,
    cells: s.cells,
    connected: s.connection?.open ?? false,
    lastSeen: seen ?? null,
    silentSince: seen !== undefined && realmMs - seen > limit ? seen : null,
    boot: boot === undefined ? '' : `${boot.epochMs}-${boot.n}`,
    queued: s.queued ?? null,
    clockOffsetMs: s.clockOffsetMs ?? null,
    feed: readFeed(view, s.station) ?? null,
  }
}
