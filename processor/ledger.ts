import type { LedgerRow } from '../store/mod.ts'
import { ledgerKey } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'

/** The account of one station as the state keeps it; `missing` and `openEnd` follow from it and the streams. */
export type Ledger = Omit<LedgerRow, 'station' | 'missing' | 'openEnd'>

export const EMPTY_LEDGER: Ledger = {
  since: 0,
  received: 0,
  accepted: 0,
  duplicate: 0,
  conflict: 0,
  unreadable: 0,
  rejected: {},
  rejectedWithSeq: 0,
  published: 0,
  late: 0,
}

type Counter =
  | 'received'
  | 'accepted'
  | 'duplicate'
  | 'conflict'
  | 'unreadable'
  | 'rejectedWithSeq'
  | 'published'
  | 'late'

export function readLedger(view: StateReader, station: string): Ledger {
  return view.get<Ledger>(ledgerKey(station)) ?? EMPTY_LEDGER
}

/** Adds to some counters; `rejected` names a reason. */
export function changeLedger(
  draft: Draft,
  station: string,
  change: Partial<Record<Counter, number>> & { rejected?: readonly [code: string, by: number] },
): void {
  const { received = 0, accepted = 0, duplicate = 0, conflict = 0, unreadable = 0 } = change
  const { rejectedWithSeq = 0, published = 0, late = 0, rejected } = change
  const known = readLedger(draft, station)
  // by name, one by one: it happens several times with every message
  draft.put(ledgerKey(station), {
    since: known.since,
    received: known.received + received,
    accepted: known.accepted + accepted,
    duplicate: known.duplicate + duplicate,
    conflict: known.conflict + conflict,
    unreadable: known.unreadable + unreadable,
    rejected: rejected === undefined ? known.rejected : withReason(known.rejected, rejected),
    rejectedWithSeq: known.rejectedWithSeq + rejectedWithSeq,
    published: known.published + published,
    late: known.late + late,
  } satisfies Ledger)
}

function withReason(known: Ledger['rejected'], [code, by]: readonly [code: string, by: number]): Ledger['rejected'] {
  const { [code]: before = 0, ...rest } = known
  return before + by === 0 ? rest : { ...rest, [code]: before + by }
}

/** Counts one delivery; the first one opens the account. */
export function countReceived(draft: Draft, station: string, receivedAt: number): void {
  const ledger = readLedger(draft, station)
  const since = ledger.since === 0 ? receivedAt : ledger.since
  draft.put(ledgerKey(station), { ...ledger, since, received: ledger.received + 1 })
}

/**
 * Both equations follow: received = accepted + duplicate + conflict + unreadable + Σrejected, and
 * published = accepted + rejectedWithSeq + missing.
 */
export function ledgerRow(station: string, ledger: Ledger): LedgerRow {
  return {
    station,
    ...ledger,
    missing: ledger.published - ledger.accepted - ledger.rejectedWithSeq,
    // a later birth tells where a boot ended; the newest boot's end is never known
    openEnd: true,
  }
}
