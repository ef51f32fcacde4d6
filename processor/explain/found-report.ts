import {
  type ExplainedDifference,
  type Level,
  type Member,
  type PmMessage,
  subCounterOf,
  type Values,
} from '../../contract/mod.ts'
import type { IndexedReport } from '../identity/report-index.ts'
import type { Fact } from '../rows/fact.ts'
import type { FactTogether } from '../rows/facts-together.ts'
import type { Refusal } from '../rows/refusal.ts'
import { subCell } from '../sub-cell.ts'
import type { LoggedMessage } from './logged-messages.ts'
import type { Entered } from './verdicts.ts'

/** A cell, or (cell '') a station as a whole, in one window. */
export interface Place {
  readonly station: string
  readonly cell: string
  /** Of one PLMN, slice or 5QI of the cell. */
  readonly member?: Member
  readonly level: Level
  readonly t: number
}

/** Under what name the state has the rows of a place. */
export const rowCellOf = ({ cell, member }: Place): string =>
  member === undefined ? cell : subCell(cell, subCounterOf(member))

/** One report of the index that touches the window. */
export interface FoundReport {
  readonly indexed: IndexedReport
  /** Smallest level of which one window holds its period. */
  readonly level: Level
  /** undefined: retention has removed it. */
  readonly logged: LoggedMessage | undefined
  readonly message: PmMessage | undefined
  /** What it says of the cell; undefined: not in the log any more. */
  readonly values: Values | undefined
  readonly suspect: boolean
  /** The station's clock was off when it was made: it is in no figure. */
  readonly isClockOff: boolean
  readonly refused: readonly Refusal[]
  /**
   * Its parts, with the level at which they enter: once, or of running totals once for each point before that they are counted from.
   * Of a report that is gone from the log as far as the state still has them; undefined: nobody knows.
   */
  readonly facts: readonly Entered[] | undefined
  /** What is made of it by itself, where other reports tell of its period too. */
  readonly alone?: Fact | undefined
  /** What those of its period say together; absent: it is the only one. */
  readonly together?: ToldTogether
  /** Running totals that it tells; undefined: it has none. */
  readonly differences: readonly ExplainedDifference[] | undefined
}

export interface FoundReports {
  readonly list: readonly FoundReport[]
  /** More were indexed than {@link MAX_REPORTS}; the list is empty then. */
  readonly tooMany: number
  /** Reports of periods before this instant are not indexed any more [epoch ms]. */
  readonly indexedFrom: number
}

/** What several reports of one period say of a place together. */
export interface ToldTogether {
  readonly facts: readonly FactTogether[]
  readonly values: Values
  /** Running totals among what they tell, counted from something or not; absent: none. */
  readonly totals?: readonly string[]
  readonly refused: readonly Refusal[]
}
