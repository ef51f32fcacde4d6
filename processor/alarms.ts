import type { Alarm, PerceivedSeverity } from '../contract/mod.ts'
import { type AlarmWord, lastListBefore, wordsIn } from './alarm-words.ts'
import { alarmsKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'

/** An alarm from the instant it was raised until it was cleared, by what the station said. */
export interface ActiveAlarm {
  readonly alarmId: string
  /** First told at [epoch ms]; it may have been raised before. */
  readonly heardMs: number
  readonly fromMs: number
  /** undefined: active still. */
  readonly toMs: number | undefined
  /** By a list that did not name it any more. */
  readonly notInList: boolean
  readonly severity: PerceivedSeverity
  readonly probableCause: string
  readonly specificProblem: string | undefined
  /** '' for the station as a whole. */
  readonly cell: string
  readonly text: string
}

/** Alarms kept of one station, the newest ones; far more than a week of an honest station has. */
const MAX_ALARMS = 2000
const KEPT_MS = 9 * 86_400_000

/** What was and is active at a station, with the first and last word that it is made of. */
export interface AlarmBook {
  readonly firstWordMs: number
  readonly lastWordMs: number
  readonly alarms: readonly ActiveAlarm[]
}

const EMPTY: AlarmBook = { firstWordMs: Number.POSITIVE_INFINITY, lastWordMs: Number.NEGATIVE_INFINITY, alarms: [] }

export function readAlarms(view: StateReader, station: string): AlarmBook {
  return view.get<AlarmBook>(alarmsKey(station)) ?? EMPTY
}

/**
 * The book with a word of `atMs` in it, which is in the state already: a function of all words, never of their order. Told again
 * from the last whole list before it on, since a list says everything.
 */
export function rewrite(view: StateReader, station: string, atMs: number, realmMs: number): AlarmBook {
  const book = readAlarms(view, station)
  const firstWordMs = Math.max(Math.min(book.firstWordMs, atMs), realmMs - KEPT_MS)
  const lastWordMs = Math.max(book.lastWordMs, atMs)
  const fromMs = lastListBefore(view, station, atMs, firstWordMs) ?? firstWordMs
  const past = book.alarms.filter((alarm) => alarm.heardMs < fromMs)
  const done = past.filter(({ toMs }) => toMs !== undefined && toMs < fromMs && toMs > realmMs - KEPT_MS)
  const active = new Map<string, ActiveAlarm>()
  for (const alarm of past) {
    if (alarm.toMs === undefined || alarm.toMs >= fromMs) active.set(alarm.alarmId, { ...alarm, toMs: undefined })
  }
  for (const word of wordsIn(view, station, fromMs, lastWordMs)) follow(word, active, done)
  const alarms = [...done, ...active.values()].sort((a, b) => a.fromMs - b.fromMs || (a.alarmId < b.alarmId ? -1 : 1))
  return { firstWordMs, lastWordMs, alarms: alarms.slice(-MAX_ALARMS) }
}

/** Not in the book any more because it ended long ago, or because of how many there are. */
export function isLetGo(alarm: ActiveAlarm, book: AlarmBook, realmMs: number): boolean {
  return (alarm.toMs !== undefined && alarm.toMs <= realmMs - KEPT_MS) || book.alarms.length >= MAX_ALARMS
}

function follow(word: AlarmWord, active: Map<string, ActiveAlarm>, done: ActiveAlarm[]): void {
  const named = new Set(word.alarms.filter((a) => a.perceivedSeverity !== 'CLEARED').map((a) => a.alarmId))
  const isOver = (id: string) =>
    word.list ? !named.has(id) : word.alarms.some((a) => a.alarmId === id) && !named.has(id)
  for (const [id, alarm] of active) {
    if (!isOver(id)) continue
    active.delete(id)
    done.push({ ...alarm, toMs: Math.max(word.atMs, alarm.fromMs), notInList: word.list })
  }
  for (const alarm of word.alarms) {
    if (!named.has(alarm.alarmId)) continue
    const known = active.get(alarm.alarmId)
    // what is said again may say more of it, but not when it began
    active.set(alarm.alarmId, {
      ...told(alarm),
      heardMs: known?.heardMs ?? word.atMs,
      fromMs: known?.fromMs ?? startOf(alarm, word.atMs, done),
    })
  }
}

/** When it was raised, if it says so and had not been cleared since. */
function startOf(alarm: Alarm, atMs: number, done: readonly ActiveAlarm[]): number {
  const cleared = done.findLast((each) => each.alarmId === alarm.alarmId)?.toMs ?? Number.NEGATIVE_INFINITY
  return alarm.raisedMs !== undefined && alarm.raisedMs < atMs && alarm.raisedMs >= cleared ? alarm.raisedMs : atMs
}

function told(alarm: Alarm): Omit<ActiveAlarm, 'heardMs' | 'fromMs'> {
  return {
    alarmId: alarm.alarmId,
    toMs: undefined,
    notInList: false,
    severity: alarm.perceivedSeverity,
    probableCause: alarm.probableCause,
    specificProblem: alarm.specificProblem,
    cell: alarm.cell ?? '',
    text: alarm.text ?? '',
  }
}
