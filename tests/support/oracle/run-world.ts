import type { ControlRecord } from '../../../contract/mod.ts'
import { Reduction } from '../reduce.ts'
import type { Said, World } from './world.ts'

export type Delivery = Said | ControlRecord

/** The operator's word and our ticks first, then the messages in the order in which they were made. */
export function inOrder(world: World): Delivery[] {
  return [...world.control, ...world.arrived]
}

/**
 * Another order of the same deliveries: messages stand where `keys` put them, `again` come twice, what the operator said stands at
 * `wordsAt` (0 … 1) of the way. Ticks keep their order: those that name a `since` are spread over all of it,
 * the others come first, since each of them only tells of the 5 s before it (disagreements.test.ts).
 */
export function mixed(world: World, mix: Mix): Delivery[] {
  const messages = [...world.arrived, ...mix.again.map((pick) => world.arrived[pick % world.arrived.length]!)]
  const words = world.control.filter((record) => record.type !== 'tick')
  const ticks = world.control.filter((record) => record.type === 'tick')
  const placed: { at: number; delivery: Delivery }[] = []
  const place = (at: number, delivery: Delivery) => placed.push({ at, delivery })
  for (const [i, message] of messages.entries()) place(mix.keys[(i * 31) % mix.keys.length]!, message)
  for (const word of words) place(mix.wordsAt, word)
  for (const [i, tick] of ticks.entries()) place(tick.since === undefined ? -1 : (i + 1) / (ticks.length + 1), tick)
  return placed.sort((a, b) => a.at - b.at).map(({ delivery }) => delivery)
}

export interface Mix {
  /** A place in [0, 1) for each message, taken over and over. */
  readonly keys: readonly number[]
  readonly again: readonly number[]
  readonly wordsAt: number
}

/** The product over deliveries, all its times settled, from time to time in between too if `settleEvery` says so. */
export function run(deliveries: readonly Delivery[], settleEvery = Number.POSITIVE_INFINITY): Reduction {
  const reduction = new Reduction('sim-oracle')
  for (const [i, delivery] of deliveries.entries()) {
    if ('kind' in delivery) reduction.send(delivery.station, delivery.kind, delivery.body)
    else reduction.control(delivery)
    if ((i + 1) % settleEvery === 0) reduction.settle()
  }
  return reduction.settle()
}

export function runWorld(world: World): Reduction {
  return run(inOrder(world))
}
