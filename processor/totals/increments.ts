import { lookUpName, type Part, reconcileTotals } from '../../contract/mod.ts'
import type { ToldValues } from '../rows/join-edition.ts'
import { type Earlier, type EarlierValues, kindOfPart } from './earlier-values.ts'
import { type KeptValues, type TotalReport, totalIn, wrapIn } from './total-report.ts'

/** What a report tells of (fromMs, end], by where that begins: increments of running totals, and what it says of its own period. */
export type Spans = ReadonlyMap<number, ToldValues>

/** A counter that cannot have gone from one value to the other in one boot. */
export interface Fall {
  readonly cell: string
  readonly key: string
  readonly fromMs: number
  readonly was: bigint
  readonly is: bigint
}

export interface Increments {
  /** By cell, the station's own under `''`. */
  readonly spans: ReadonlyMap<string, Spans>
  readonly falls: readonly Fall[]
}

/**
 * Increments of the running totals of one report. A counter that reached the value at which it wraps went on from 0, once; where
 * reports between were lost it may have done so more than once, and what it tells is suspect. One that fell otherwise, or rose
 * by 2^53 or more, tells nothing of that time.
 */
export function incrementsOf(
  report: TotalReport,
  earlier: EarlierValues,
  fell: FellBefore,
  before: PartsBefore,
): Increments {
  const falls: Fall[] = []
  const spans = new Map<string, Spans>()
  for (const [cell, values] of Object.entries(report.cells)) {
    spans.set(cell, spansOf(report, cell, values, earlier.get(cell) ?? new Map(), { falls, fell, before }))
  }
  return { spans, falls }
}

/** Whether a counter fell to what a report told of it. What is counted from there is suspect: it may have been that value alone. */
export type FellBefore = (report: TotalReport, cell: string, key: string) => boolean

/** Parts of running totals of a cell that reports told which end at an instant. */
export type PartsBefore = (atMs: number, cell: string) => ReadonlySet<string>

interface Knowing {
  readonly falls: Fall[]
  readonly fell: FellBefore
  readonly before: PartsBefore
}

/** Counters of a report that cannot have gone so, by cell and key. */
export function fallenIn(report: TotalReport, earlier: EarlierValues): ReadonlySet<string> {
  const fallen = new Set<string>()
  for (const [cell, values] of Object.entries(report.cells)) {
    for (const [key, { value }] of earlier.get(cell) ?? []) {
      const step = stepOf(value, totalIn(values, key) as bigint, wrapIn(values, key))
      if (step === undefined) fallen.add(`${cell} ${key}`)
    }
  }
  return fallen
}

interface Growing {
  readonly values: Map<string, number>
  /** What of it the report tells of its own period; undefined: nothing. */
  readonly own: KeptValues | undefined
  readonly unsure: Set<string>
}

const growing = (own?: KeptValues): Growing => ({ values: new Map(own?.values), own, unsure: new Set() })

function spansOf(
  { endMs, gpS }: TotalReport,
  cell: string,
  reported: KeptValues,
  earlier: ReadonlyMap<string, Earlier>,
  { falls, fell, before: partsBefore }: Knowing,
): Spans {
  const ownMs = endMs - gpS * 1000
  const spans = new Map<number, Growing>()
  if (reported.values.length > 0) {
    spans.set(ownMs, growing(reported))
  }
  for (const [key, before] of earlier) {
    const is = totalIn(reported, key) as bigint
    const step = stepOf(before.value, is, wrapIn(reported, key))
    if (step === undefined) {
      falls.push({ cell, key, fromMs: before.endMs, was: before.value, is })
      continue
    }
    let span = spans.get(before.endMs)
    if (span === undefined) {
      span = growing()
      spans.set(before.endMs, span)
    }
    span.values.set(key, step)
    const told = before.report?.cells[cell]
    const mayHaveWrapped = wrapIn(reported, key) !== undefined && before.endMs < ownMs
    const hasFallen = before.report !== undefined && fell(before.report, cell, key)
    if (mayHaveWrapped || hasFallen || told?.suspect === true) span.unsure.add(measurementOf(key))
  }
  return new Map([...spans].map(([fromMs, span]) => [fromMs, whole(reported, span, partsBefore(fromMs, cell))]))
}

/** From one value of a boot to a later one; undefined: it cannot have gone so. */
export function stepOf(was: bigint, is: bigint, wrapsAt: bigint | undefined): number | undefined {
  let step = is - was
  if (step < 0n && wrapsAt !== undefined && was <= wrapsAt) step += wrapsAt
  return step < 0n || step > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(step)
}

/**
 * With totals that only their parts tell, as in a report of increments. A part that was told of at either end and has no increment
 * makes the sum of its kind unknown.
 */
function whole(reported: KeptValues, { values, own, unsure }: Growing, before: ReadonlySet<string>): ToldValues {
  const keys = [...new Set([...partKeysIn(reported), ...before])]
  const size = values.size
  const disagree = reconcileTotals(
    values,
    keys.flatMap((key) => partOf(key, values)),
  )
  // a sum of parts beyond 2^53 is left out, as a value would be
  const doubtful = new Set([...(own?.doubtful ?? []), ...unsure, ...(disagree === 'too-big' ? [] : (disagree ?? []))])
  const addedUp = [...(own?.addedUp ?? []), ...[...values.keys()].slice(size)]
  const unavailable = [...(own?.unavailable ?? []), ...keys.filter((key) => !values.has(key))]
  return {
    suspect: reported.suspect,
    values,
    ...(doubtful.size > 0 && { doubtful }),
    ...(unsure.size > 0 && { unsure }),
    ...(addedUp.length > 0 && { addedUp }),
    ...(unavailable.length > 0 && { unavailable }),
  }
}

/** Running totals that are parts of others, as `RRC.ConnEstabAtt.causeMoData`. */
export const partKeysIn = ({ totals }: KeptValues): string[] =>
  Object.keys(totals).filter((key) => kindOfPart(key) !== undefined)

function partOf(key: string, values: ReadonlyMap<string, number>): Part[] {
  const name = lookUpName(key)
  if (name.kind !== 'known' || name.sub === undefined) return []
  return [{ measurement: name.measurement, dimension: name.sub.dimension, value: values.get(key) }]
}

function measurementOf(key: string): string {
  const name = lookUpName(key)
  return name.kind === 'known' ? name.measurement.name : key
}
