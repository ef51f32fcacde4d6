import { randomUUID } from 'node:crypto'
import type { MaintenanceAddRecord } from '../../contract/mod.ts'
import { instantFlag } from '../config/instant-flag.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { checkId, checkText } from '../operators-word/check-word.ts'
import { listWindows } from '../operators-word/list-windows.ts'
import { checkTargets, haveCommon, unknownTargets } from '../operators-word/targets.ts'
import { type KnownWords, knownWords, maintenanceWithOverrun, statusOf, windowOf } from '../operators-word/windows.ts'
import { localTime } from '../output/time.ts'
import { appendRecord } from '../runtime/append-control.ts'
import type { Voice } from './registry-import.ts'

export interface AddOptions {
  readonly from: string
  readonly to: string
  readonly by: string
  readonly why: string
  readonly ticket?: string
  readonly approvedBy?: string
  readonly id?: string
}

/** Longer ones are planned, but seldom: a slip in a date would call a month of outages planned. */
const USUAL_MS = 7 * 86_400_000

/** `tram5g maintenance add`: before it starts, or afterwards and then marked so. */
export async function addMaintenance(
  config: Config,
  targets: readonly string[],
  o: AddOptions,
  nowMs: number,
  { say, warn }: Voice,
): Promise<void> {
  const record = recordOf(targets, o, nowMs)
  const { from, to } = record
  const known = await knownWords(config, 'maintenance', nowMs)
  if (known?.windows.some((window) => window.id === record.id) === true)
    throw new ConfigError(`--id: ${record.id} is taken. Close that window, or name this one otherwise.`)
  for (const text of known === undefined ? [] : doubtsAbout(record, known)) warn(`warning: ${text}`)
  if (to - from > USUAL_MS) warn(`warning: the window is ${Math.round((to - from) / 86_400_000)} days long`)
  await appendRecord(config, record)
  say(
    `maintenance ${record.id}: ${record.targets.join(' ')} from ${localTime(from)} to ${localTime(to)}${from < nowMs ? ', registered afterwards' : ''}`,
  )
}

function recordOf(targets: readonly string[], o: AddOptions, nowMs: number): MaintenanceAddRecord {
  const checked = checkTargets(targets)
  const from = instantFlag('--from', o.from, nowMs)
  const to = instantFlag('--to', o.to, nowMs)
  if (to <= from) throw new ConfigError(`--to: expected an instant after ${localTime(from)}, got ${localTime(to)}.`)
  return {
    type: 'maintenance-add',
    at: nowMs,
    by: checkText('--by', o.by),
    why: checkText('--why', o.why),
    id: o.id === undefined ? randomUUID() : checkId('--id', o.id),
    targets: checked,
    from,
    to,
    ...(o.ticket !== undefined && { ticket: checkText('--ticket', o.ticket) }),
    ...(o.approvedBy !== undefined && { approvedBy: checkText('--approved-by', o.approvedBy) }),
  }
}

/** What is no fault, and may be a slip. */
function doubtsAbout({ targets, from, to }: MaintenanceAddRecord, { windows, stations }: KnownWords): string[] {
  const overlapping = windows.filter((w) => w.from < to && from < w.to && haveCommon(w.targets, targets))
  return [
    ...unknownTargets(targets, stations).map(
      (what) => `${what} is unknown: nothing of it is planned until it is heard of`,
    ),
    ...overlapping.map(
      (w) =>
        `it overlaps ${w.id} (${localTime(w.from)} to ${localTime(w.to)}): planned is what began in either, as long as that is open`,
    ),
  ]
}

/** `tram5g maintenance close`: the work ended early; before it began, the window is taken back. */
export async function closeMaintenance(
  config: Config,
  id: string,
  o: { to?: string; by: string; why: string },
  now: () => number,
  { say, warn }: Voice,
): Promise<void> {
  const nowMs = now()
  const to = o.to === undefined ? nowMs : instantFlag('--to', o.to, nowMs)
  const word = { at: nowMs, by: checkText('--by', o.by), why: checkText('--why', o.why) }
  const window = await windowOf(config, 'maintenance', id, now)
  if (window !== undefined && statusOf(window, nowMs) === 'taken-back')
    throw new ConfigError(`maintenance ${id} was taken back before.`)
  if (window !== undefined && to >= window.to)
    throw new ConfigError(
      `--to: expected an instant before ${localTime(window.to)}, where maintenance ${id} ends anyway, got ${localTime(to)}. A window is not made longer: add another.`,
    )
  await appendRecord(config, { type: 'maintenance-close', ...word, id, to })
  if (window === undefined) warn(`warning: ${UNCHECKED}`)
  say(
    window !== undefined && to <= window.from
      ? `maintenance ${id} taken back: nothing of it is planned any more`
      : `maintenance ${id} closed at ${localTime(to)}`,
  )
}

/** `tram5g maintenance withdraw`: as if it had never been registered. */
export async function withdrawMaintenance(
  config: Config,
  id: string,
  o: { by: string; why: string },
  now: () => number,
  voice: Voice,
): Promise<void> {
  // an instant before every window: it ends where it begins
  await closeMaintenance(config, id, { ...o, to: '1970-01-02' }, now, voice)
}

export async function listMaintenance(
  config: Config,
  json: boolean,
  nowMs: number,
  say: (text: string) => void,
): Promise<void> {
  say(listWindows(await maintenanceWithOverrun(config, nowMs), 'maintenance', nowMs, json))
}

/** The word is in the log all the same. */
export const UNCHECKED = 'what is registered could not be asked for, so nothing was checked against it'
