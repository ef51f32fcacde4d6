import { createHash } from 'node:crypto'
import type { AlarmMessage } from '../../contract/mod.ts'
import type { EventRow } from '../../store/mod.ts'
import { classOfAlarm } from '../alarm-classes.ts'
import { addWord } from '../alarm-words.ts'
import { type ActiveAlarm, isLetGo, readAlarms, rewrite } from '../alarms.ts'
import { readClock } from '../clock.ts'
import type { Amendments } from '../rows/amendments.ts'
import { alarmsKey, eventKey } from '../state/keys.ts'
import { readStation } from '../station.ts'
import { floorToSecond } from '../timeline/evidence.ts'
import { reclassify } from '../timeline/reclassify.ts'
import { proveLife } from './life.ts'

/** An alarm, or the whole list of them: attribution of outages, and events; by itself it makes nobody unavailable. */
export function handleAlarm(amend: Amendments, station: string, message: AlarmMessage): void {
  const { draft } = amend
  proveLife(amend, station, message.id.boot, message.atMs, message.atMs)
  if (!addWord(draft, station, message)) return
  const before = readAlarms(draft, station)
  const { realmMs } = readClock(draft)
  const after = rewrite(draft, station, message.atMs, realmMs)
  draft.put(alarmsKey(station), after)
  const gone = byStart(before.alarms)
  for (const [start, alarm] of byStart(after.alarms)) {
    const was = gone.get(start)
    gone.delete(start)
    if (was === undefined || !isSame(was, alarm)) {
      publish(amend, eventOf(station, alarm))
      lookAgain(amend, station, was, alarm)
    }
  }
  for (const alarm of gone.values()) {
    // one that is only too old to be kept stays what it was
    if (isLetGo(alarm, after, realmMs)) continue
    publish(amend, { ...eventOf(station, alarm), to: alarm.fromMs, cause: 'withdrawn' })
    lookAgain(amend, station, alarm)
  }
}

const byStart = (alarms: readonly ActiveAlarm[]): Map<string, ActiveAlarm> =>
  new Map(alarms.map((alarm) => [`${alarm.fromMs} ${alarm.alarmId}`, alarm]))

function isSame(a: ActiveAlarm, b: ActiveAlarm): boolean {
  return (
    a.toMs === b.toMs &&
    a.severity === b.severity &&
    a.probableCause === b.probableCause &&
    a.specificProblem === b.specificProblem &&
    a.cell === b.cell &&
    a.text === b.text &&
    a.notInList === b.notInList
  )
}

/** What was down while the alarm was active, before or now, may be put down to something else. */
function lookAgain(amend: Amendments, station: string, ...alarms: (ActiveAlarm | undefined)[]): void {
  for (const alarm of alarms) {
    if (alarm === undefined || classOfAlarm(alarm.probableCause, alarm.specificProblem) === 'unknown') continue
    const to = alarm.toMs === undefined ? Number.POSITIVE_INFINITY : floorToSecond(alarm.toMs) + 1000
    for (const cell of readStation(amend.draft, station).cells) {
      reclassify(amend, station, cell, floorToSecond(alarm.fromMs), to)
    }
  }
}

/** The station names its alarms with any text: the event's id is made of its hash. */
function eventOf(station: string, alarm: ActiveAlarm): EventRow {
  const { alarmId, fromMs, toMs, severity, probableCause, specificProblem, cell, text, notInList } = alarm
  const hash = createHash('sha256').update(alarmId).digest('base64url').slice(0, 12)
  const clearedBy = notInList ? 'not-in-list' : ''
  const words = [probableCause, specificProblem, text, clearedBy].filter((each) => each !== undefined && each !== '')
  return {
    id: `alarm-${station}-${hash}-${fromMs}`,
    type: 'alarm',
    from: fromMs,
    to: toMs ?? null,
    station,
    cell,
    cause: severity,
    text: words.join('; ').slice(0, 1000),
  }
}

function publish(amend: Amendments, event: EventRow): void {
  const key = eventKey(event.id)
  amend.draft.put(key, event)
  amend.due.say(key)
}
