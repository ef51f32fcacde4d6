import { TIMELINE_FIELDS, type TimelineField } from '../../contract/mod.ts'
import { ByTags, noTags } from '../rows/by-tags.ts'
import { TIME_SIZE } from '../rows/layout.ts'
import { isZeroTime, sumOfTimes, type Times, zeros } from '../rows/times.ts'
import { type Finding, isDown, type Segment } from './finding.ts'

export const TIME_INDEX = Object.fromEntries(TIMELINE_FIELDS.map((field, i) => [field, i])) as Record<
  TimelineField,
  number
>

/** Fields from here on tell of the outages that began in a window, not of its seconds. */
const SECONDS = TIME_INDEX['outage.started']

export const FIELDS_OF: Readonly<Record<Exclude<Finding, 'out'>, readonly TimelineField[]>> = {
  up: ['avail.up'],
  inferred: ['avail.up', 'avail.inferred'],
  degraded: ['avail.up', 'avail.degraded'],
  fault: ['avail.down', 'avail.down_fault'],
  transport: ['avail.down', 'avail.down_transport'],
  manual: ['avail.down', 'avail.down_manual'],
  declared: ['avail.down', 'avail.declared'],
  'energy-saving': ['avail.es'],
  silent: ['avail.unknown', 'avail.unknown_silent'],
  collector: ['avail.unknown', 'avail.unknown_collector'],
  gap: ['avail.unknown'],
}

/** Times of one window while they are gathered. */
export class TimesByTags {
  readonly #labels: string[] = []
  readonly #values: number[][] = []

  of(tags: string): number[] {
    const at = this.#labels.indexOf(tags)
    if (at >= 0) return this.#values[at] as number[]
    const vector = zeros(TIME_SIZE)
    this.#labels.push(tags)
    this.#values.push(vector)
    return vector
  }

  /** What was gathered; nothing may be added afterwards. */
  take(): ByTags<Times> {
    return ByTags.from<Times>(this.#labels, this.#values)
  }
}

/** Adds the seconds of a segment within [fromMs, toMs) to the times of its tag set. Up, down, planned, es and unknown add up to exp. */
export function addSegment(times: TimesByTags, segment: Segment, fromMs: number, toMs: number): void {
  const seconds = (Math.min(segment.toMs, toMs) - Math.max(segment.fromMs, fromMs)) / 1000
  if (seconds <= 0 || segment.finding === 'out') return
  const vector = times.of(segment.tags)
  addTo(vector, 'exp', seconds)
  if (segment.planned) addTo(vector, 'avail.planned', seconds)
  else for (const field of FIELDS_OF[segment.finding]) addTo(vector, field, seconds)
  if (segment.overrun) addTo(vector, 'avail.overrun', seconds)
  if (segment.external && isDown(segment)) addTo(vector, 'avail.down_external', seconds)
  if (segment.degraded) addTo(vector, 'avail.degraded', seconds)
}

export function addTo(vector: number[], field: TimelineField, amount: number): void {
  const at = TIME_INDEX[field]
  vector[at] = (vector[at] as number) + amount
}

export function sumByTags(a: ByTags<Times>, b: ByTags<Times>): ByTags<Times> {
  if (a.size === 0) return b
  let out = a
  for (const tags of b.labels) {
    const was = out.get(tags)
    const more = b.get(tags) as Times
    out = out.with(tags, was === undefined ? more : sumOfTimes(was, more))
  }
  return out
}

export function negatedTimes(times: ByTags<Times>): ByTags<Times> {
  if (times.size === 0) return times
  return new ByTags(
    times.labels,
    times.values.map((each) => each.map((x) => -x)),
  )
}

/** What must be added to the times of a window so that its seconds are `after`; what its outages come to stays. */
export function secondsChanged(before: ByTags<Times>, after: ByTags<Times>): ByTags<Times> {
  const [only] = after.values
  // of a window without times: what is shown may be one value for many windows
  if (before.size === 0 && after.size === 1 && only !== undefined && ofSeconds(only) === only) return after
  let out = noTags<Times>()
  for (const tags of before.labels) {
    const was = before.get(tags) as Times
    const is = after.get(tags)
    const delta = zeros(TIME_SIZE)
    for (let i = 0; i < SECONDS; i++) delta[i] = (is?.[i] ?? 0) - (was[i] as number)
    if (!isZeroTime(delta)) out = out.with(tags, delta)
  }
  for (const tags of after.labels) {
    const is = after.get(tags) as Times
    if (!before.has(tags)) out = out.with(tags, ofSeconds(is))
  }
  return out
}

/** Without what tells of outages. */
function ofSeconds(times: Times): Times {
  let hasOutages = false
  for (let i = SECONDS; i < TIME_SIZE; i++) if (times[i] !== 0) hasOutages = true
  return hasOutages ? times.map((x, i) => (i < SECONDS ? x : 0)) : times
}
