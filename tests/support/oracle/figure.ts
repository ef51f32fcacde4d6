import type { Shown } from './away.ts'
import type { Outage } from './outages.ts'
import type { CountedSample } from './samples.ts'
import type { Counted, Stage } from './stages.ts'

/** What a group has of one cell, station or probe in the time asked. */
export interface Part {
  readonly kind: 'cell' | 'station' | 'probe'
  readonly mode: string
  readonly seconds: readonly Shown[]
  readonly reports: ReadonlyMap<Stage, readonly Counted[]>
  /** That began in it. */
  readonly outages: readonly Outage[]
  readonly samples: readonly CountedSample[]
  /** Seconds in service by the registry; of these with infrastructure shared, equipment made here, on air. */
  readonly registered: {
    readonly svc: number
    readonly shared: number
    readonly domestic: number
    readonly onair: number
  }
}

export interface Figure {
  readonly value: number | null
  readonly lo: number | null
  readonly hi: number | null
  readonly boundKind: 'exact' | 'estimate' | 'none'
  readonly n: number
  readonly coverage: number | null
  readonly suspectShare: number | null
  readonly na: string | undefined
  readonly partial?: readonly string[]
  readonly variants?: readonly string[]
  readonly binWidth?: number | null
  readonly hour?: number
}

/** What is asked besides the parts. */
export interface Asked {
  /** Of the time asked, what has passed [s]. */
  readonly elapsedS: number
  /** Sites that the licences of the stations asked allow. */
  readonly licensedSites: number | undefined
}

/** A KPI by hand. */
export interface Kpi {
  readonly of: 'cells' | 'stations'
  /** [] for those that are made of seconds, samples or the registry. */
  readonly stages: readonly Stage[]
  /** Cells of this mode have nothing to do with it. */
  readonly not?: 'SA' | 'NSA'
  readonly figure: (parts: readonly Part[], asked: Asked) => Figure
}

export const add = <T>(list: readonly T[], of: (each: T) => number): number =>
  list.reduce((sum, each) => sum + of(each), 0)

export const secondsThat = (parts: readonly Part[], is: (second: Shown) => boolean): number =>
  add(parts, (part) => part.seconds.filter(is).length)

export const reportsOf = (parts: readonly Part[], stage: Stage): Counted[] =>
  parts.flatMap((part) => part.reports.get(stage) ?? [])

export const total = (parts: readonly Part[], stage: Stage, name: string): number =>
  add(reportsOf(parts, stage), (report) => report.parts[name]!)

export const observed = (parts: readonly Part[], stage: Stage): number =>
  add(reportsOf(parts, stage), (report) => report.gp)

/** Seconds in which a report was due: in service, and not known to be down, planned or saving energy. */
export const due = countedOnce(({ is }) => is === 'up' || is === 'unknown')
const silent = countedOnce(({ is, cause }) => is === 'unknown' && cause === 'silent')
export const isSilent = (parts: readonly Part[]): boolean => silent(parts) > 0

/** Seconds that a hundred KPIs ask for: counted once for each part. */
function countedOnce(is: (second: Shown) => boolean): (parts: readonly Part[]) => number {
  const known = new WeakMap<Part, number>()
  return (parts) =>
    add(parts, (part) => {
      const count = known.get(part) ?? secondsThat([part], is)
      known.set(part, count)
      return count
    })
}

export const UNBOUNDED = { lo: null, hi: null, boundKind: 'none' } as const

/** How much data is behind a figure of these stages; without any of them it is partial. */
export function accountOf(parts: readonly Part[], stages: readonly Stage[]) {
  const present = stages.filter((stage) => observed(parts, stage) > 0)
  const least = present.length === 0 ? 0 : Math.min(...present.map((stage) => observed(parts, stage)))
  const base = due(parts)
  const reports = present.flatMap((stage) => reportsOf(parts, stage))
  const suspect = add(reports, (report) => (report.suspect ? report.gp : 0))
  const absent = present.length === 0 ? [] : stages.filter((stage) => !present.includes(stage)).map(({ id }) => id)
  const ways = present.flatMap((stage) =>
    Object.keys(stage.ways).filter((way) => way !== '' && reportsOf(parts, stage).some((each) => each.way === way)),
  )
  return {
    present,
    observed: least,
    base: {
      // a report may cover seconds in which its cell is known down: never more than whole
      coverage: base > 0 ? Math.min(1, least / base) : least > 0 ? 1 : null,
      suspectShare: least > 0 ? suspect / add(reports, ({ gp }) => gp) : null,
      na: least > 0 ? undefined : isSilent(parts) ? 'silent' : 'never-reported',
      ...(absent.length > 0 && { partial: absent }),
      ...(ways.length > 0 && { variants: ways }),
    },
  } as const
}

/** What the missing seconds would have had at each cell's usual rate, one without any report at the rate of all. */
export function missing(parts: readonly Part[], stage: Stage, name: string): number {
  return add(parts, (part) => {
    const seconds = Math.max(0, due([part]) - observed([part], stage))
    const like = observed([part], stage) > 0 ? [part] : parts
    return observed(like, stage) > 0 ? (seconds * total(like, stage, name)) / observed(like, stage) : 0
  })
}
