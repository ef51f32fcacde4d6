import { type Birth, bootNumber, messagesOf, type Said, secondOf, timeOf, type World } from './world.ts'

/** Seconds in which a station was alive without doubt, and those between two of its boots in which it was not. */
export interface Life {
  /** Of each second: no proof of life for longer than three heartbeats around it. */
  readonly silent: readonly boolean[]
  /** Of each second between the last proof of life of a boot and the start of the next: the cause; `lost`: it may have been up. */
  readonly dead: readonly ('fault' | 'manual' | 'collector' | 'lost' | undefined)[]
}

export function lifeOf(world: World, station: string, seconds: number, ourSide: readonly boolean[]): Life {
  const messages = messagesOf(world, station)
  return {
    silent: silentSeconds(world, messages, seconds),
    dead: deadSeconds(world, messages, seconds, ourSide),
  }
}

export function birthsOf(messages: readonly Said[]): Birth[] {
  return messages.flatMap((said) => (said.kind === 'birth' ? [said.body] : []))
}

/**
 * A message proves life at its time, a report through all its period, a birth also at the start of its boot. Before the
 * first proof a station is not silent: it was never heard.
 */
function silentSeconds(world: World, messages: readonly Said[], seconds: number): boolean[] {
  const heartbeat = Math.min(60, ...birthsOf(messages).map((birth) => birth.hb ?? 60))
  const alive: boolean[] = new Array<boolean>(seconds + 1).fill(false)
  for (const said of messages) {
    const end = secondOf(world, timeOf(said))
    const start = said.kind === 'pm' ? end - said.body.gp : end
    for (let s = Math.max(0, start); s <= Math.min(end, seconds); s++) alive[s] = true
  }
  for (const { started } of birthsOf(messages)) {
    const s = started === undefined ? -1 : secondOf(world, started)
    if (s >= 0 && s <= seconds) alive[s] = true
  }
  const silent: boolean[] = new Array<boolean>(seconds).fill(false)
  let last = alive.indexOf(true)
  if (last < 0) return silent
  for (let s = last; s <= seconds; s++) {
    if (!alive[s] && s < seconds) continue
    if (s - last > 3 * heartbeat) for (let x = last; x < s; x++) silent[x] = true
    last = s
  }
  return silent
}

const CAUSE: Readonly<Record<string, 'fault' | 'manual'>> = {
  power: 'fault',
  watchdog: 'fault',
  operator: 'manual',
  upgrade: 'manual',
  unknown: 'fault',
}

function deadSeconds(
  world: World,
  messages: readonly Said[],
  seconds: number,
  ourSide: readonly boolean[],
): Life['dead'] {
  const dead: Life['dead'][number][] = new Array<Life['dead'][number]>(seconds).fill(undefined)
  const boots = [...new Set(messages.map((said) => said.body.boot))].sort((a, b) => bootNumber(a) - bootNumber(b))
  for (let i = 1; i < boots.length; i++) {
    const old = messages.filter((said) => said.body.boot === boots[i - 1])
    const own = messages.filter((said) => said.body.boot === boots[i])
    const start = startOf(world, own)
    if (start === undefined) continue
    const from = Math.max(...old.map((said) => secondOf(world, timeOf(said))))
    const births = birthsOf(own).sort((a, b) => a.seq - b.seq)
    const prev = births.find((birth) => birth.prev !== undefined)?.prev
    const cause = CAUSE[births[0]?.reason ?? 'unknown'] ?? 'fault'
    const isEndHere = prev !== undefined && old.some(({ body }) => body.boot === prev.boot && body.seq === prev.last)
    for (let s = from; s < Math.min(seconds, start); s++) {
      if (!ourSide[s] && !isEndHere) dead[s] = 'collector'
      // what said how long it still lived is lost, and a report of the next boot was not there
      else if (prev !== undefined && !isEndHere) dead[s] = 'lost'
      else dead[s] = cause
    }
  }
  return dead
}

/** When a boot began: by a birth's own word, else at its first sign of life; undefined where no birth of it has come. */
export function startOf(world: World, messages: readonly Said[]): number | undefined {
  const births = birthsOf(messages)
  if (births.length === 0) return undefined
  const told = births.flatMap(({ started }) => (started === undefined ? [] : [secondOf(world, started)]))
  if (told.length > 0) return Math.min(...told)
  return Math.min(...messages.map((said) => secondOf(world, timeOf(said)) - (said.kind === 'pm' ? said.body.gp : 0)))
}
