import type { TickRecord } from '../contract/mod.ts'
import { readClock } from './clock.ts'
import { OWN_SIDE_KEY } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'
import { addRange, contains, type Range, type Ranges, since } from './timeline/ranges.ts'

/** Ticks come every 5 s; three missed ones are downtime of ours. */
export const TICK_LIMIT_MS = 15_000
const KEPT_MS = 8 * 86_400_000

/** When our own side was connected and accepting: outside of it silence is never a station's. */
export interface OwnSide {
  readonly up: Ranges
  readonly lastTick: { readonly at: number; readonly ok: boolean } | undefined
  /** Up to here times may have been settled while ticks lagged behind the realm clock, and held to be downtime of ours; absent: never. */
  readonly doubtedToMs?: number
}

const NEVER: OwnSide = { up: [], lastTick: undefined }

export function readOwnSide(view: StateReader): OwnSide {
  return view.get<OwnSide>(OWN_SIDE_KEY) ?? NEVER
}

/** @returns the stretch whose times must be looked at again: it was still open, or held to be ours, and turns out otherwise */
export function applyTick(draft: Draft, tick: TickRecord): Range | undefined {
  const known = readOwnSide(draft)
  const ok = tick.connected && tick.accepting
  const last = known.lastTick
  const from = tick.since ?? (last?.ok && tick.at - last.at <= TICK_LIMIT_MS ? last.at : undefined)
  // a tick that says "not ok" still proves the time since the tick before, which was ok
  const up = from !== undefined && from < tick.at ? addRange(known.up, from, tick.at) : known.up
  const { realmMs } = readClock(draft)
  const begins = tick.since ?? last?.at
  const lags = begins !== undefined && realmMs - begins > TICK_LIMIT_MS
  const doubtedToMs = lags ? Math.max(known.doubtedToMs ?? 0, realmMs) : known.doubtedToMs
  draft.put(OWN_SIDE_KEY, {
    up: since(up, tick.at - KEPT_MS),
    lastTick: { at: tick.at, ok },
    ...(doubtedToMs !== undefined && { doubtedToMs }),
  } satisfies OwnSide)
  if (begins === undefined) return undefined
  const isOpen = tick.since !== undefined || tick.at - begins > TICK_LIMIT_MS
  // what lies between the tick before and `since` was open, and turns out to have been ours
  return isOpen || begins < (doubtedToMs ?? 0) ? [Math.min(begins, last?.at ?? begins), tick.at] : undefined
}

/** True where our side was down at `atMs`, as far as the log tells by `realmMs`. */
export function ownSideDown(own: OwnSide, atMs: number, realmMs: number): boolean {
  if (contains(own.up, atMs)) return false
  const last = own.lastTick
  const pending = last?.ok === true && atMs >= last.at && realmMs - last.at <= TICK_LIMIT_MS
  return !pending
}
