import { conditionBy } from './condition.ts'
import type { Second } from './seconds.ts'
import { cellsOf, isState, messagesOf, secondOf, type World } from './world.ts'

export interface Outage {
  readonly from: number
  /** The second after the last one that is known to be down. */
  readonly to: number
  readonly open: boolean
}

/** Outages by the seconds of a cell (or, with cell '', of a station as a whole). */
export function outagesOf(world: World, station: string, cell: string, is: readonly Second[]): Outage[] {
  const long: { from: number; to: number }[] = []
  for (let s = 0; s < is.length; s++) {
    if (is[s]!.is !== 'down') continue
    const from = s
    while (s < is.length && is[s]!.is === 'down') s++
    if (s - from >= 10) long.push({ from, to: s })
  }
  const merged: { from: number; to: number }[] = []
  for (const outage of long) {
    const last = merged.at(-1)
    let between = 0
    for (let s = last?.to ?? 0; s < outage.from; s++) if (is[s]!.is !== 'down') between++
    if (last !== undefined && between < 60) last.to = outage.to
    else merged.push(outage)
  }
  return merged.map((outage) => ({ ...outage, open: !isSeenToEnd(world, station, cell, is, outage.to) }))
}

/** Something is known behind the outage: a second, or a state that says otherwise although nothing proves how long it held. */
function isSeenToEnd(world: World, station: string, cell: string, is: readonly Second[], from: number): boolean {
  for (let s = from; s < is.length; s++) if (is[s]!.is !== 'unknown') return true
  const cells = cell === '' ? cellsOf(world, station) : [cell]
  return messagesOf(world, station).some(({ kind, body }) => {
    if (kind !== 'state' || !isState(body) || !cells.includes(body.cell)) return false
    const s = secondOf(world, body.t)
    const condition = conditionBy(body)
    const isWell = cell === '' ? condition === 'up' : !['fault', 'transport', 'manual'].includes(condition)
    return isWell && s >= from && s < is.length
  })
}
