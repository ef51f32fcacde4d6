/**
 * What a sample of an active test is held to. Numbers of the regulation that no text we read confirms are marked M in
 * `thresholds.ts`, and no verdict rests on them.
 */
export const TEST_POLICY = {
  /** Raised whenever one of these changes; it is part of a figure's meaning. */
  version: 1,
  /**
   * Least level [dBm] at which a signal sample counts as served. QCVN 126:2021 1.4 names one; the value was not read
   * (confidence M).
   */
  minSsRsrpDbm: -110,
  /** Least time between two samples of one UE and kind [ms]; Decision 1529/QĐ-BTTTT of 2020 (S). */
  minGapMs: 30_000,
  /** Least download speed that 95 % of the samples must reach [bit/s]; Decision 1529 and QCVN 126:2021 2.1.5.2 (S). */
  leastDlBitS: 30_000_000,
  /** Fewest samples for a verdict; Decision 1529 and QCVN 126:2021 (S). */
  minSamples: 1_500,
} as const

/** Names of 5G radio as probes write them, without regard to case: stand-alone or beside LTE. */
const NR_NAMES: readonly string[] = ['nr', 'nr-sa', 'nr-nsa', '5g', '5g-sa', '5g-nsa', 'en-dc', 'endc']

export function isNr(rat: string): boolean {
  return NR_NAMES.includes(rat.toLowerCase())
}
