import { LEVELS } from '../../contract/mod.ts'
import { climb, type EnteringFact, type Exchange } from './amend.ts'
import type { Amendments } from './amendments.ts'
import { carryAll } from './carry.ts'

/**
 * Enters facts of one cell at their levels and carries the changes up.
 *
 * @param whileOpen all windows concerned are open
 */
export function applyFacts(
  amend: Amendments,
  station: string,
  cell: string,
  facts: readonly EnteringFact[],
  whileOpen: boolean,
): void {
  exchangeFacts(amend, station, cell, { leaving: [], entering: facts }, whileOpen)
}

export function exchangeFacts(
  amend: Amendments,
  station: string,
  cell: string,
  exchange: Exchange,
  whileOpen: boolean,
): void {
  // what a fact of a coarse level stands for must be in its row
  if (exchange.entering.some(isAboveMinutes) || exchange.leaving.some(isAboveMinutes)) carryAll(amend, station)
  climb(amend, { station, cell, whileOpen }, LEVELS, [], exchange)
}

const isAboveMinutes = ({ level }: EnteringFact): boolean => level !== '10s' && level !== '1m'
