import type { Second } from './seconds.ts'
import { secondOf, type World } from './world.ts'

/** Silence that the operator declared an outage, and did not take back, is down. */
export function withDeclared(world: World, station: string, cell: string, is: readonly Second[]): Second[] {
  const out = [...is]
  for (const word of world.control) {
    if (word.type !== 'outage-declare') continue
    if (!word.targets.includes(station) && !word.targets.includes(`${station}/${cell}`)) continue
    if (world.control.some((other) => other.type === 'outage-withdraw' && other.id === word.id)) continue
    for (let s = Math.max(0, secondOf(world, word.from)); s < Math.min(is.length, secondOf(world, word.to)); s++) {
      if (is[s]!.cause === 'silent') out[s] = { is: 'down', cause: 'declared' }
    }
  }
  return out
}
