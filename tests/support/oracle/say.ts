import { measured, measuredOfStation, type Subject } from './measured.ts'
import type { AlarmPlan, StationPlan } from './plan.ts'
import { SERVING, stateWords, type Truth, truthOf } from './truth.ts'
import type { Alarm, Birth, CellValues, Said, Values } from './world.ts'

const BOOTS = ['1790000000000-7', '1790000900000-8'] as const

/** Everything that a station makes in its time, in order, each message with its number; nothing is lost yet. */
export function everythingSaid(id: string, plan: StationPlan, t0: number, spanS: number): Said[] {
  const said: Said[] = []
  const { restart } = plan
  let boot = 0
  let seq = 0
  let bornAt = plan.beginsAt
  let reports = 0
  let lastState: (Truth | undefined)[] = []
  const at = (s: number) => t0 + s * 1000
  const number = () => ({ boot: BOOTS[boot]!, seq: seq++ })

  const birth = (s: number) => {
    const before = boot === 1 ? { prev: { boot: BOOTS[0], last: seq - 1 } } : {}
    if (boot === 1) seq = 0
    said.push({
      station: id,
      kind: 'birth',
      body: {
        ...number(),
        t: at(s),
        conn: `c${boot}`,
        started: at(boot === 0 ? s : restart!.at + restart!.lasts),
        reason: boot === 0 ? 'power' : restart!.reason,
        hb: plan.hb,
        ...before,
        cells: radioWords(plan),
      },
    })
    bornAt = s
    lastState = []
  }

  const tellStates = (s: number) => {
    for (const [i, cell] of plan.cells.entries()) {
      const truth = truthOf(plan, cell, s)
      if (!cell.tellsState || (lastState[i] === truth && (s - bornAt) % 300 !== 0)) continue
      lastState[i] = truth
      said.push({
        station: id,
        kind: 'state',
        body: { ...number(), t: at(s) + plan.behindMs, cell: String(i + 1), ...stateWords(truth) },
      })
    }
  }

  const report = (s: number, gp: number, rev: number) => {
    const pick = reports++
    const has = (picks: readonly number[]) => picks.some((each) => each % 200 === pick % 200)
    const subject: Subject = { plan, mode: '', gp, pick, cell: 0, rev, excessive: has(plan.excessive) }
    const cells = plan.cells.flatMap((cell, i): CellValues[] => {
      const down = !SERVING.includes(truthOf(plan, cell, s - 1))
      if (down && plan.leavesOutDown) return []
      const m = measured({ ...subject, mode: cell.mode, cell: i })
      return [
        {
          cell: String(i + 1),
          ...(has(plan.suspect) && { suspect: true }),
          m: has(plan.thinned) ? thinned(m, pick + rev) : m,
          ...(pick % 5 === 0 && { u: { 'DRB.PdcpSduVolumeDL': 'kbit' } }),
        },
      ]
    })
    const m = measuredOfStation(subject)
    const whole = Object.keys(m).length === 0 ? {} : { station: { m: has(plan.thinned) ? thinned(m, pick) : m } }
    const messages = 1 + (plan.splits ?? 0)
    for (let part = 0; part < messages; part++) {
      // of a correction only one comes: the others were right
      if (rev > 0 && part !== pick % messages) continue
      const share = { messages, part, pick }
      const told = { cells: cells.map((each) => shareOf(each, share)), ...shareOfStation(whole, share) }
      said.push({ station: id, kind: 'pm', body: { ...number(), end: at(s), gp, rev, ...told } })
    }
    if (rev < 2 && has(plan.corrected)) report(s, gp, rev + 1)
  }

  const tellAlarms = (s: number) => {
    const isActive = ({ at: from, lasts }: AlarmPlan) => from <= s && s < from + lasts
    if (s === bornAt || (s - bornAt) % 900 === 0) {
      const active = plan.alarms.flatMap((alarm, i) => (isActive(alarm) ? [alarmWords(alarm, i, at(alarm.at))] : []))
      said.push({ station: id, kind: 'alarm', body: { ...number(), t: at(s) + plan.behindMs, active } })
    }
    for (const [i, alarm] of plan.alarms.entries()) {
      const isRaised = s === alarm.at + alarm.toldAfter && isActive(alarm)
      if (!isRaised && s !== alarm.at + alarm.lasts) continue
      const words = alarmWords(alarm, i, at(alarm.at))
      const body = { ...words, ...(!isRaised && { perceivedSeverity: 'CLEARED' }) }
      said.push({ station: id, kind: 'alarm', body: { ...number(), t: at(s) + plan.behindMs, ...body } })
    }
  }

  for (let s = plan.beginsAt; s <= spanS; s++) {
    if (restart !== undefined && s >= restart.at && s < restart.at + restart.lasts + restart.birthAfter) {
      if (s === restart.at) boot = 1
      continue
    }
    if (s === plan.beginsAt || (restart !== undefined && s === restart.at + restart.lasts + restart.birthAfter))
      birth(s)
    if (s === plan.connectsAgainAt && s > bornAt) {
      const words = { t: at(s), conn: 'again', hb: plan.hb, cells: radioWords(plan) }
      said.push({ station: id, kind: 'birth', body: { ...number(), ...words } })
    }
    tellStates(s)
    if (plan.alarms.length > 0) tellAlarms(s)
    const began = boot === 0 ? plan.beginsAt : restart!.at + restart!.lasts
    if (!plan.quiet && s > bornAt && (s - bornAt) % Math.min(60, plan.hb) === 0) {
      said.push({ station: id, kind: 'state', body: { ...number(), t: at(s) + plan.behindMs, queued: 0 } })
    }
    for (const gp of plan.gps) if (s % gp === 0 && s - gp >= began) report(s, gp, 0)
    for (const gp of plan.oddGps) {
      // an odd period lies anywhere, yet within one day of Vietnam
      if ((s - began) % (gp * 3) === gp && Math.floor((s - gp) / 3600) === Math.floor((s - 1) / 3600)) report(s, gp, 0)
    }
  }
  return said
}

