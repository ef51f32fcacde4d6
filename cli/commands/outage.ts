import { randomUUID } from 'node:crypto'
import { instantFlag } from '../config/instant-flag.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { checkId, checkText } from '../operators-word/check-word.ts'
import { listWindows } from '../operators-word/list-windows.ts'
import { checkTargets, haveCommon, unknownTargets } from '../operators-word/targets.ts'
import { knownWords, statusOf, windowOf, windowsOf } from '../operators-word/windows.ts'
import { localTime } from '../output/time.ts'
import { appendRecord } from '../runtime/append-control.ts'
import { UNCHECKED } from './maintenance.ts'
import type { Voice } from './registry-import.ts'

export interface DeclareOptions {
  readonly station: string
  readonly cell?: readonly string[]
  readonly from: string
  readonly to: string
  readonly by: string
  readonly why: string
  readonly id?: string
}

/** `tram5g outage declare`: the operator says that a station, or some of its cells, were down while they were silent. */
export async function declareOutage(
  config: Config,
  o: DeclareOptions,
  nowMs: number,
  { say, warn }: Voice,
): Promise<void> {
  if (o.station.includes('/'))
    throw new ConfigError(
      `--station: expected a station such as HN-0001, and its cells with --cell, got ${JSON.stringify(o.station)}.`,
    )
  const targets = checkTargets(o.cell === undefined ? [o.station] : o.cell.map((cell) => `${o.station}/${cell}`))
  const from = instantFlag('--from', o.from, nowMs)
  const to = instantFlag('--to', o.to, nowMs)
  if (to <= from) throw new ConfigError(`--to: expected an instant after ${localTime(from)}, got ${localTime(to)}.`)
  if (to > nowMs)
    throw new ConfigError(
      `--to: an outage is declared of time that has gone by: expected now or before, got ${localTime(to)}.`,
    )
  const id = o.id === undefined ? randomUUID() : checkId('--id', o.id)
  const word = { at: nowMs, by: checkText('--by', o.by), why: checkText('--why', o.why) }
  const known = await knownWords(config, 'declared-outage', nowMs)
  if (known?.windows.some((window) => window.id === id) === true)
    throw new ConfigError(`--id: ${id} is taken. Name this outage otherwise.`)
  for (const what of known === undefined ? [] : unknownTargets(targets, known.stations))
    warn(`warning: ${what} is unknown: nothing of it is down until it is heard of`)
  for (const w of known?.windows ?? [])
    if (w.from < to && from < w.to && haveCommon(w.targets, targets))
      warn(`warning: it overlaps ${w.id} (${localTime(w.from)} to ${localTime(w.to)}): a second is down once`)
  await appendRecord(config, { type: 'outage-declare', ...word, id, targets, from, to })
  say(`outage ${id}: ${targets.join(' ')} down from ${localTime(from)} to ${localTime(to)}, as ${word.by} declares`)
}

/** `tram5g outage withdraw`: as if it had never been declared. */
export async function withdrawOutage(
  config: Config,
  id: string,
  o: { by: string; why: string },
  now: () => number,
  { say, warn }: Voice,
): Promise<void> {
  const word = { at: now(), by: checkText('--by', o.by), why: checkText('--why', o.why) }
  const window = await windowOf(config, 'declared-outage', id, now)
  if (window !== undefined && statusOf(window, word.at) === 'taken-back')
    throw new ConfigError(`outage ${id} was withdrawn before.`)
  await appendRecord(config, { type: 'outage-withdraw', ...word, id })
  if (window === undefined) warn(`warning: ${UNCHECKED}`)
  say(`outage ${id} withdrawn: what it declared down is again what was known without it`)
}

export async function listOutages(
  config: Config,
  json: boolean,
  nowMs: number,
  say: (text: string) => void,
): Promise<void> {
  say(listWindows(await windowsOf(config, 'declared-outage', nowMs), 'outages', nowMs, json))
}
