/**
 * The five times of a cell [s]: they add up to `exp` exactly, always. Down is kept by 3GPP cause, unknown by what hides it.
 * Of down: `overrun` lies after the end of the maintenance window in which it began, `down_external` has a cause outside
 * of the equipment (mains power, transport), `declared` is the operator's word for a silence. Of up: `inferred` is known
 * by reports alone, `degraded` by a state that says so, or, of a station, by some of its cells being down.
 * `disagreement`: seconds of unavailability that the station's own counter has more than the timeline shows, in the entry level of
 * its report and above: what such a level has more than the finer one.
 * Outages: how many began, how many ended, and the whole length of those that ended [s].
 *
 * The same fields are in the rows of a station: up while one of its cells is.
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
  'avail.down_external',
  'avail.disagreement',
  'avail.declared',
  'avail.degraded',
  'outage.started',
  'outage.closed',
  'outage.closed_s',
] as const
export type TimelineField = (typeof TIMELINE_FIELDS)[number]
