import type { FigureSettings, Level } from '../contract/mod.ts'
import { openGpS, statusOf } from './clock.ts'
import type { Pace } from './pace.ts'
import { TIME_SIZE } from './rows/layout.ts'
import { areSame, NO_PARTS, type Parts } from './rows/parts.ts'
import { addInto, type Times, zeros } from './rows/times.ts'
import { ZoneSum } from './rows/zone-parts.ts'
import { zoneRowKey } from './state/keys.ts'
import type { Draft } from './state/view.ts'
import { readTagSet, scsWeight } from './tag-sets.ts'

/** One window of one zone: the same parts as its cells' rows, weighed, summed. */
export interface ZoneRow {
  readonly parts: Parts
  readonly times: Times
  readonly gpS: number
  readonly rev: number
}

const EMPTY_ZONE: ZoneRow = { parts: NO_PARTS, times: zeros(TIME_SIZE), gpS: 0, rev: 0 }

interface ZoneChange {
  readonly level: Level
  readonly t: number
  readonly zone: string
  readonly parts: ZoneSum
  readonly times: number[]
  gpS: number
  /** Every change of it came while its window was open. */
  whileOpen: boolean
}

/** The changes of a step by zone, so that each zone row is changed once. */
export class ZoneChanges {
  readonly #draft: Draft
  readonly #changes = new Map<string, ZoneChange>()
  /** Asked for last: the cells of a station are mostly of one zone. */
  #latest: ZoneChange | undefined

  constructor(draft: Draft) {
    this.#draft = draft
  }

  /** False where the two add up to the same. */
  addParts(
    level: Level,
    t: number,
    tags: string,
    was: Parts | undefined,
    is: Parts | undefined,
    gpS: number,
    whileOpen: boolean,
  ): boolean {
    if (areSame(was ?? NO_PARTS, is ?? NO_PARTS)) return false
    const set = readTagSet(this.#draft, tags)
    const { parts } = this.#at(level, t, set.zone, gpS, whileOpen)
    const weight = scsWeight(set)
    if (is !== undefined) parts.add(is, 1, weight)
    if (was !== undefined) parts.add(was, -1, weight)
    return true
  }

  /** False where the two are the same. */
  addTimes(
    level: Level,
    t: number,
    tags: string,
    was: Times | undefined,
    is: Times | undefined,
    gpS: number,
    whileOpen: boolean,
  ): boolean {
    let change: ZoneChange | undefined
    for (let i = 0; i < TIME_SIZE; i++) {
      const delta = (is?.[i] ?? 0) - (was?.[i] ?? 0)
      if (delta === 0) continue
      change ??= this.#at(level, t, readTagSet(this.#draft, tags).zone, gpS, whileOpen)
      change.times[i] = (change.times[i] as number) + delta
    }
    return change !== undefined
  }

  #at(level: Level, t: number, zone: string, gpS: number, whileOpen: boolean): ZoneChange {
    let change = this.#latest
    if (change === undefined || change.t !== t || change.zone !== zone || change.level !== level) {
      const key = zoneRowKey(level, t, zone)
      change = this.#changes.get(key)
      if (change === undefined) {
        change = { level, t, zone, parts: new ZoneSum(), times: zeros(TIME_SIZE), gpS, whileOpen }
        this.#changes.set(key, change)
      }
      this.#latest = change
    }
    change.gpS = Math.max(change.gpS, gpS)
    change.whileOpen &&= whileOpen
    return change
  }

  publish(dirty: Map<string, Pace>, realmMs: number, settings: FigureSettings): void {
    for (const [key, change] of this.#changes) {
      const zone = this.#draft.get<ZoneRow>(key) ?? EMPTY_ZONE
      const gpS = Math.max(zone.gpS, change.gpS)
      const status = change.whileOpen ? 'open' : statusOf(change.level, change.t, openGpS(gpS), realmMs, settings)
      const isAmended = status === 'provisional'
      const times = zone.times.slice()
      addInto(times, change.times)
      const parts = new ZoneSum()
      parts.add(zone.parts)
      parts.add(change.parts.take())
      this.#draft.put(key, { parts: parts.take(), times, gpS, rev: zone.rev + (isAmended ? 1 : 0) } satisfies ZoneRow)
      dirty.set(key, isAmended ? 'amended' : change.level)
    }
  }
}
