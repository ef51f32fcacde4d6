import type { Environment } from '../../../simulators/mod.ts'

const silent = (): void => undefined

/** Simulators by the real clock. */
export const realEnvironment: Environment = {
  now: Date.now,
  random: Math.random,
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return () => clearTimeout(timer)
  },
  logger: { debug: silent, info: silent, warn: silent, error: silent },
}
