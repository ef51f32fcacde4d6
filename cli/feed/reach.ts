import { LIMITS } from '../../contract/mod.ts'
import type { LedgerRow, StationFeed, StationRow } from '../../store/mod.ts'

/**
 * `yes`: seen. `no`: seen that it is not so. `not-shown`: nothing has called for it yet, such as a last will while the
 * connection has never been lost.
 */
export type Shown = 'yes' | 'no' | 'not-shown'

export type CheckId =
  | 'birth'
  | 'death'
  | 'seq'
  | 'state'
  | 'heartbeat'
  | 'pm900'
  | 'queued'
  | 'store'
  | 'resend'
  | 'live'
  | 'clock'

export interface Check {
  readonly id: CheckId
  /** Level of the feed that it belongs to; 0: to none, and worth knowing. */
  readonly level: 0 | 1 | 2 | 3
  readonly shown: Shown
  /** What the texts name: counts, instants [epoch ms], durations [s]. */
  readonly facts: Readonly<Record<string, number | string>>
}

export interface Reach {
  readonly checks: readonly Check[]
  /** By level: whether all of it was seen; `not-shown` where nothing speaks against it, and not all was called for. */
  readonly levels: Readonly<Record<1 | 2 | 3, Shown>>
}

const MINUTE_MS = 60_000
/** A picture of every cell comes every 5 min; one may be lost. */
const STATE_FRESH_MS = 11 * MINUTE_MS
/** The contract's, where no birth tells another. */
const USUAL_HEARTBEAT_S = 60
/** A report of 15 min is due every 15 min; one may be lost, and one take its time. */
const PM900_FRESH_MS = 40 * MINUTE_MS
const LIVE_GP_S = 60
const LIVE_FRESH_MS = 5 * MINUTE_MS
/** Later than this after its end, a report was stored before it was sent. */
const STORED_S = 120
const BAD_SEQ = ['seq-jump', 'boot-reused', 'too-many-boots'] as const

const EMPTY: StationFeed = {
  kinds: {},
  gps: {},
  heartbeatS: null,
  filled: 0,
  storedS: 0,
  queuedMost: null,
  clock: null,
}

/** What a station's feed reaches, by what it has shown so far. What is due is measured by its own last proof of life. */
export function reachOf(row: StationRow, ledger: LedgerRow | undefined): Reach {
  const feed = row.feed ?? EMPTY
  const checks = [
    ...levelOne(feed, row.lastSeen ?? 0, ledger),
    ...levelTwo(feed, ledger?.missing ?? 0),
    live(feed, row.lastSeen ?? 0),
    clock(row),
  ]
  return { checks, levels: { 1: sumUp(checks, 1), 2: sumUp(checks, 2), 3: sumUp(checks, 3) } }
}

function sumUp(checks: readonly Check[], level: number): Shown {
  const shown = checks.filter((check) => check.level === level).map((check) => check.shown)
  if (shown.includes('no')) return 'no'
  return shown.includes('not-shown') ? 'not-shown' : 'yes'
}

const yesOrNo = (is: boolean): Shown => (is ? 'yes' : 'no')

function levelOne({ kinds, gps, heartbeatS }: StationFeed, lastMs: number, ledger: LedgerRow | undefined): Check[] {
  const fresh = (at: number | undefined, withinMs: number) => at !== undefined && lastMs - at <= withinMs
  const atOf = (at: number | undefined): Record<string, number> => (at === undefined ? {} : { at })
  // two may be lost, and times are kept in whole minutes
  const beatFreshMs = 3000 * (heartbeatS ?? USUAL_HEARTBEAT_S) + MINUTE_MS
  const conflict = ledger?.conflict ?? 0
  const bad = BAD_SEQ.reduce((n, code) => n + (ledger?.rejected[code] ?? 0), conflict)
  return [
    { id: 'birth', level: 1, shown: yesOrNo(kinds.birth !== undefined), facts: atOf(kinds.birth) },
    { id: 'death', level: 1, shown: kinds.death === undefined ? 'not-shown' : 'yes', facts: atOf(kinds.death) },
    {
      id: 'seq',
      level: 1,
      shown: yesOrNo((ledger?.accepted ?? 0) > 0 && bad === 0),
      facts: { accepted: ledger?.accepted ?? 0, bad },
    },
    { id: 'state', level: 1, shown: yesOrNo(fresh(kinds.state, STATE_FRESH_MS)), facts: atOf(kinds.state) },
    { id: 'heartbeat', level: 1, shown: yesOrNo(fresh(kinds.heartbeat, beatFreshMs)), facts: atOf(kinds.heartbeat) },
    {
      id: 'pm900',
      level: 1,
      shown: yesOrNo(fresh(gps['900'], PM900_FRESH_MS)),
      facts: { ...atOf(gps['900']), gps: gpsText(gps) },
    },
  ]
}

function levelTwo({ filled, storedS, queuedMost }: StationFeed, missing: number): Check[] {
  return [
    { id: 'queued', level: 2, shown: yesOrNo(queuedMost !== null), facts: { most: queuedMost ?? 0 } },
    { id: 'store', level: 2, shown: storedS > STORED_S ? 'yes' : 'not-shown', facts: { storedS } },
    {
      id: 'resend',
      level: 2,
      shown: filled > 0 ? 'yes' : missing > 0 ? 'no' : 'not-shown',
      facts: { filled, missing },
    },
  ]
}

function live({ gps }: StationFeed, lastMs: number): Check {
  const live = Object.entries(gps).filter(([gp, end]) => Number(gp) <= LIVE_GP_S && lastMs - end <= LIVE_FRESH_MS)
  const finest = Math.min(...live.map(([gp]) => Number(gp)))
  return {
    id: 'live',
    level: 3,
    shown: yesOrNo(live.length > 0),
    facts: live.length > 0 ? { gp: finest } : { gps: gpsText(gps) },
  }
}

function clock({ clockOffsetMs, feed }: StationRow): Check {
  const source = feed?.clock == null ? '' : `${feed.clock.source}, ${feed.clock.state}`
  if (clockOffsetMs === null) return { id: 'clock', level: 0, shown: 'not-shown', facts: { source } }
  const isRight = Math.abs(clockOffsetMs) <= LIMITS.clockMs
  return { id: 'clock', level: 0, shown: yesOrNo(isRight), facts: { offsetMs: Math.round(clockOffsetMs), source } }
}

const gpsText = (gps: StationFeed['gps']): string =>
  Object.keys(gps)
    .map(Number)
    .sort((a, b) => a - b)
    .map((gp) => `${gp} s`)
    .join(', ')
