import { type Boot, compareBoots, type MessageId } from '../../contract/mod.ts'
import { readClock, readSettings } from '../clock.ts'
import type { Amendments } from '../rows/amendments.ts'
import { stationKey } from '../state/keys.ts'
import {
  type BootRecord,
  bootRecordOf,
  readStation,
  type StationState,
  silenceLimitMs,
  startOf,
  withBoot,
} from '../station.ts'
import { floorToSecond } from '../timeline/evidence.ts'
import { addRange, joined, type Range, type Ranges, since } from '../timeline/ranges.ts'
import { reclassifyAll } from '../timeline/reclassify.ts'

const KEPT_MS = 8 * 86_400_000
/** Times of life kept apart of a station that has told no birth. */
const MOST_UNTOLD = 1000

/**
 * A proof of life over [fromMs, toMs] of one boot. Where it ends or splits a silence, or moves the end of a boot that a later
 * one followed, the seconds concerned are looked at again.
 */
export function proveLife(amend: Amendments, stationId: string, boot: Boot, fromMs: number, toMs: number): void {
  const { draft } = amend
  const station = readStation(draft, stationId)
  const limit = silenceLimitMs(station, readSettings(draft).silenceHeartbeats)
  const { realmMs } = readClock(draft)
  const from = floorToSecond(fromMs)
  const to = floorToSecond(toMs)
  const before = bootRecordOf(station.boots, boot)
  const boots =
    before !== undefined && before.firstLifeMs <= from && before.lastLifeMs >= to
      ? station.boots
      : withBoot(station.boots, boot, (known) => ({
          ...(known ?? { boot, startedMs: undefined, reason: 'unknown', prev: undefined }),
          firstLifeMs: Math.min(known?.firstLifeMs ?? from, from),
          lastLifeMs: Math.max(known?.lastLifeMs ?? to, to),
        })).filter((b) => b.lastLifeMs > realmMs - KEPT_MS)
  // how long a silence must be only a birth tells: until then none may be closed over
  const isTold = station.births.length > 0 || station.life.length >= MOST_UNTOLD
  const life = since(addRange(station.life, from, to, isTold ? limit : 0), realmMs - KEPT_MS)
  if (life === station.life && boots === station.boots) return
  draft.put(stationKey(stationId), { ...station, life, boots } satisfies StationState)
  const lookAgain = (changed: readonly Range[]): void => {
    for (const [a, b] of changed) reclassifyAll(amend, stationId, station.cells, a, b)
  }
  lookAgain(silencesChanged(station.life, life))
  lookAgain(tailChanged(station.life, life, realmMs - limit))
  lookAgain(endMoved(station, before?.lastLifeMs, to, boot))
  lookAgain(startMoved(station, before, boots))
}

/** What follows the last proof of life was silence, or is: by another last proof it begins elsewhere, or is none any more. */
function tailChanged(before: Ranges, after: Ranges, silentBeforeMs: number): Range[] {
  const was = before.at(-1)?.[1]
  const is = after.at(-1)?.[1]
  if (is === undefined || was === is) return []
  const wasSilent = was !== undefined && was < silentBeforeMs
  const isSilentNow = is < silentBeforeMs
  if (!wasSilent && !isSilentNow) return []
  return [[Math.min(was ?? is, is), wasSilent && isSilentNow ? Math.max(was, is) : Number.POSITIVE_INFINITY]]
}

/** The gaps between ranges that are not the same as before. */
function silencesChanged(before: Ranges, after: Ranges): Range[] {
  if (after.length === before.length && after.length <= 1 && after[0]?.[0] === before[0]?.[0]) {
    // the usual case: the last range grows; what a silence marked while it lasted must go
    return gap(before.at(-1)?.[1], after.at(-1)?.[1])
  }
  const a = before.at(-1)
  const z = after.at(-1)
  if (before.length === after.length && a !== undefined && z !== undefined && a[0] === z[0]) return gap(a[1], z[1])
  const gaps = (ranges: Ranges) => ranges.slice(1).map((r, i): Range => [(ranges[i] as Range)[1], r[0]])
  const old = gaps(before)
  const now = gaps(after)
  const same = (x: Range, list: Range[]) => list.some((y) => y[0] === x[0] && y[1] === x[1])
  return [...old.filter((x) => !same(x, now)), ...now.filter((x) => !same(x, old))]
}

/** Life went on from `from` to `to`: only of interest where that is long enough to have been called silent. */
function gap(from: number | undefined, to: number | undefined): Range[] {
  return from !== undefined && to !== undefined && to - from > 30_000 ? [[from, to]] : []
}

/** A boot whose births name no start began at its first sign of life, which is an earlier one now. */
function startMoved(station: StationState, was: BootRecord | undefined, boots: readonly BootRecord[]): Range[] {
  const is = was && bootRecordOf(boots, was.boot)
  const [before, after] = [was && startOf(was), is && startOf(is)]
  if (before === undefined || after === undefined || after >= before) return []
  const old = station.boots.findLast((b) => was !== undefined && compareBoots(b.boot, was.boot) < 0)
  return [[Math.min(old?.lastLifeMs ?? after, after), before]]
}

function endMoved(station: StationState, before: number | undefined, to: number, boot: Boot): Range[] {
  const isLast = station.boots.every((b) => compareBoots(b.boot, boot) <= 0)
  return isLast || (before !== undefined && before >= to) ? [] : [[before ?? to, to]]
}

/** The last message of a boot that another one followed: how long it lived is known now. */
export function lookAgainBehind(
  amend: Amendments,
  stationId: string,
  { boot, seq }: Pick<MessageId, 'boot' | 'seq'>,
): void {
  const station = readStation(amend.draft, stationId)
  if (station.boots.length < 2) return
  const index = station.boots.findIndex((b) => compareBoots(b.boot, boot) === 0)
  const [old, next] = [station.boots[index], station.boots[index + 1]]
  const end = next && startOf(next)
  if (old === undefined || end === undefined || next?.prev?.last !== seq) return
  reclassifyAll(amend, stationId, station.cells, old.lastLifeMs, end)
}

/** A birth told the first heartbeat, or a longer one: what is no silence by it is closed over, and the others are looked at again. */
export function heartbeatTold(amend: Amendments, stationId: string): void {
  const { draft } = amend
  const station = readStation(draft, stationId)
  const first = station.life[0]
  if (first === undefined) return
  const limit = silenceLimitMs(station, readSettings(draft).silenceHeartbeats)
  const life = joined(station.life, limit)
  draft.put(stationKey(stationId), { ...station, life } satisfies StationState)
  reclassifyAll(amend, stationId, station.cells, first[0], Number.POSITIVE_INFINITY)
}
