import type { CellCondition } from '../../contract/mod.ts'
import { EVIDENCE_BUCKET_MS, evidenceBucket, evidenceKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'
import { addRange, type Ranges } from './ranges.ts'

/** One `state` message of a cell, at its whole second. */
export interface StatePoint {
  readonly atMs: number
  readonly condition: CellCondition
  /** Up, and its state says that something is wrong; absent: it does not. */
  readonly degraded?: true
  /** Key of the stream it came in, so that only states of one boot prove what lies between them. */
  readonly stream: string
  readonly bootN: number
  readonly bootEpochMs: number
  readonly seq: number
}

/** What is known of a cell in one quarter of an hour. */
export interface Evidence {
  /** By time, then boot, then seq. */
  readonly states: readonly StatePoint[]
  /** Covered by reports that are not suspect. */
  readonly cover: Ranges
  /** Covered by suspect reports. */
  readonly suspectCover: Ranges
}

const NONE: Evidence = { states: [], cover: [], suspectCover: [] }

/** How far back the last state of a cell is looked for: as far as figures may change. */
const LOOK_BACK_BUCKETS = (7 * 86_400_000) / EVIDENCE_BUCKET_MS

export const floorToSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

function comparePoints(a: StatePoint, b: StatePoint): number {
  return a.atMs - b.atMs || a.bootN - b.bootN || a.bootEpochMs - b.bootEpochMs || a.seq - b.seq
}

/** Of the cells of one station in one quarter of an hour: its messages tell of all of them at once. */
interface StationEvidence {
  readonly cells: readonly string[]
  readonly evidence: readonly Evidence[]
}

const NONE_OF_STATION: StationEvidence = { cells: [], evidence: [] }

function read(view: StateReader, station: string, cell: string, bucketMs: number): Evidence {
  const known = view.get<StationEvidence>(evidenceKey(station, bucketMs))
  return known?.evidence[known.cells.indexOf(cell)] ?? NONE
}

function put(draft: Draft, station: string, cell: string, bucketMs: number, own: Evidence): void {
  const key = evidenceKey(station, bucketMs)
  const { cells, evidence } = draft.get<StationEvidence>(key) ?? NONE_OF_STATION
  const at = cells.indexOf(cell)
  draft.put(
    key,
    at < 0
      ? { cells: [...cells, cell], evidence: [...evidence, own] }
      : ({ cells, evidence: evidence.with(at, own) } satisfies StationEvidence),
  )
}

export function addState(draft: Draft, station: string, cell: string, point: StatePoint): void {
  const bucket = evidenceBucket(point.atMs)
  const known = read(draft, station, cell, bucket)
  const states = [...known.states, point].sort(comparePoints)
  put(draft, station, cell, bucket, { ...known, states })
}

/** A cell of which a report tells, and whether it is suspect. */
export type Covered = readonly [cell: string, isSuspect: boolean]

/** Adds [fromMs, toMs) to what a report covers of its cells; returns those of which something new came by it. */
export function addCover(
  draft: Draft,
  station: string,
  covered: readonly Covered[],
  fromMs: number,
  toMs: number,
): readonly string[] {
  let changed: readonly string[] = []
  for (let bucket = evidenceBucket(fromMs); bucket < toMs; bucket += EVIDENCE_BUCKET_MS) {
    const key = evidenceKey(station, bucket)
    const known = draft.get<StationEvidence>(key) ?? NONE_OF_STATION
    const from = Math.max(fromMs, bucket)
    const to = Math.min(toMs, bucket + EVIDENCE_BUCKET_MS)
    const cells = known.cells.slice()
    const evidence = known.evidence.slice()
    const news: string[] = []
    for (const [cell, isSuspect] of covered) {
      const at = cells.indexOf(cell)
      const own = withCover(evidence[at] ?? NONE, from, to, isSuspect)
      if (own === evidence[at]) continue
      if (at >= 0) evidence[at] = own
      else {
        cells.push(cell)
        evidence.push(own)
      }
      news.push(cell)
    }
    if (news.length === 0) continue
    draft.put(key, {
      cells: cells.length === known.cells.length ? known.cells : cells,
      evidence,
    } satisfies StationEvidence)
    changed = changed.length === 0 ? news : [...new Set([...changed, ...news])]
  }
  return changed
}

/** The same where nothing new comes by it. */
function withCover(known: Evidence, fromMs: number, toMs: number, isSuspect: boolean): Evidence {
  const { states, cover, suspectCover } = known
  const before = isSuspect ? suspectCover : cover
  const ranges = addRange(before, fromMs, toMs)
  if (ranges === before) return known
  return isSuspect ? { states, cover, suspectCover: ranges } : { states, cover: ranges, suspectCover }
}

/** Replaces what reports cover of [fromMs, toMs) by what of `ranges` lies in it. */
export function replaceCover(
  draft: Draft,
  station: string,
  cell: string,
  fromMs: number,
  toMs: number,
  ranges: Readonly<Record<'cover' | 'suspectCover', Ranges>>,
): void {
  for (let bucket = evidenceBucket(fromMs); bucket < toMs; bucket += EVIDENCE_BUCKET_MS) {
    const [from, to] = [Math.max(fromMs, bucket), Math.min(toMs, bucket + EVIDENCE_BUCKET_MS)]
    const known = read(draft, station, cell, bucket)
    const replaced = (field: 'cover' | 'suspectCover'): Ranges => {
      let out: Ranges = []
      const add = (a: number, b: number) => {
        if (a < b) out = addRange(out, a, b)
      }
      for (const [a, b] of known[field]) {
        add(a, Math.min(b, from))
        add(Math.max(a, to), b)
      }
      for (const [a, b] of ranges[field]) add(Math.max(a, from), Math.min(b, to))
      return out
    }
    put(draft, station, cell, bucket, { ...known, cover: replaced('cover'), suspectCover: replaced('suspectCover') })
  }
}

/** The last state at or before `atMs`, and the first after it, of those that are believed. */
export function statesAround(
  view: StateReader,
  station: string,
  cell: string,
  atMs: number,
  sinceMs: number,
  untilMs: number,
  isBelieved: (point: StatePoint) => boolean = () => true,
): { before: StatePoint | undefined; after: StatePoint | undefined } {
  let before: StatePoint | undefined
  let bucket = evidenceBucket(atMs)
  for (let i = 0; before === undefined && i < LOOK_BACK_BUCKETS && bucket + EVIDENCE_BUCKET_MS > sinceMs; i++) {
    before = read(view, station, cell, bucket).states.findLast((p) => p.atMs <= atMs && isBelieved(p))
    bucket -= EVIDENCE_BUCKET_MS
  }
  let after: StatePoint | undefined
  bucket = evidenceBucket(atMs)
  for (; after === undefined && bucket <= untilMs; bucket += EVIDENCE_BUCKET_MS) {
    after = read(view, station, cell, bucket).states.find((p) => p.atMs > atMs && isBelieved(p))
  }
  return { before, after }
}

/** All evidence of a cell that touches [fromMs, toMs): states inside it, and ranges cut to whole buckets. */
export function evidenceIn(view: StateReader, station: string, cell: string, fromMs: number, toMs: number): Evidence {
  const first = evidenceBucket(fromMs)
  if (evidenceBucket(toMs) === first) return read(view, station, cell, first)
  const states: StatePoint[] = []
  const cover: (readonly [number, number])[] = []
  const suspectCover: (readonly [number, number])[] = []
  for (let bucket = first; bucket <= toMs; bucket += EVIDENCE_BUCKET_MS) {
    const part = read(view, station, cell, bucket)
    states.push(...part.states)
    cover.push(...part.cover)
    suspectCover.push(...part.suspectCover)
  }
  return { states, cover, suspectCover }
}
