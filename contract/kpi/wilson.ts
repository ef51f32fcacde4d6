/** Normal quantile of 97.5 %: 95 % lie between −z and z. */
const Z = 1.959_963_984_540_054

/**
 * Wilson's interval of 95 % for a share of `passed` of `n` samples [0..1].
 *
 * Example: 1 442 of 1 500 → 0.9503 to 0.9697; 1 425 of 1 500, which is 95 % exactly → 0.9378 to 0.9599.
 * @source E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference"
 */
export function wilson(passed: number, n: number): { lo: number; hi: number } {
  const share = passed / n
  const z2 = Z * Z
  const centre = share + z2 / (2 * n)
  const spread = Z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  const whole = 1 + z2 / n
  // at 0 and n one end is exact, and rounding must not carry it beyond
  return {
    lo: passed === 0 ? 0 : Math.max(0, (centre - spread) / whole),
    hi: passed === n ? 1 : Math.min(1, (centre + spread) / whole),
  }
}
