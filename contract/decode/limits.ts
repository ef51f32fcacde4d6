/** Bounds of what is taken in. A message beyond one of them is refused with its bytes kept, never cut. */
export const LIMITS = {
  /** 256 KiB: 1,000 cells of 10 measurements, or 100 of 100; also the packet limit to set at the broker. */
  nativeBytes: 256 * 1024,
  /** A PM file of a large station, gzip or not. */
  dialectBytes: 8 * 1024 * 1024,
  /** A native message too large is still read for its seq up to here, so that the ledger need not call it missing. */
  identityBytes: 1024 * 1024,
  /** Nested brackets; ours need 4. */
  depth: 16,
  cells: 1_000,
  /** Measurements of one cell or station in one message. */
  names: 2_000,
  /** Characters of any text but those below. */
  text: 256,
  alarmText: 1_024,
  alarms: 1_000,
  /** PLMN of one cell; TS 38.331 maxPLMN is 12. */
  plmns: 12,
  gps: 16,
  /** Granularity period [s]. */
  gpS: 86_400,
  /** A clock may be ahead by this much before its message is refused in `live` [ms]. */
  futureMs: 5 * 60_000,
  /** A station's clock that is off by more than this is not believed in `live` [ms]. */
  clockMs: 5 * 60_000,
  /** 2100-01-01: a time beyond it is a broken clock in any realm, and would end every open window [epoch ms]. */
  latestMs: 4_102_444_800_000,
} as const
