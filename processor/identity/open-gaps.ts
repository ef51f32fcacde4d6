import { compareBoots, formatBoot } from '../../contract/mod.ts'
import type { StateReader } from '../state/view.ts'
import { lastLife, type StationState } from '../station.ts'
import { seenAt } from './seen.ts'
import { EMPTY_STREAM, missingRanges, type Stream } from './stream.ts'

/** Seqs of one stream that should be there and are not; both ends inclusive. */
export interface OpenGap {
  readonly station: string
  readonly boot: string
  readonly src: string
  readonly from: number
  readonly to: number
  /** Receipt of the message behind it, by which it was known first; of a boot's unknown end: last proof of life [epoch ms]. */
  readonly seenAt: number
}

/** What is missing, newest boots first; at most `limit`. */
export function openGapsOf(view: StateReader, stations: readonly StationState[], limit: number): OpenGap[] {
  const gaps: OpenGap[] = []
  for (const station of stations) {
    if (station.firstBoot === undefined) continue
    for (const ref of station.streams.toReversed()) {
      const order = compareBoots(ref.boot, station.firstBoot)
      if (order < 0 || ref.incarnation > 0) continue
      for (const [from, to] of missingRanges(view.get<Stream>(ref.key) ?? EMPTY_STREAM, order === 0)) {
        if (gaps.length >= limit) return gaps
        gaps.push({
          station: station.station,
          boot: formatBoot(ref.boot),
          src: ref.src,
          from,
          to,
          seenAt: seenAt(view, ref.key, to + 1)?.[3] ?? lastLife(station) ?? 0,
        })
      }
    }
  }
  return gaps
}
