import { type Explanation, SPLITS, type Split } from '../../contract/mod.ts'
import type { Writer } from './writer.ts'

/** `RRC setup success: HN-0001/1`. */
export function titleOf({ kpi, object }: Explanation, w: Writer): string {
  return `${kpi.title[w.language]}: ${objectWords(object, w)}`
}

function objectWords({ kind, station, cell, where }: Explanation['object'], w: Writer): string {
  const named = (tag: string) => w.words.split[tag as Split] ?? tag
  const words = (tag: string) => `${named(tag)} ${(where[tag] ?? []).join(', ')}`
  const own = SPLITS.filter((split) => where[split] !== undefined).map((split) => `, ${words(split)}`)
  if (kind === 'cell') return `${w.words.object.cell} ${station}/${cell}${own.join('')}`
  if (kind === 'station') return `${w.words.object.station} ${station}`
  const tags = Object.keys(where).map(words)
  return tags.length === 0 ? w.words.object.fleet : `${w.words.object.group} ${tags.join('; ')}`
}

export function subtitleOf({ window, realm }: Explanation, w: Writer): string {
  const { level, from, to, status, rev, realmClock } = window
  return [
    `${w.period(from, to)} (UTC+7), ${w.words.level[level] ?? level}`,
    `${w.words.status[status]}${rev > 0 ? `, rev ${rev}` : ''}`,
    ...(realmClock === null ? [] : [w.words.realmClock(w.instant(realmClock))]),
    ...(realm === 'live' ? [] : [w.words.realm(realm)]),
  ].join(' · ')
}

/** The figure with its arithmetic, how much is behind it, and whether it could be made again. */
export function leadOf(e: Explanation, w: Writer): string[] {
  const { figure, calculation, kpi, formula } = e
  const { words } = w
  const isInStore = e.parts.length === 0 || e.parts.some(({ value }) => value !== null)
  const result =
    calculation === null
      ? `${words.value}: ${words.no} – ${isInStore ? words.noValue[figure.na ?? 'never-reported'] : words.notInStore}`
      : `${words.calculation}: ${calculation[w.language]}`
  const lines = [`${words.formula}: ${formula[w.language]}`, result, `${words.bounds}: ${boundsWords(e, w)}`]
  const suspect = figure.suspectShare ?? 0
  lines.push(
    `${words.coverage}: ${w.share(figure.coverage)}, n = ${w.number(figure.n)}${suspect > 0 ? `; ${words.suspect}: ${w.share(suspect)}` : ''}`,
  )
  if (figure.partial !== undefined) lines.push(words.partial(figure.partial.join(', ')))
  if (figure.variants !== undefined) lines.push(words.variants(figure.variants.join(', ')))
  lines.push(words.check[e.check])
  lines.push(words.version(kpi.version, e.catalogue))
  return lines
}

function boundsWords({ figure, kpi }: Explanation, w: Writer): string {
  const { lo, hi, boundKind } = figure
  if (lo === null && hi === null) return w.words.unbounded
  const text = lo === null ? `≤ ${w.value(hi, kpi.unit)}` : hi === null ? `≥ ${w.value(lo, kpi.unit)}` : range(lo, hi)
  return boundKind === 'estimate' ? `${text} (${w.words.estimate})` : text

  function range(from: number, to: number): string {
    return `${w.value(from, kpi.unit)} – ${w.value(to, kpi.unit)}`
  }
}
