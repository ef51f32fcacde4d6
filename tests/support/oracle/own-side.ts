import { secondOf, type World } from './world.ts'

/** Ticks come every 5 s; our side is known to be down when three are missing. */
const TICK_LIMIT_S = 15

/**
 * True for each second in which our side was connected and accepting, by its ticks alone. Behind the last tick of all it
 * is given the time that a next tick may take.
 */
export function ourSideUp(world: World, seconds: number): boolean[] {
  const up: boolean[] = new Array<boolean>(seconds).fill(false)
  let before: { at: number; up: boolean } | undefined
  const ticks = world.control.filter((record) => record.type === 'tick').sort((a, b) => a.at - b.at)
  for (const tick of ticks) {
    const well = tick.connected && tick.accepting
    let from: number | undefined
    if (tick.since !== undefined) from = tick.since
    else if (before?.up && tick.at - before.at <= TICK_LIMIT_S * 1000) from = before.at
    if (from !== undefined) {
      for (let s = Math.max(0, secondOf(world, from)); s < Math.min(seconds, secondOf(world, tick.at)); s++)
        up[s] = true
    }
    before = { at: tick.at, up: well }
  }
  if (before?.up && seconds - secondOf(world, before.at) <= TICK_LIMIT_S) {
    for (let s = Math.max(0, secondOf(world, before.at)); s < seconds; s++) up[s] = true
  }
  return up
}
