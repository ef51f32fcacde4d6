import type { z } from 'zod'
import type { Alarm, AlarmMessage } from '../message.ts'
import type { Reject } from '../reject.ts'
import { cellId, epochMs, exactly, listOf, numbered, oneOf, text } from './fields.ts'
import { messageId } from './identity.ts'
import { LIMITS } from './limits.ts'
import { refusal } from './refusal.ts'
import { wireSchema } from './wire-schema.ts'

/** PerceivedSeverity of TS 28.532; alarmType stays text: vendors have types of their own, and no figure depends on it. */
const alarmFields = () => ({
  alarmId: text(),
  alarmType: text(),
  perceivedSeverity: oneOf('INDETERMINATE', 'CRITICAL', 'MAJOR', 'MINOR', 'WARNING', 'CLEARED'),
  probableCause: text(),
  specificProblem: text().optional(),
  raised: epochMs().optional(),
  cell: cellId().optional(),
  text: text(LIMITS.alarmText).optional(),
})

const alarmSchema = () => exactly(alarmFields())
type WireAlarm = z.output<ReturnType<typeof alarmSchema>>

const checkOne = wireSchema(() => exactly({ ...numbered(), t: epochMs(), ...alarmFields() }))
const checkList = wireSchema(() =>
  exactly({ ...numbered(), t: epochMs(), active: listOf(alarmSchema(), LIMITS.alarms) }),
)

export function decodeAlarm(message: object): AlarmMessage | Reject {
  return 'active' in message ? decodeList(message) : decodeOne(message)
}

function decodeOne(message: object): AlarmMessage | Reject {
  const checked = checkOne(message)
  if (!checked.ok) return checked.reject
  return {
    kind: 'alarm',
    id: messageId(checked.value),
    atMs: checked.value.t,
    alarms: [alarm(checked.value)],
    list: false,
  }
}

function decodeList(message: object): AlarmMessage | Reject {
  const checked = checkList(message)
  if (!checked.ok) return checked.reject
  const { t, active } = checked.value
  const seen = new Set<string>()
  for (const [i, { alarmId }] of active.entries()) {
    if (seen.has(alarmId)) return refusal('duplicate-name', ['active', i, 'alarmId'], 'every alarm once', 'one again')
    seen.add(alarmId)
  }
  return { kind: 'alarm', id: messageId(checked.value), atMs: t, alarms: active.map(alarm), list: true }
}

function alarm(wire: WireAlarm): Alarm {
  return {
    alarmId: wire.alarmId,
    alarmType: wire.alarmType,
    perceivedSeverity: wire.perceivedSeverity,
    probableCause: wire.probableCause,
    specificProblem: wire.specificProblem,
    raisedMs: wire.raised,
    cell: wire.cell,
    text: wire.text,
  }
}
