import type { Socket } from 'node:net'
import type { Schedule } from './schedule.ts'

/** Ends the socket; resolves when all that was written to it is on its way, or after `deadlineMs`. */
export function flushSocket(socket: Socket, schedule: Schedule, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = schedule(deadlineMs, resolve)
    socket.end(() => {
      cancel()
      resolve()
    })
  })
}
