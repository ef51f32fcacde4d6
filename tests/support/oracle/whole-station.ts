import { type Second, secondsOf } from './seconds.ts'
import { cellsOf, clockSecond, type World } from './world.ts'

/** Every second of a station as a whole, from those of its cells. */
export function stationSeconds(world: World, station: string): Second[] {
  const cells = cellsOf(world, station).map((cell) => secondsOf(world, station, cell))
  return [...Array(clockSecond(world)).keys()].map((s) => together(cells.map((is) => is[s]!)))
}

function together(all: readonly Second[]): Second {
  const cells = all.filter((second) => second.is !== 'out')
  if (cells.length === 0) return { is: 'out' }
  const up = cells.filter((second) => second.is === 'up')
  if (up.length > 0) {
    const isBroken = cells.some(({ is }) => is === 'down' || is === 'planned' || is === 'es')
    const isInferred = up.every((second) => second.inferred)
    return { is: 'up', ...(isBroken && { degraded: true }), ...(isInferred && { inferred: true }) }
  }
  const unknown = cells.filter((second) => second.is === 'unknown')
  if (unknown.length > 0) {
    for (const cause of ['collector', 'silent'] as const) {
      if (unknown.some((second) => second.cause === cause)) return { is: 'unknown', cause }
    }
    return { is: 'unknown' }
  }
  if (cells.every((second) => second.is === 'planned')) return { is: 'planned' }
  const down = cells.filter((second) => second.is === 'down')
  const isExternal = down.every((second) => second.external)
  for (const cause of ['fault', 'transport', 'manual', 'declared'] as const) {
    const own = down.filter((second) => second.cause === cause)
    if (own.length === 0) continue
    const isOverrun = own.some((second) => second.overrun)
    return { is: 'down', cause, ...(isExternal && { external: true }), ...(isOverrun && { overrun: true }) }
  }
  return { is: 'es' }
}
