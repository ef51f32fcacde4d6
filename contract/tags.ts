/** Tags of KPI rows: low-cardinality identity to select and group by. */
export const CELL_TAGS = [
  'operator',
  'province',
  'zone',
  'zone_type',
  'station',
  'cell',
  'vendor',
  'software',
  'band',
  'mode',
  'phase',
] as const
export type CellTag = (typeof CELL_TAGS)[number]

/** Rows of one PLMN, slice or 5QI of a cell: by what it is split, and which member of it, `plmn` and `452-04`. */
export const CELL_SUB_TAGS = [...CELL_TAGS, 'split', 'member'] as const

/** A query that names no station, cell or software reads `zone_kpi`, which is summed by these. */
export const ZONE_TAGS = [
  'operator',
  'province',
  'zone',
  'zone_type',
  'vendor',
  'band',
  'mode',
  'phase',
  'partition',
] as const
export type ZoneTag = (typeof ZONE_TAGS)[number]

export const STATION_TAGS = [
  'operator',
  'province',
  'zone',
  'zone_type',
  'station',
  'vendor',
  'software',
  'phase',
] as const
export type StationTag = (typeof STATION_TAGS)[number]

export const ZONE_TYPES = [
  'it-park',
  'industrial-park',
  'research',
  'university',
  'city-centre',
  'unregistered',
] as const
export type ZoneType = (typeof ZONE_TYPES)[number]

/** Stands where a tag is not known; an empty tag value would vanish in line protocol. */
export const UNKNOWN_TAG = 'unknown'
/** Zone of a station that the registry does not know. */
export const UNREGISTERED_ZONE = 'unregistered'

// Refused rather than escaped: a trailing backslash, a comma or a line break in a tag changes the identity of a point.
const UNSAFE_TAG = /[\\,="\s\p{Cc}]/u

/** True where the text may become a tag value: 1 to 64 characters, none of `\ , = "`, white space or control. */
export function isSafeTagValue(text: string): boolean {
  return text.length > 0 && text.length <= 64 && !UNSAFE_TAG.test(text)
}
