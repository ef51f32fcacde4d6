import { lookUpSubCounter, type Member } from '../contract/mod.ts'
import { readCell } from './cell.ts'
import { cellKey } from './state/keys.ts'
import type { Draft } from './state/view.ts'

/**
 * Rows of one PLMN, slice or 5QI of a cell stand beside those of the cell, as if they were another cell: `1:5qi9`. They have
 * no times of their own, and are in no zone row. No cell has a colon in its name.
 */
const MARK = ':'

/** Known of one cell at most; an honest one serves some dozens. */
const MAX_KNOWN = 256

export const subCell = (cell: string, sub: string): string => `${cell}${MARK}${sub}`

export const isSubCell = (cell: string): boolean => cell.includes(MARK)

/** The cell that a sub-cell belongs to; a cell itself. */
export function cellOfSub(cell: string): string {
  const at = cell.indexOf(MARK)
  return at < 0 ? cell : cell.slice(0, at)
}

/** `5qi9` of `1:5qi9`; undefined of a cell. */
export function subOf(cell: string): string | undefined {
  const at = cell.indexOf(MARK)
  return at < 0 ? undefined : cell.slice(at + 1)
}

/** @throws {RangeError} for what is no sub-cell. */
export function memberOfSubCell(cell: string): Member {
  const member = lookUpSubCounter(subOf(cell) ?? '')
  if (member === undefined) throw new RangeError(`${cell} is no PLMN, slice or 5QI of a cell`)
  return member
}

/** Remembers that a cell has rows of these, so that they move with it where its tags change; those beyond the limit have none. */
export function knowSubs(draft: Draft, station: string, cell: string, subs: readonly string[]): readonly string[] {
  const record = readCell(draft, station, cell)
  const known = record.subs ?? []
  const fresh = subs.filter((sub) => !known.includes(sub)).slice(0, MAX_KNOWN - known.length)
  if (fresh.length === 0) return known
  const all = [...known, ...fresh].sort()
  draft.put(cellKey(station, cell), { ...record, subs: all })
  return all
}
