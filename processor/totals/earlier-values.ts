import { lookUpName, windowStart } from '../../contract/mod.ts'
import { type BootTotals, dayOfEnd } from './boot-totals.ts'
import { type TotalReport, totalIn } from './total-report.ts'

/** The value before, from which the increments of a report are counted. */
export interface Earlier {
  readonly endMs: number
  readonly value: bigint
  /** The report that told it; undefined: the counters began at 0 with their boot. */
  readonly report: TotalReport | undefined
}

/** By cell, then by key. */
export type EarlierValues = ReadonlyMap<string, ReadonlyMap<string, Earlier>>

/**
 * For every running total of a report the latest value that the same boot told before it, on the same day; that of one
 * counter may lie further back than that of another, since each unit (CU, DU) reports by itself.
 *
 * A counter that was never told before stood at 0 when the boot began, since a running total is one of its boot. A part
 * that is new among parts told before (a cause that had not happened yet) stood at 0 with them.
 */
export function earlierValues(totals: BootTotals, report: TotalReport): EarlierValues {
  const found = new Map<string, Map<string, Earlier>>()
  const open = new Map<string, Set<string>>()
  for (const [cell, values] of Object.entries(report.cells)) {
    found.set(cell, new Map())
    const keys = Object.keys(values.totals).filter((key) => totalIn(values, key) !== undefined)
    if (keys.length > 0) open.set(cell, new Set(keys))
  }
  for (const before of totals.before(report.endMs)) {
    if (open.size === 0) break
    for (const [cell, keys] of open) {
      const told = before.cells[cell]
      if (told === undefined) continue
      for (const key of keys) {
        const value = totalIn(told, key)
        if (value === undefined) continue
        found.get(cell)?.set(key, { endMs: before.endMs, value, report: before })
        keys.delete(key)
      }
      if (keys.size === 0) open.delete(cell)
    }
  }
  for (const [cell, keys] of open) {
    for (const key of keys) {
      const zero = newAmongParts(totals, report.endMs, cell, key) ?? sinceStart(totals, report.endMs)
      if (zero !== undefined) found.get(cell)?.set(key, zero)
    }
  }
  return found
}

/** Where other parts of its kind were told and it was not, it was 0; not where it was once said to be not available. */
function newAmongParts(totals: BootTotals, endMs: number, cell: string, key: string): Earlier | undefined {
  const kind = kindOfPart(key)
  if (kind === undefined) return undefined
  let zero: Earlier | undefined
  for (const before of totals.before(endMs)) {
    const told = before.cells[cell]
    if (told === undefined) continue
    if (Object.hasOwn(told.totals, key)) return undefined
    if (zero === undefined && Object.keys(told.totals).some((other) => kindOfPart(other) === kind)) {
      zero = { endMs: before.endMs, value: 0n, report: before }
    }
  }
  return zero
}

/** `RRC.ConnEstabAtt cause` of a part; undefined of a total. */
export function kindOfPart(key: string): string | undefined {
  const name = lookUpName(key)
  if (name.kind !== 'known' || name.sub === undefined) return undefined
  return `${name.measurement.name} ${name.sub.dimension}`
}

function sinceStart({ startedMs }: BootTotals, endMs: number): Earlier | undefined {
  if (startedMs === undefined || startedMs >= endMs || windowStart('1d', startedMs) !== dayOfEnd(endMs))
    return undefined
  return { endMs: startedMs, value: 0n, report: undefined }
}
