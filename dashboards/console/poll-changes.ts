import type { KpiStore } from '../../store/mod.ts'
import type { OnChange } from './change-feed.ts'
import type { Logger } from './logger.ts'

/**
 * Changes of a store that another process writes: its meta row is read every `everyMs`, and a change is told when clock
 * or offset moved. While the store cannot be read nothing is told; the reason is logged once.
 */
export function pollChanges(store: KpiStore, logger: Logger, everyMs = 2000): OnChange {
  return (listener) => {
    let last = ''
    let failing = false
    let reading = false
    const read = async () => {
      if (reading) return
      reading = true
      try {
        const meta = await store.meta()
        const now = `${meta?.appliedOffset}/${meta?.realmClock}`
        if (last !== '' && now !== last) listener()
        last = now
        failing = false
      } catch (error) {
        if (!failing) logger.warn({ err: error }, 'console: the store cannot be asked for changes; trying on')
        failing = true
      } finally {
        reading = false
      }
    }
    const timer = setInterval(() => void read(), everyMs)
    timer.unref()
    void read()
    return () => clearInterval(timer)
  }
}
