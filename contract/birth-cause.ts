import type { BirthReason } from './message.ts'

/** The 3GPP cause of the time between the last proof of life of one boot and the start of the next. */
export const CAUSE_OF_BIRTH_REASON: Readonly<Record<BirthReason, 'fault' | 'manual'>> = {
  power: 'fault',
  watchdog: 'fault',
  operator: 'manual',
  upgrade: 'manual',
  unknown: 'fault',
}
