import type { RegistryLine } from '../../contract/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { isoInstant } from '../output/iso-instant.ts'
import { changesOf, type LineChange } from '../registry/changes.ts'
import { readRegistry } from '../registry/read-registry.ts'
import { appendRecord } from '../runtime/append-control.ts'
import { registryRowsIfAny } from '../runtime/known-registry.ts'

export interface ImportOptions {
  readonly by: string
  readonly why: string
  /** Shows what would change, and writes nothing. */
  readonly dryRun: boolean
}

export interface Voice {
  readonly say: (text: string) => void
  /** What is not wrong, and should be looked at. */
  readonly warn: (text: string) => void
}

/** Lines of one control record: a record stays well below the largest log entry. */
const LINES_A_RECORD = 500
/** Told in full; of the rest the number. */
const MOST_SHOWN = 20

/** `tram5g registry import`: all of a file, or nothing of it. */
export async function importRegistry(
  config: Config,
  path: string,
  { dryRun, ...word }: ImportOptions,
  nowMs: number,
  { say, warn }: Voice,
): Promise<void> {
  const lines = linesOf(path)
  const known = await registryRowsIfAny(config).catch((error: unknown) => {
    // the log takes the lines, whatever the store has
    if (dryRun) throw error
    return undefined
  })
  const changes = changesOf(lines, known?.map(({ line }) => line) ?? [])
  const unknown = unknownPublishers(lines, known?.map(({ line }) => line) ?? [])
  if (unknown.length > 0)
    warn(
      `warning: no line of type gateway or station names the publisher ${unknown.slice(0, MOST_SHOWN).join(', ')}: 'tram5g broker acl' lets it publish all the same.`,
    )
  if (dryRun) {
    if (known === undefined) say(`Nothing of realm ${config.realm} is known yet.`)
    for (const text of shownChanges(changes)) say(text)
    return say(`${summary(changes)} Nothing was written.`)
  }
  for (let i = 0; i < lines.length; i += LINES_A_RECORD) {
    await appendRecord(config, { type: 'registry', at: nowMs, ...word, lines: lines.slice(i, i + LINES_A_RECORD) })
  }
  say(
    `${lines.length} registry lines written into the log of realm ${config.realm}.${known === undefined ? '' : ` ${summary(changes)}`}`,
  )
}

function linesOf(path: string): readonly RegistryLine[] {
  const checked = readRegistry(path)
  if (checked.ok) return checked.lines
  const { problems } = checked
  const more = problems.length - MOST_SHOWN
  throw new ConfigError(
    [
      `${path}: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}, nothing was imported.`,
      ...problems.slice(0, MOST_SHOWN),
      ...(more > 0 ? [`… and ${more} more`] : []),
    ].join('\n  '),
  )
}

function unknownPublishers(lines: readonly RegistryLine[], known: readonly RegistryLine[]): string[] {
  const ids = new Set([...lines, ...known].map(({ station }) => station))
  return [
    ...new Set(lines.flatMap(({ publisher }) => (publisher === undefined || ids.has(publisher) ? [] : [publisher]))),
  ]
}

function shownChanges(changes: readonly LineChange[]): string[] {
  const told = changes.filter(({ kind }) => kind !== 'same')
  const texts = told.slice(0, MOST_SHOWN).map(({ line, kind, columns }) => {
    const of = `${line.station} from ${isoInstant(line.from)}`
    if (kind === 'new') return `  new      ${of}: zone ${line.zone}, phase ${line.phase}, ${line.operator}`
    const what = columns.map(({ name, before, after }) => `${name} ${before || '(nothing)'} → ${after || '(nothing)'}`)
    return `  changed  ${of}: ${what.join('; ')}`
  })
  const more = told.length - texts.length
  return more > 0 ? [...texts, `  … and ${more} more`] : texts
}

function summary(changes: readonly LineChange[]): string {
  const count = (kind: LineChange['kind']) => changes.filter((change) => change.kind === kind).length
  return `${count('new')} new, ${count('changed')} changed, ${count('same')} as they are.`
}