function radioWords({ cells }: StationPlan): Birth['cells'] {
  return cells.map(({ mode, scsKHz, nrb }, i) => {
    return { cell: String(i + 1), mode, band: 'n41', scsKHz, ...(nrb !== undefined && { nrb }) }
  })
}

function alarmWords({ power, cell, toldAfter }: AlarmPlan, i: number, raised: number): Alarm {
  return {
    alarmId: `a${i}`,
    alarmType: 'EQUIPMENT_ALARM',
    perceivedSeverity: 'MAJOR',
    probableCause: power ? 'power problem' : 'antenna failure',
    ...(toldAfter > 0 && { raised }),
    ...(cell !== undefined && { cell: String(cell + 1) }),
  }
}

interface Share {
  readonly messages: number
  readonly part: number
  readonly pick: number
}

/** Of what a report tells, what stands in one of the messages that tell it; a suspect one makes not all of them suspect. */
function shareOf<T extends Values>(values: T, { messages, part, pick }: Share): T {
  if (messages === 1) return values
  const own = Object.entries(values.m).filter((_, i) => (i + pick) % messages === part)
  const { suspect, ...rest } = values
  return { ...rest, ...(suspect === true && part === 0 && { suspect }), m: Object.fromEntries(own) } as T
}

function shareOfStation({ station }: { readonly station?: Values }, share: Share): { station?: Values } {
  const own = station && shareOf(station, share)
  return own === undefined || Object.keys(own.m).length === 0 ? {} : { station: own }
}

/** Some counters left out, some not available. */
function thinned(m: Readonly<Record<string, number>>, pick: number): Record<string, number | null> {
  const out: Record<string, number | null> = {}
  for (const [i, [name, value]] of Object.entries(m).entries()) {
    if ((i + pick) % 3 === 0) continue
    out[name] = (i + pick) % 5 === 0 ? null : value
  }
  return out
}
