import { describe, expect, it } from 'vitest'
import { languageOf, timeIn } from '../../../cli/feed/facts.ts'
import { type CheckId, reachOf } from '../../../cli/feed/reach.ts'
import type { LedgerRow, StationFeed, StationRow } from '../../../store/mod.ts'
import { ledgerRow, stationRow } from '../../conformance/store-fixtures.ts'

const NOW = Date.UTC(2026, 10, 22, 2)
const minutes = (n: number) => NOW - n * 60_000

const FULL: StationFeed = {
  kinds: { birth: minutes(600), death: minutes(601), pm: NOW, state: minutes(4), heartbeat: minutes(1) },
  gps: { 10: NOW, 900: minutes(15) },
  heartbeatS: 60,
  filled: 7,
  storedS: 11_100,
  queuedMost: 40,
  clock: { source: 'gnss', state: 'locked' },
}
const CLEAN: Partial<LedgerRow> = { conflict: 0, rejected: {}, missing: 0 }

function reach(feed: Partial<StationFeed> | null, ledger: Partial<LedgerRow> = {}, row: Partial<StationRow> = {}) {
  const whole = feed === null ? null : { ...FULL, ...feed }
  const { checks, levels } = reachOf(
    stationRow('HN-0001', { lastSeen: NOW, feed: whole, clockOffsetMs: 40, ...row }),
    ledgerRow('HN-0001', { ...CLEAN, ...ledger }),
  )
  return { levels, shown: Object.fromEntries(checks.map((c) => [c.id, c.shown])) as Record<CheckId, string> }
}

describe('what a feed reaches', () => {
  it('all three levels, when all of it was seen', () => {
    const { levels, shown } = reach({})
    expect(levels).toEqual({ 1: 'yes', 2: 'yes', 3: 'yes' })
    expect(new Set(Object.values(shown))).toEqual(new Set(['yes']))
  })

  it('nothing of a station that never said a word', () => {
    const { levels } = reachOf(stationRow('HN-0001', { lastSeen: null, feed: null, clockOffsetMs: null }), undefined)
    expect(levels).toEqual({ 1: 'no', 2: 'no', 3: 'no' })
  })

  it.each<[string, Partial<StationFeed>, Partial<LedgerRow>, Partial<Record<CheckId, string>>]>([
    [
      'no last will yet: not shown, and no fault',
      { kinds: { ...FULL.kinds, death: undefined as never } },
      {},
      { death: 'not-shown' },
    ],
    ['states too old', { kinds: { ...FULL.kinds, state: minutes(12) } }, {}, { state: 'no' }],
    ['heartbeats too old', { kinds: { ...FULL.kinds, heartbeat: minutes(5) } }, {}, { heartbeat: 'no' }],
    [
      'heartbeats as seldom as announced',
      { heartbeatS: 300, kinds: { ...FULL.kinds, heartbeat: minutes(5) } },
      {},
      { heartbeat: 'yes' },
    ],
    ['a conflict', {}, { conflict: 1 }, { seq: 'no' }],
    ['numbers far ahead', {}, { rejected: { 'seq-jump': 2 } }, { seq: 'no' }],
    ['a refusal that is none of the numbers', {}, { rejected: { 'bad-number': 2 } }, { seq: 'yes' }],
    ['live reports alone', { gps: { 60: NOW } }, {}, { pm900: 'no', live: 'yes' }],
    ['no live reports', { gps: { 900: minutes(15), 300: NOW } }, {}, { pm900: 'yes', live: 'no' }],
    ['live reports of yesterday', { gps: { 10: minutes(1440), 900: minutes(15) } }, {}, { live: 'no' }],
    ['reports of 900 s that ended an hour ago', { gps: { 10: NOW, 900: minutes(60) } }, {}, { pm900: 'no' }],
    ['heartbeats without queued', { queuedMost: null }, {}, { queued: 'no' }],
    ['never cut off', { storedS: 60 }, {}, { store: 'not-shown' }],
    ['nothing missing, nothing sent again', { filled: 0 }, {}, { resend: 'not-shown' }],
    ['something missing, nothing sent again', { filled: 0 }, { missing: 3 }, { resend: 'no' }],
    ['something missing, something sent again', {}, { missing: 3 }, { resend: 'yes' }],
  ])('%s', (_, feed, ledger, expected) => {
    expect(reach(feed, ledger).shown).toMatchObject(expected)
  })

  it('a clock five minutes off is told, and spoils no level', () => {
    const { levels, shown } = reach({}, {}, { clockOffsetMs: -300_001 })
    expect(shown.clock).toBe('no')
    expect(levels).toEqual({ 1: 'yes', 2: 'yes', 3: 'yes' })
  })

  it('a level of which one thing was not shown is neither reached nor missed', () => {
    expect(reach({ filled: 0 }).levels).toEqual({ 1: 'yes', 2: 'not-shown', 3: 'yes' })
    expect(reach({ filled: 0, queuedMost: null }).levels).toMatchObject({ 2: 'no' })
  })
})

describe('in two languages', () => {
  it('a Vietnamese date has its day first', () => {
    expect(timeIn('vi', NOW)).toBe('22/11/2026 09:00')
    expect(timeIn('en', NOW)).toBe('2026-11-22 09:00')
  })

  it.each([
    [{ LANG: 'vi_VN.UTF-8' }, 'vi'],
    [{ LANG: 'vi' }, 'vi'],
    [{ LANG: 'vi_VN.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
    [{ LC_MESSAGES: 'vi_VN', LANG: 'en_US.UTF-8' }, 'vi'],
    [{ LANG: 'vik' }, 'en'],
    [{}, 'en'],
  ])('%j is %s', (environment, language) => {
    expect(languageOf(environment)).toBe(language)
  })
})
