import { VIETNAM_OFFSET_MS } from '../../contract/mod.ts'

const FORM = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * A date (00:00 in Việt Nam) or a time (without zone: Việt Nam's) as epoch ms; undefined where it is neither, or names a day
 * or an hour that does not exist: `Date.parse` would take 30 February for 2 March.
 */
export function parseIsoInstant(text: string): number | undefined {
  const found = FORM.exec(text)
  if (found === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map((x) => Number(x ?? 0))
  const ms = Number((found[7] ?? '').padEnd(3, '0'))
  const local = Date.UTC(year, month - 1, day, hour, minute, second, ms)
  const shown = new Date(local).toISOString()
  const isReal = shown.startsWith(`${found[1]}-${found[2]}-${found[3]}T`) && hour < 24 && minute < 60 && second < 60
  if (!isReal) return undefined
  const zone = found[8]
  // a date with a zone and no time says nothing that one can be sure of
  if (zone !== undefined && found[4] === undefined) return undefined
  return local - (zone === undefined ? VIETNAM_OFFSET_MS : offsetMs(zone))
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000
}

/** The shortest text that {@link parseIsoInstant} reads as this instant: `2026-10-01`, or `2026-10-01T08:30:00+07:00`. */
export function isoInstant(ms: number): string {
  const [date = '', time = ''] = new Date(ms + VIETNAM_OFFSET_MS).toISOString().slice(0, -1).split('T')
  if (time === '00:00:00.000') return date
  return `${date}T${time.replace(/\.000$/, '')}+07:00`
}
