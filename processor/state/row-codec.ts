import type { Fact, Rank } from '../rows/fact.ts'
import { fold, type Row } from '../rows/row.ts'
import type { Vector } from '../rows/vector.ts'

type PackedFact = readonly [endMs: number, gpS: number, rank: Rank, parts: Vector, tags: string]
type PackedMap = readonly (readonly [tags: string, vector: Vector])[]

/** A row as it lies on disk: arrays without names; the sums follow from the rest. */
export type PackedRow = readonly [
  own: readonly PackedFact[],
  kids: PackedMap,
  times: PackedMap,
  gpS: number,
  rev: number,
]

export function packRow(row: Row): PackedRow {
  const own = row.own.map((f): PackedFact => [f.endMs, f.gpS, f.rank, f.parts, f.tags])
  return [own, [...row.kids], [...row.times], row.gpS, row.rev]
}

export function unpackRow([packed, kidList, times, gpS, rev]: PackedRow): Row {
  const own = packed.map(([endMs, gp, rank, parts, tags]): Fact => ({ endMs, gpS: gp, rank, parts, tags }))
  const kids = new Map(kidList)
  return { own, kids, sums: fold(own, kids), times: new Map(times), gpS, rev }
}
