/** Calls `run` once, `afterMs` from now; the function returned takes the call back. Injected, so that tests own time. */
export type Schedule = (afterMs: number, run: () => void) => () => void

/** The machine's timers. They keep the process alive: whoever schedules must cancel at its stop. */
export const systemSchedule: Schedule = (afterMs, run) => {
  const timer = setTimeout(run, afterMs)
  return () => clearTimeout(timer)
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function pause(schedule: Schedule, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const wake = (): void => {
      cancel()
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const cancel = schedule(ms, wake)
    signal.addEventListener('abort', wake, { once: true })
  })
}
