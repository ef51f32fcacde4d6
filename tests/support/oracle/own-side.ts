import { secondOf, type World } from './world.ts'

/** True for each second in which our side is known to have been connected and accepting, by its ticks alone. */
export function ourSideUp(world: World, seconds: number): boolean[] {
  const up: boolean[] = new Array<boolean>(seconds).fill(false)
  let before: { at: number; up: boolean } | undefined
  const ticks = world.control.filter((record) => record.type === 'tick').sort((a, b) => a.at - b.at)
  for (const tick of ticks) {
    const well = tick.connected && tick.accepting
    let from: number | undefined
    if (tick.since !== undefined) from = tick.since
    else if (before?.up && tick.at - before.at <= 15_000) from = before.at
    if (from !== undefined) {
      for (let s = Math.max(0, secondOf(world, from)); s < Math.min(seconds, secondOf(world, tick.at)); s++) up[s] = true
    }
    before = { at: tick.at, up: well }
  }
  return up
}
