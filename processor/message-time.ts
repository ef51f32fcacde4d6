import type { NumberedMessage } from '../contract/mod.ts'

/** The instant that a message tells of [epoch ms]: the end of a report's period, or its `t`. */
export function timeOfMessage(message: NumberedMessage): number {
  return message.kind === 'pm' ? message.endMs : message.atMs
}
