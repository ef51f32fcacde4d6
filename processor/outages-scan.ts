import { type Outage, outagesNear } from './outages.ts'
import { APART_MS, SHORTEST_MS } from './outages-find.ts'
import type { StateReader } from './state/view.ts'
import { isDown, type Segment, type Timeline } from './timeline/finding.ts'

/** How far is looked at once, at first and at most. */
export const FIRST_LOOK_MS = 2 * APART_MS
export const LONGEST_LOOK_MS = 3_600_000

/** What lies beside a stretch of time, as far as it may be one outage with what is in it. */
export interface Beside {
  /** In order of time. */
  readonly segments: readonly Segment[]
  /** The outage that is known already and reaches to here from beyond. */
  readonly outage: Outage | undefined
  /** Nothing further was looked at. */
  readonly endsAt: number
}

/** Who is asked, and where the outages of that cell are kept. */
export interface Place {
  readonly view: StateReader
  readonly station: string
  readonly cell: string
  readonly timeline: Timeline
}

/**
 * Looks from `atMs` on, backwards or forwards up to `limitMs`, until 60 s that were not down have passed, or an outage is met
 * that is known already: what lies beyond cannot be one with what lies here, or is one with it whatever it is.
 */
export function lookBeside(place: Place, atMs: number, limitMs: number): Beside {
  const isBack = limitMs < atMs
  const segments: Segment[] = []
  let notDown = 0
  let down = 0
  let sizeMs = FIRST_LOOK_MS
  for (let at = atMs; isBack ? at > limitMs : at < limitMs; sizeMs = Math.min(LONGEST_LOOK_MS, 2 * sizeMs)) {
    const next = isBack ? Math.max(limitMs, at - sizeMs) : Math.min(limitMs, at + sizeMs)
    const part = isBack ? place.timeline(next, at).toReversed() : place.timeline(at, next)
    for (const segment of part) {
      segments.push(segment)
      const lasts = segment.toMs - segment.fromMs
      if (isDown(segment)) down += lasts
      else {
        down = 0
        notDown += lasts
      }
      const isMet = down >= SHORTEST_MS
      const outage = isMet ? known(place, isBack ? segment.toMs - 1000 : segment.fromMs) : undefined
      if (outage === undefined && notDown < APART_MS) continue
      const endsAt = isBack ? segment.fromMs : segment.toMs
      return { segments: isBack ? segments.reverse() : segments, outage, endsAt }
    }
    at = next
  }
  return { segments: isBack ? segments.reverse() : segments, outage: undefined, endsAt: limitMs }
}

function known({ view, station, cell }: Place, secondMs: number): Outage | undefined {
  return outagesNear(view, station, cell, secondMs, secondMs).find(
    (outage) => outage.fromMs <= secondMs && secondMs < outage.downToMs,
  )
}
