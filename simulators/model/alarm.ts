import type { FleetStation } from '../fleet/fleet.ts'
import type { StationEvent } from '../scenario/station-timeline.ts'

/** A dying station says nothing, and planned work is no alarm. */
export function raisesAlarm(event: StationEvent): boolean {
  return event.trouble === 'fault' || event.trouble === 'transport'
}

/** The alarm of an event that began at `raisedMs`, as it stands in messages. */
export function alarmOf(event: StationEvent, raisedMs: number, station: FleetStation) {
  const hit = station.cells.filter((_, i) => (event.cells >> i) & 1)
  const [only] = hit
  const transport = event.trouble === 'transport'
  return {
    alarmId: `${event.trouble}-${raisedMs / 1000}`,
    alarmType: transport ? 'COMMUNICATIONS_ALARM' : 'EQUIPMENT_ALARM',
    perceivedSeverity: hit.length === station.cells.length ? 'CRITICAL' : 'MAJOR',
    probableCause: transport ? 'lossOfSignal' : 'equipmentMalfunction',
    raised: raisedMs,
    ...(hit.length === 1 && only && { cell: only.cell }),
    text: transport ? 'Mất đường truyền' : 'Lỗi khối vô tuyến',
  }
}
