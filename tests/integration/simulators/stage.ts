import { setTimeout as wait } from 'node:timers/promises'
import type { Environment, Fleet } from '../../../simulators/mod.ts'
import { TRIAL_2020_FLEET } from '../../../simulators/mod.ts'

export const REALM = 'sim-test'
const START = Date.UTC(2026, 10, 18, 5)

export function smallFleet(n: number): Fleet {
  return { ...TRIAL_2020_FLEET, stations: TRIAL_2020_FLEET.stations.slice(0, n) }
}

/** A clock that starts at noon in Hà Nội and runs `speed` times as fast; timers are real. */
export function environment(speed: number): Environment & { startMs: number } {
  const zero = performance.now()
  const silent = () => {}
  return {
    startMs: START,
    now: () => START + Math.floor((performance.now() - zero) * speed),
    random: Math.random,
    schedule: (delayMs, task) => {
      const timer = setTimeout(task, delayMs)
      return () => clearTimeout(timer)
    },
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  }
}

/** Polls until it holds; the limit tells a hang, not a speed. */
export async function until(holds: () => boolean, what: string, limitMs = 60_000): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited ${limitMs} ms in vain: ${what}`)
    await wait(10)
  }
}
