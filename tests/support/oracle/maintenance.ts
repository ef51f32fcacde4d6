import type { Second } from './seconds.ts'
import { secondOf, type World } from './world.ts'

interface Work {
  readonly from: number
  readonly to: number
}

/** Maintenance of a cell, as it stands after everything that was said about it, in seconds. */
export function worksOf(world: World, station: string, cell: string): Work[] {
  const works: Work[] = []
  for (const add of world.control) {
    if (add.type !== 'maintenance-add') continue
    if (!add.targets.includes(station) && !add.targets.includes(`${station}/${cell}`)) continue
    let to = add.to
    for (const close of world.control) {
      if (close.type === 'maintenance-close' && close.id === add.id) to = Math.min(to, close.to)
    }
    if (to > add.from) works.push({ from: secondOf(world, add.from), to: secondOf(world, to) })
  }
  return works
}

/**
 * An unavailability (down in any form, or silence) that began inside a window is planned to the window's end; what is
 * down beyond it is overrun. What began before keeps its cause.
 */
export function withMaintenance(world: World, station: string, cell: string, is: readonly Second[]): Second[] {
  const works = worksOf(world, station, cell)
  const out = [...is]
  let began = -1
  for (let s = 0; s < is.length; s++) {
    const second = is[s]!
    const unavailable = second.is === 'down' || second.cause === 'silent'
    if (!unavailable) {
      began = -1
      continue
    }
    if (began < 0) began = s
    const inside = works.filter((work) => work.from <= began && began < work.to)
    if (inside.length === 0) continue
    if (inside.some((work) => s < work.to)) out[s] = { is: 'planned', ...(second.cause && { wouldBe: second.cause }) }
    else if (second.is === 'down') out[s] = { ...second, overrun: true }
  }
  return out
}
