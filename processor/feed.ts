import { type DeathMessage, LEVEL_MS, type NumberedMessage } from '../contract/mod.ts'
import type { FeedKind, StationFeed } from '../store/mod.ts'
import { timeOfMessage } from './message-time.ts'
import { feedKey } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'

const NEW_FEED: StationFeed = {
  kinds: {},
  gps: {},
  heartbeatS: null,
  filled: 0,
  storedS: 0,
  queuedMost: null,
  clock: null,
}
const MINUTE_MS = LEVEL_MS['1m']
/** Granularity periods remembered of one station; its births may name as many. */
const MAX_GPS = 16

const wholeMinutes = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS

export function readFeed(view: StateReader, station: string): StationFeed | undefined {
  return view.get<StationFeed>(feedKey(station))
}

/**
 * Keeps what a station's feed has shown, from one accepted message of it. The state is changed only where something new
 * shows, or a minute has gone by.
 */
export function noteFeed(
  draft: Draft,
  station: string,
  message: NumberedMessage | DeathMessage,
  receivedAt: number,
  fillsHole: boolean,
): void {
  const before = readFeed(draft, station) ?? NEW_FEED
  let feed = withLatest(before, message.kind, timeOf(message, receivedAt))
  if (message.kind === 'pm') feed = withReport(feed, message.gpS, message.endMs, receivedAt)
  if (message.kind === 'heartbeat') feed = withHeartbeat(feed, message.queued, message.clock)
  if (message.kind === 'birth' && message.heartbeatS !== feed.heartbeatS)
    feed = { ...feed, heartbeatS: message.heartbeatS }
  if (fillsHole) feed = { ...feed, filled: feed.filled + 1 }
  if (feed !== before) draft.put(feedKey(station), feed)
}

function timeOf(message: NumberedMessage | DeathMessage, receivedAt: number): number {
  if (message.kind === 'death') return receivedAt
  return timeOfMessage(message)
}

function withLatest(feed: StationFeed, kind: FeedKind, atMs: number): StationFeed {
  const at = wholeMinutes(atMs)
  return at > (feed.kinds[kind] ?? -1) ? { ...feed, kinds: { ...feed.kinds, [kind]: at } } : feed
}

function withReport(feed: StationFeed, gpS: number, endMs: number, receivedAt: number): StationFeed {
  const end = wholeMinutes(endMs)
  const known = feed.gps[gpS]
  const isNew = known === undefined ? Object.keys(feed.gps).length < MAX_GPS : end > known
  const storedS = wholeMinutes(receivedAt - endMs) / 1000
  if (!isNew && storedS <= feed.storedS) return feed
  return {
    ...feed,
    ...(isNew && { gps: { ...feed.gps, [gpS]: end } }),
    storedS: Math.max(feed.storedS, storedS),
  }
}

function withHeartbeat(
  feed: StationFeed,
  queued: number | undefined,
  clock: { readonly source: string; readonly state: string } | undefined,
): StationFeed {
  const isMore = queued !== undefined && queued > (feed.queuedMost ?? -1)
  const isOther = clock !== undefined && (clock.source !== feed.clock?.source || clock.state !== feed.clock.state)
  if (!isMore && !isOther) return feed
  return { ...feed, ...(isMore && { queuedMost: queued }), ...(isOther && { clock }) }
}
