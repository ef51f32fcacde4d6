/**
 * The five times of a cell [s]: they add up to `exp` exactly, always. Down is kept by 3GPP cause, unknown by what hides it.
 * `overrun` is the part of down that lies after the end of the maintenance window in which it began.
 */
export const TIMELINE_FIELDS = [
  'exp',
  'avail.up',
  'avail.down',
  'avail.planned',
  'avail.es',
  'avail.unknown',
  'avail.down_fault',
  'avail.down_transport',
  'avail.down_manual',
  'avail.overrun',
  'avail.unknown_silent',
  'avail.unknown_collector',
  'avail.inferred',
] as const
export type TimelineField = (typeof TIMELINE_FIELDS)[number]
