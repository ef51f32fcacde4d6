import {
  type ExplainedDifference,
  formatBoot,
  keptUnit,
  lookUpName,
  type PmMessage,
  type Values,
} from '../../contract/mod.ts'
import { STATION_ROW } from '../cell.ts'
import { sumsOverCells } from '../handlers/station-report.ts'
import { compareRanks, rankOf } from '../rows/fact.ts'
import type { Refusal } from '../rows/refusal.ts'
import { cellOfSub } from '../sub-cell.ts'
import { BootTotals } from '../totals/boot-totals.ts'
import { countsSince } from '../totals/counts-since.ts'
import { type Earlier, type EarlierValues, earlierValues } from '../totals/earlier-values.ts'
import { stepOf } from '../totals/increments.ts'
import { type TotalFact, totalFacts } from '../totals/total-facts.ts'
import {
  type KeptValues,
  type TotalReport,
  totalIn,
  totalReportOf,
  WHOLE_STATION,
  wrapIn,
} from '../totals/total-report.ts'
import { type Place, rowCellOf, type ToldTogether } from './found-report.ts'
import type { LogTotals } from './log-totals.ts'
import type { Entered } from './verdicts.ts'

/** What a report with running totals tells of one cell. */
export interface ToldTotals {
  /** Those of which it is the best report. */
  readonly facts: readonly Entered[]
  readonly differences: readonly ExplainedDifference[]
  /** What it tells of its own period, and what its running totals add. */
  readonly values: Values
  readonly suspect: boolean
  readonly refused: readonly Refusal[]
  /** With others of its end; absent: it is the only one. */
  readonly together?: ToldTogether
}

/** What one report tells of the place by itself. */
type OwnWord = Pick<ToldTotals, 'differences' | 'values' | 'suspect'>

/** What reports of one boot and end tell of the cell together. */
interface Moment {
  readonly facts: readonly TotalFact[]
  /** By the text of their rank. */
  readonly own: ReadonlyMap<string, OwnWord>
  readonly refused: readonly Refusal[]
}

/** Reports with running totals, as they tell of one place: what those of one end tell is made once for all of them. */
export class TotalsTold {
  readonly #view: LogTotals
  readonly #station: string
  readonly #cell: string
  readonly #moments = new Map<string, Moment>()

  constructor(view: LogTotals, place: Place) {
    this.#view = view
    this.#station = place.station
    this.#cell = rowCellOf(place)
  }

  /** undefined: it says nothing of the cell. @throws {EntriesNeeded} where messages must be fetched first. */
  of(message: PmMessage, isClockOff: boolean): ToldTotals | undefined {
    const report = totalReportOf(message, rankOf(message))
    // made while its clock was off it is in no figure, and beside no other
    const {
      facts: all,
      own,
      refused,
    } = isClockOff ? this.#made(this.#totalsOf(report), [report]) : this.#momentOf(report)
    const told = own.get(report.rank.join())
    if (told === undefined) return undefined
    const facts = all.filter(({ fact }) => compareRanks(fact.rank, report.rank) === 0)
    if (own.size === 1) return { ...told, facts, refused }
    const values = new Map([...own.values()].toReversed().flatMap((each) => [...each.values]))
    const totals = [...own.values()].flatMap(({ differences }) => differences.map(({ name }) => name))
    return { ...told, facts, refused, together: { facts: all, values, totals, refused } }
  }

  #momentOf(report: TotalReport): Moment {
    const key = `${formatBoot(report.boot)} ${report.endMs}`
    let moment = this.#moments.get(key)
    if (moment === undefined) {
      const totals = this.#totalsOf(report)
      moment = this.#made(totals, totals.at(report.endMs))
      this.#moments.set(key, moment)
    }
    return moment
  }

  #totalsOf({ boot }: TotalReport): BootTotals {
    return new BootTotals(this.#view, this.#station, boot, { startedMs: countsSince(this.#view, this.#station, boot) })
  }

  #made(totals: BootTotals, reports: readonly TotalReport[]): Moment {
    const refused: Refusal[] = []
    const tell = (of: string, _fromMs: number, refusals: readonly Refusal[]) => {
      if (of === this.#cell) refused.push(...refusals)
    }
    const facts = totalFacts(this.#view, this.#station, totals, reports, tell).facts.get(this.#cell) ?? []
    // of its station as a whole a report of cells tells nothing where no other one does
    const isTold = this.#cell !== STATION_ROW || reports.some(({ cells }) => cells[WHOLE_STATION] !== undefined)
    const own = isTold ? reports.flatMap((report) => this.#ownOf(totals, report)) : []
    return { facts, own: new Map(own), refused }
  }

  #ownOf(totals: BootTotals, report: TotalReport): [rank: string, OwnWord][] {
    const earlier = earlierValues(totals, report)
    const told = (cell: string) => this.#wordOf(report, cell, earlier)
    const rank = report.rank.join()
    if (this.#cell !== STATION_ROW) {
      const word = told(cellOfSub(this.#cell))
      return word === undefined ? [] : [[rank, word]]
    }
    const station = told(WHOLE_STATION)
    if (station !== undefined) return [[rank, station]]
    // of its station as a whole a report without its own values tells what its cells have together
    const cells = Object.keys(report.cells).flatMap((cell) => told(cell) ?? [])
    const values = new Map(
      sumsOverCells(
        cells.map((cell) => cell.values),
        new Map(),
      ),
    )
    return [[rank, { differences: [], values, suspect: cells.some((cell) => cell.suspect) }]]
  }

  #wordOf(report: TotalReport, cell: string, earlier: EarlierValues): OwnWord | undefined {
    const kept = report.cells[cell]
    if (kept === undefined) return undefined
    const ownMs = report.endMs - report.gpS * 1000
    const differences = differencesOf(this.#view, kept, earlier.get(cell) ?? new Map<string, Earlier>(), ownMs)
    const values = new Map(kept.values)
    for (const { name, adds } of differences) if (adds !== null) values.set(name, adds)
    return { differences, values, suspect: kept.suspect }
  }
}

function differencesOf(
  view: LogTotals,
  kept: KeptValues,
  earlier: ReadonlyMap<string, Earlier>,
  ownMs: number,
): ExplainedDifference[] {
  return Object.keys(kept.totals).flatMap((name): ExplainedDifference[] => {
    const value = totalIn(kept, name)
    if (value === undefined) return []
    const wrapsAt = wrapIn(kept, name)
    const told = {
      name,
      unit: unitOf(name),
      value: String(value),
      wrapsAt: wrapsAt === undefined ? null : `${wrapsAt}`,
    }
    const point = earlier.get(name)
    if (point === undefined) return [{ ...told, kind: 'first', before: null, adds: null }]
    const offset = (point.report && view.offsetOf(point.report)) ?? null
    const before = { at: point.endMs, value: String(point.value), offset }
    const adds = stepOf(point.value, value, wrapsAt) ?? null
    return [{ ...told, kind: kindOf(point, value, adds, ownMs), before, adds }]
  })
}

function kindOf(point: Earlier, value: bigint, adds: number | null, ownMs: number): ExplainedDifference['kind'] {
  if (adds === null) return 'fell'
  if (value < point.value) return 'wrap'
  if (point.report === undefined) return 'boot-start'
  return point.endMs < ownMs ? 'bridge' : 'step'
}

function unitOf(key: string): string {
  const name = lookUpName(key)
  return name.kind === 'known' ? keptUnit(name.measurement.quantity) : ''
}
