import type { Fact, Rank } from '../rows/fact.ts'
import type { Row, RowSet } from '../rows/row.ts'
import type { Vector } from '../rows/vector.ts'

type PackedFact = readonly [endMs: number, gpS: number, rank: Rank, parts: Vector, tags: string]
type PackedSet = readonly [tags: string, kids: Vector | 0, time: Vector]

/** A row as it lies on disk: arrays without names, a set of zeros as 0. */
export type PackedRow = readonly [own: readonly PackedFact[], sets: readonly PackedSet[], gpS: number, rev: number]

export function packRow(row: Row): PackedRow {
  return [
    row.own.map((f): PackedFact => [f.endMs, f.gpS, f.rank, f.parts, f.tags]),
    [...row.sets].map(([tags, set]): PackedSet => [tags, set.kids.every((x) => x === 0) ? 0 : set.kids, set.time]),
    row.gpS,
    row.rev,
  ]
}

export function unpackRow([own, sets, gpS, rev]: PackedRow, emptyKids: Vector): Row {
  return {
    own: own.map(([endMs, gp, rank, parts, tags]): Fact => ({ endMs, gpS: gp, rank, parts, tags })),
    sets: new Map(
      sets.map(([tags, kids, time]): [string, RowSet] => [tags, { kids: kids === 0 ? emptyKids : kids, time }]),
    ),
    gpS,
    rev,
  }
}
