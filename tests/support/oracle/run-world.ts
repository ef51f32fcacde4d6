import { Reduction } from '../reduce.ts'
import type { Said, World } from './world.ts'

/** The product over a world: the operator's word and our ticks first, then the messages in the order given. */
export function runWorld(world: World, messages: readonly Said[] = world.arrived): Reduction {
  const run = new Reduction('sim-oracle')
  for (const record of world.control) run.control(record)
  for (const { station, kind, body } of messages) run.send(station, kind, body)
  return run.settle()
}
