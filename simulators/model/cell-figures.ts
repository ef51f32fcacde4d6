/** What a cell counts in a period, as integers: volumes in kbit, times in ms, energy in mWh; means as sums over slots. */
export const FIGURE = {
  /** Slots of 10 s with at least one second observed: what means are taken over. */
  slots: 0,
  prbUsedDl: 1,
  prbAvailDl: 2,
  prbUsedUl: 3,
  prbAvailUl: 4,
  volumeDl: 5,
  volumeUl: 6,
  burstVolumeDl: 7,
  burstTimeDl: 8,
  burstVolumeUl: 9,
  burstTimeUl: 10,
  /** Greatest of the slots, not their sum. */
  maxActiveUe: 11,
  attempts: 12,
  successes: 13,
  releases: 14,
  abnormalReleases: 15,
  cellChanges: 16,
  cellChangeSuccesses: 17,
  connected: 18,
  /** Greatest of the slots, not their sum. */
  maxConnected: 19,
  energy: 20,
  /** Seconds out of service, by cause. */
  fault: 21,
  transport: 22,
  manual: 23,
} as const

/** Shares of PLMNs, slices and 5QIs stand behind these. */
export const FIGURES = 24

/** Adds one slot's figures to a period's. */
export function addFigures(into: Float64Array, slot: Float64Array): void {
  for (let i = 0; i < into.length; i++) {
    const value = slot[i] ?? 0
    const before = into[i] ?? 0
    into[i] = i === FIGURE.maxActiveUe || i === FIGURE.maxConnected ? Math.max(before, value) : before + value
  }
}
