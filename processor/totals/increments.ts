import { lookUpName, type Part, type ReportedValues, reconcileTotals } from '../../contract/mod.ts'
import { type Earlier, type EarlierValues, kindOfPart } from './earlier-values.ts'
import { type KeptValues, type TotalReport, totalIn, wrapIn } from './total-report.ts'

/** What a report tells of (fromMs, end], by where that begins: increments of running totals, and what it says of its own period. */
export type Spans = ReadonlyMap<number, ReportedValues>

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
export function incrementsOf(report: TotalReport, earlier: EarlierValues, fell: FellBefore): Increments {
  const falls: Fall[] = []
  const spans = new Map<string, Spans>()
  for (const [cell, values] of Object.entries(report.cells)) {
    spans.set(cell, spansOf(report, cell, values, earlier.get(cell) ?? new Map(), falls, fell))
  }
  return { spans, falls }
}

/** Whether a counter fell to what a report told of it. What is counted from there is suspect: it may have been that value alone. */
export type FellBefore = (report: TotalReport, cell: string, key: string) => boolean

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
  readonly doubtful: Set<string>
  readonly told: Set<KeptValues>
}

function spansOf(
  { endMs, gpS }: TotalReport,
  cell: string,
  reported: KeptValues,
  earlier: ReadonlyMap<string, Earlier>,
  falls: Fall[],
  fell: FellBefore,
): Spans {
  const ownMs = endMs - gpS * 1000
  const spans = new Map<number, Growing>()
  if (reported.values.length > 0) {
    spans.set(ownMs, { values: new Map(reported.values), doubtful: new Set(reported.doubtful), told: new Set() })
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
      span = { values: new Map(), doubtful: new Set(), told: new Set() }
      spans.set(before.endMs, span)
    }
    span.values.set(key, step)
    const told = before.report?.cells[cell]
    if (told !== undefined) span.told.add(told)
    const mayHaveWrapped = wrapIn(reported, key) !== undefined && before.endMs < ownMs
    const hasFallen = before.report !== undefined && fell(before.report, cell, key)
    if (mayHaveWrapped || hasFallen || told?.suspect === true) span.doubtful.add(measurementOf(key))
  }
  return new Map([...spans].map(([fromMs, span]) => [fromMs, whole(reported, span)]))
}

/** From one value of a boot to a later one; undefined: it cannot have gone so. */
export function stepOf(was: bigint, is: bigint, wrapsAt: bigint | undefined): number | undefined {
  let step = is - was
  if (step < 0n && wrapsAt !== undefined && was <= wrapsAt) step += wrapsAt
  return step < 0n || step > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(step)
}

/** With totals that only their parts tell, as in a report of increments. */
function whole(reported: KeptValues, { values, doubtful, told }: Growing): ReportedValues {
  const increments = [...values.keys()].filter((key) => Object.hasOwn(reported.totals, key))
  const parts = partsOf(reported, values, increments, told)
  const disagree = parts.length === 0 ? undefined : reconcileTotals(values, parts)
  // a sum of parts beyond 2^53 is left out, as a value would be
  for (const name of disagree === 'too-big' ? [] : (disagree ?? [])) doubtful.add(name)
  return { suspect: reported.suspect, values, ...(doubtful.size > 0 && { doubtful }) }
}

/** The parts with their increments; one that was told of at either end only makes the sum of its kind unknown. */
function partsOf(
  reported: KeptValues,
  values: ReadonlyMap<string, number>,
  increments: readonly string[],
  told: ReadonlySet<KeptValues>,
): Part[] {
  const kinds = new Set(increments.map(kindOfPart).filter((kind) => kind !== undefined))
  if (kinds.size === 0) return []
  const keys = new Set([reported, ...told].flatMap((each) => Object.keys(each.totals)))
  return [...keys]
    .filter((key) => kinds.has(kindOfPart(key) ?? ''))
    .flatMap((key): Part[] => {
      const name = lookUpName(key)
      if (name.kind !== 'known' || name.sub === undefined) return []
      return [{ measurement: name.measurement, dimension: name.sub.dimension, value: values.get(key) }]
    })
}

function measurementOf(key: string): string {
  const name = lookUpName(key)
  return name.kind === 'known' ? name.measurement.name : key
}
