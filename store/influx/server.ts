/** What kind of InfluxDB answers, as far as writing differs. */
export type Flavour =
  /** 1.x before 1.8: `/write?db&rp`. */
  | 'v1-write'
  /** 1.8 and later 1.x: `/api/v2/write`, policies by InfluxQL. */
  | 'v1-api2'
  /** 2.4 and later: `/api/v2/write`, buckets by its API. */
  | 'v2'

/** The server is one that this store does not write to; trying again changes nothing. */
export class UnsupportedServerError extends Error {
  override readonly name = 'UnsupportedServerError'
}

/**
 * The flavour of a version as `/ping` or `/health` says it: `1.6.7~rc0`, `v2.7.1`, `3.2.0`.
 *
 * @throws {UnsupportedServerError} for InfluxDB 3, 2.0 to 2.3 and what says no version.
 */
export function flavourOf(version: string): Flavour {
  const match = /^v?(\d+)\.(\d+)/.exec(version)
  if (match === null) {
    throw new UnsupportedServerError(
      `the server calls its version ${JSON.stringify(version.slice(0, 40))}: expected InfluxDB 1.x or 2.x; check the InfluxDB URL`,
    )
  }
  const major = Number(match[1])
  const minor = Number(match[2])
  if (major === 1) return minor >= 8 ? 'v1-api2' : 'v1-write'
  if (major === 2 && minor >= 4) return 'v2'
  if (major === 2) {
    throw new UnsupportedServerError(
      `InfluxDB ${version} has no InfluxQL mapping for its buckets: expected 2.4 or later; upgrade it`,
    )
  }
  throw new UnsupportedServerError(
    `InfluxDB ${version} is not supported: InfluxDB 3 does not overwrite a point deterministically, and an amended KPI overwrites; use 2.x (2.4 or later) or 1.x`,
  )
}
