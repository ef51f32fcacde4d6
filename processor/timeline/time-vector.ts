import { TIMELINE_FIELDS, type TimelineField } from '../../contract/mod.ts'
import { ByTags, noTags } from '../rows/by-tags.ts'
import { TIME_SIZE } from '../rows/layout.ts'
import { type Times, zeros } from '../rows/times.ts'
import type { Finding, Segment } from './classify.ts'

const INDEX = Object.fromEntries(TIMELINE_FIELDS.map((field, i) => [field, i])) as Record<TimelineField, number>

const FIELDS_OF: Readonly<Record<Exclude<Finding, 'out'>, readonly TimelineField[]>> = {
  up: ['avail.up'],
  inferred: ['avail.up', 'avail.inferred'],
  fault: ['avail.down', 'avail.down_fault'],
  transport: ['avail.down', 'avail.down_transport'],
  manual: ['avail.down', 'avail.down_manual'],
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
    return this.#labels.length === 0 ? noTags() : new ByTags<Times>(this.#labels, this.#values)
  }
}

/** Adds the seconds of a segment within [fromMs, toMs) to the times of its tag set. Up, down, planned, es and unknown add up to exp. */
export function addSegment(times: TimesByTags, segment: Segment, fromMs: number, toMs: number): void {
  const seconds = (Math.min(segment.toMs, toMs) - Math.max(segment.fromMs, fromMs)) / 1000
  if (seconds <= 0 || segment.finding === 'out') return
  const vector = times.of(segment.tags)
  const add = (field: TimelineField) => {
    vector[INDEX[field]] = (vector[INDEX[field]] as number) + seconds
  }
  add('exp')
  if (segment.planned) add('avail.planned')
  else for (const field of FIELDS_OF[segment.finding]) add(field)
  if (segment.overrun) add('avail.overrun')
}
