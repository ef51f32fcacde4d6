import type { Second } from './seconds.ts'
import { type Alarm, type AlarmWord, bootNumber, messagesOf, secondOf, type World } from './world.ts'

/** What alarms of a station say of its power; the generator names no other cause that lies outside of it. */
const POWER = /power problem/

interface Active {
  readonly alarm: Alarm
  readonly from: number
  /** Still active where it is infinite. */
  readonly to: number
}

/** Every alarm of a station from the instant at which it was raised until it was cleared [epoch ms], by all that was said. */
function alarmsOf(world: World, station: string): Active[] {
  const words = messagesOf(world, station)
    .flatMap((said) => (said.kind === 'alarm' ? [said.body] : []))
    .sort((a, b) => a.t - b.t || bootNumber(a.boot) - bootNumber(b.boot) || a.seq - b.seq)
  const over: Active[] = []
  let active: Active[] = []
  for (const word of words) {
    const named = namedIn(word)
    const isOver = ({ alarm }: Active) =>
      'active' in word
        ? !named.some(({ alarmId }) => alarmId === alarm.alarmId)
        : word.alarmId === alarm.alarmId && word.perceivedSeverity === 'CLEARED'
    over.push(...active.filter(isOver).map((each) => ({ ...each, to: word.t })))
    active = active.filter((each) => !isOver(each))
    for (const alarm of named) {
      if (active.some((each) => each.alarm.alarmId === alarm.alarmId)) continue
      const cleared = Math.max(0, ...over.filter((each) => each.alarm.alarmId === alarm.alarmId).map(({ to }) => to))
      const { raised = word.t } = alarm
      // when it was raised, if that was not before it was cleared the last time
      const from = raised < word.t && raised >= cleared ? raised : word.t
      active.push({ alarm, from, to: Number.POSITIVE_INFINITY })
    }
  }
  return [...over, ...active]
}

function namedIn(word: AlarmWord): readonly Alarm[] {
  const all = 'active' in word ? word.active : [word]
  return all.filter(({ perceivedSeverity }) => perceivedSeverity !== 'CLEARED')
}

/** Marks what is down by what lies outside of the station: its transport, or its power by an alarm of it or of that cell. */
export function withExternal(world: World, station: string, cell: string, is: readonly Second[]): Second[] {
  const cuts = alarmsOf(world, station).filter(
    ({ alarm }) => POWER.test(alarm.probableCause) && (alarm.cell === undefined || alarm.cell === cell),
  )
  return is.map((second, s) => {
    if (second.is !== 'down') return second
    const isCut = cuts.some(({ from, to }) => secondOf(world, from) <= s && s < secondOf(world, to))
    return second.cause === 'transport' || isCut ? { ...second, external: true } : second
  })
}
