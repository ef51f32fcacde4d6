import { HORIZON_MS, LEVEL_MS, LEVELS, type Level, windowStart } from '../../contract/mod.ts'
import { readClock } from '../clock.ts'
import type { Amendments } from '../rows/amendments.ts'
import { type ByTags, noTags } from '../rows/by-tags.ts'
import { carryAll } from '../rows/carry.ts'
import { withTimes } from '../rows/row.ts'
import type { Times } from '../rows/times.ts'
import type { Counters } from './counters.ts'
import { secondsChanged, sumByTags } from './time-vector.ts'

/**
 * After the rows of `level` have been made again over [fromMs, toMs): the windows above it in which counters of the station speak for
 * some of that time. Each becomes what its finer windows come to, and what the counters add; what that changes is carried up.
 */
export function retimeCounters(
  amend: Amendments,
  station: string,
  cell: string,
  level: Level,
  [fromMs, toMs]: readonly [number, number],
  counters: Counters,
): void {
  if (!counters.matterAt(fromMs, toMs)) return
  carryAll(amend, station)
  const above = LEVELS.slice(LEVELS.indexOf(level) + 1)
  const spoken = new Map<Level, Set<number>>(above.map((each) => [each, new Set()]))
  for (const fact of counters.facts(fromMs, toMs)) {
    for (const each of above) {
      const isFiner = LEVELS.indexOf(each) < LEVELS.indexOf(fact.level)
      if (!isFiner && counters.levels.includes(each)) spoken.get(each)?.add(windowStart(each, fact.startMs))
    }
  }
  let carried = new Map<number, ByTags<Times>>()
  for (const each of above) {
    const next = new Map<number, ByTags<Times>>()
    const carry = (t: number, delta: ByTags<Times>): void => {
      if (delta.size > 0) next.set(t, delta)
    }
    const here = gatherUp(each, carried)
    const set = spoken.get(each) ?? new Set()
    for (const t of set) {
      if (isPartlyGone(amend, each, t)) continue
      here.delete(t)
      carry(t, setToFiner(amend, station, cell, each, t, counters))
    }
    for (const [t, delta] of here) {
      amend.change(each, t, station, cell, (row) => withTimes(row, delta))
      carry(t, delta)
    }
    carried = next
  }
}

function gatherUp(level: Level, finer: ReadonlyMap<number, ByTags<Times>>): Map<number, ByTags<Times>> {
  const out = new Map<number, ByTags<Times>>()
  for (const [t, delta] of finer) {
    const up = windowStart(level, t)
    out.set(up, sumByTags(out.get(up) ?? noTags(), delta))
  }
  return out
}

/** Some of its finer windows are amended no more, and may be gone: what counters said of it stays as it is. */
function isPartlyGone(amend: Amendments, level: Level, t: number): boolean {
  const finer = LEVELS[LEVELS.indexOf(level) - 1] as Level
  return t < readClock(amend.draft).realmMs - HORIZON_MS[finer]
}

function setToFiner(
  amend: Amendments,
  station: string,
  cell: string,
  level: Level,
  t: number,
  counters: Counters,
): ByTags<Times> {
  const finer = LEVELS[LEVELS.indexOf(level) - 1] as Level
  let times = counters.ownChangeOf(level, t)
  for (let child = t; child < t + LEVEL_MS[level]; child += LEVEL_MS[finer]) {
    times = sumByTags(times, amend.row(finer, child, station, cell).times)
  }
  const delta = secondsChanged(amend.row(level, t, station, cell).times, times)
  if (delta.size > 0) amend.change(level, t, station, cell, (row) => withTimes(row, delta))
  return delta
}
