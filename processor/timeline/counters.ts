import { entryLevel, finerLevel, LEVEL_MS, LEVELS, type Level, windowStart } from '../../contract/mod.ts'
import { type AwayHull, readCell } from '../cell.ts'
import { isClockOff } from '../clock-trust.ts'
import { reportsIn, type ToldInReport } from '../identity/report-index.ts'
import { windowsOf } from '../maintenance.ts'
import { settledOf } from '../progress.ts'
import { type ByTags, noTags } from '../rows/by-tags.ts'
import { compareRanks, placeOfSrc, type Rank } from '../rows/fact.ts'
import type { Times } from '../rows/times.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import type { Told } from './away-time.ts'
import type { Timeline } from './finding.ts'
import { surplusOf } from './surplus.ts'
import { negatedTimes, sumByTags } from './time-vector.ts'

/** What one report says, by its station's counter, of how long a cell was unavailable. */
export interface CounterFact {
  readonly startMs: number
  readonly endMs: number
  readonly gpS: number
  /** Where it enters. */
  readonly level: Level
  readonly rank: Rank
  /** Where the log has the report. */
  readonly offset: number
  readonly told: Told
}

/**
 * What the station's own counters change in the times of one cell. As with every measurement each second counts once: in a window
 * the coarsest report that covers a second speaks for it, and for every finer window that it touches.
 */
export class Counters {
  readonly #view: StateReader
  readonly #station: string
  readonly #cell: string
  readonly #timeline: Timeline
  readonly #away: AwayHull | undefined
  readonly #changes = new Map<string, ByTags<Times>>()

  constructor(view: StateReader, station: string, cell: string, timeline: Timeline) {
    this.#view = view
    this.#station = station
    this.#cell = cell
    this.#timeline = timeline
    this.#away = readCell(view, station, cell).away
  }

  /** False where no counter of the cell says more than 0 in [fromMs, toMs). */
  areAt(fromMs: number, toMs: number): boolean {
    return this.#away !== undefined && this.#away.fromMs < toMs && this.#away.toMs > fromMs
  }

  /** The same of all windows, up to the longest in which a counter speaks, that [fromMs, toMs) is part of. */
  matterAt(fromMs: number, toMs: number): boolean {
    return this.#away !== undefined && mayMatter(this.#away, fromMs, toMs)
  }

  /** Levels at which counters of the cell ever entered. */
  get levels(): readonly Level[] {
    return this.#away?.levels ?? []
  }

  /** Reports that touch [fromMs, toMs), of each period the best; one that cannot be is not among them. */
  facts(fromMs: number, toMs: number): CounterFact[] {
    const away = this.#away
    if (away === undefined) return []
    const best = new Map<string, CounterFact>()
    for (const { endMs, gpS, offset, told } of reportsIn(this.#view, this.#station, fromMs - away.gpS * 1000, toMs)) {
      const own = told?.cells[this.#cell]
      if (told === undefined || own === undefined || endMs <= fromMs) continue
      const startMs = endMs - gpS * 1000
      const level = entryLevel(startMs, endMs)
      if (level === undefined || this.#isClockOff(told, endMs)) continue
      const rank: Rank = [told.rev, told.bootN, told.bootEpochMs, told.seq, placeOfSrc(told.src ?? '0')]
      const key = `${endMs} ${gpS}`
      const known = best.get(key)
      if (known === undefined || compareRanks(rank, known.rank) > 0) {
        best.set(key, { startMs, endMs, gpS, level, rank, offset, told: own })
      }
    }
    return [...best.values()].filter((fact) => fact.told !== null)
  }

  #isClockOff({ bootN, bootEpochMs, seq, src = '0' }: ToldInReport, endMs: number): boolean {
    const station = readStation(this.#view, this.#station)
    return isClockOff(station, { boot: { n: bootN, epochMs: bootEpochMs }, src, seq }, endMs)
  }

  /** What counters add to what the timeline shows of a window: to all of it, and beside what they add to its finer windows. */
  changeOf(level: Level, t: number): ByTags<Times> {
    const key = `${level} ${t}`
    let change = this.#changes.get(key)
    if (change === undefined) {
      change = this.areAt(t, t + LEVEL_MS[level]) ? this.#spoken(level, t) : noTags<Times>()
      this.#changes.set(key, change)
    }
    return change
  }

  ownChangeOf(level: Level, t: number): ByTags<Times> {
    const finer = finerLevel(level)
    let change = this.changeOf(level, t)
    if (finer === undefined) return change
    for (let child = t; child < t + LEVEL_MS[level]; child += LEVEL_MS[finer]) {
      change = sumByTags(change, negatedTimes(this.changeOf(finer, child)))
    }
    return change
  }

  #spoken(level: Level, t: number): ByTags<Times> {
    const end = t + LEVEL_MS[level]
    const inside = this.facts(t, end).filter((fact) => fact.startMs >= t && fact.endMs <= end)
    if (inside.length === 0) return noTags()
    const own = inside.filter((fact) => fact.level === level)
    const taken: CounterFact[] = []
    for (const fact of own.sort((a, b) => b.gpS - a.gpS || compareRanks(b.rank, a.rank))) {
      if (!taken.some((other) => touches(other, fact.startMs, fact.endMs))) taken.push(fact)
    }
    let change = noTags<Times>()
    for (const fact of taken) change = sumByTags(change, this.#surplus(fact))
    const finer = finerLevel(level)
    if (finer === undefined || own.length === inside.length) return change
    for (let child = t; child < end; child += LEVEL_MS[finer]) {
      if (taken.some((fact) => touches(fact, child, child + LEVEL_MS[finer]))) continue
      change = sumByTags(change, this.changeOf(finer, child))
    }
    return change
  }

  #surplus({ startMs, endMs, told }: CounterFact): ByTags<Times> {
    // of a period that is not settled yet the timeline has not said everything
    if (told === null || told === 0 || endMs > settledOf(this.#view, this.#station)) return noTags()
    const windows = windowsOf(this.#view, this.#station, this.#cell, endMs)
    return surplusOf(told, this.#timeline(startMs, endMs), windows)
  }
}

/** In some window that holds part of [fromMs, toMs) a counter may say more than 0. */
export function mayMatter(away: AwayHull, fromMs: number, toMs: number): boolean {
  if (away.fromMs > away.toMs) return false
  const longest = LEVELS.findLast((level) => away.levels.includes(level)) ?? '10s'
  const from = windowStart(longest, fromMs)
  const to = windowStart(longest, toMs - 1) + LEVEL_MS[longest]
  return away.fromMs < to && away.toMs > from
}

const touches = (fact: CounterFact, fromMs: number, toMs: number): boolean => fact.startMs < toMs && fact.endMs > fromMs
