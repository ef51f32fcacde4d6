import { finerLevel, LEVEL_MS } from '../../contract/mod.ts'
import { type FinerRows, type RowPlace, withBridges } from './bridges.ts'
import { noTags } from './by-tags.ts'
import type { Parts } from './parts.ts'
import { masked, type Row, withKids } from './row.ts'

/** A row that has its own facts, with what its finer windows come to. */
export function withFiner(source: FinerRows, place: RowPlace, t: number, own: Row): Row {
  const { level, station, cell } = place
  const finer = finerLevel(level)
  if (finer === undefined) return own
  let row = own
  for (let child = t; child < t + LEVEL_MS[level]; child += LEVEL_MS[finer]) {
    const kid = source.row(finer, child, station, cell)
    let kids = noTags<Parts>()
    for (const tags of kid.sums.labels) {
      kids = kids.with(tags, masked(row.own, kid.sums.get(tags) as Parts, child, child + LEVEL_MS[finer]))
    }
    row = withKids(kid.gpS > row.gpS ? { ...row, gpS: kid.gpS } : row, kids)
  }
  return withBridges(source, place, row)
}
