import { type NotCountable, notCountable, type TestMessage, testParts, windowStart } from '../contract/mod.ts'
import type { Offset } from '../log/mod.ts'
import type { Fact } from './rows/fact.ts'
import { LAYOUT, type Slot } from './rows/layout.ts'
import { NO_PARTS, type Parts } from './rows/parts.ts'
import { Shape } from './rows/shape.ts'
import { samplesKey, ueKey } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'

/** One sample of an active test as the state keeps it: what its figures and its place among its UE's samples need. */
export interface KeptSample
  extends Pick<TestMessage, 'atMs' | 'rat' | 'test' | 'result' | 'ssRsrpDbm' | 'bytes' | 'ms'> {
  readonly ue: string
  readonly cell: string
  readonly bootN: number
  readonly seq: number
  /** Where the log has it: names it in the list of events. */
  readonly offset: number
}

/** Samples of one cell in 10 s, and how often what they come to has changed: the latest stands. */
export interface SampleWindow {
  readonly samples: readonly KeptSample[]
  readonly change: number
}

/** Stands for the cell of a sample that names none. */
export const NO_CELL = '-'
const WINDOW_S = 10
const UE_BUCKET_MS = 3_600_000

const TEST_SLOTS: readonly Slot[] = LAYOUT.slots.filter((slot) => slot.kpi.basis === 'test')

export function keptSample(message: TestMessage, offset: Offset): KeptSample {
  const { id, atMs, rat, test, result, ssRsrpDbm, bytes, ms, ue, cell } = message
  const said = { ue, cell: cell ?? NO_CELL, bootN: id.boot.n, seq: id.seq, offset }
  return { ...said, atMs, rat, test, result, ssRsrpDbm, bytes, ms }
}

export const windowOf = (sample: KeptSample): number => windowStart('10s', sample.atMs)

/** Two of one instant as their probe counts them, whichever came first. */
const inTime = (a: KeptSample, b: KeptSample): number =>
  a.atMs - b.atMs || a.bootN - b.bootN || a.seq - b.seq || a.offset - b.offset

/** The samples of one UE and kind next to an instant; a gap of 30 s never reaches further than the neighbouring hour. */
function samplesAround(view: StateReader, station: string, { ue, test, atMs }: KeptSample): KeptSample[] {
  const bucket = Math.floor(atMs / UE_BUCKET_MS) * UE_BUCKET_MS
  return [bucket - UE_BUCKET_MS, bucket, bucket + UE_BUCKET_MS]
    .flatMap((at) => view.get<readonly KeptSample[]>(ueKey(station, ue, at)) ?? [])
    .filter((each) => each.test === test)
    .sort(inTime)
}

export function rememberSample(draft: Draft, station: string, sample: KeptSample): void {
  const key = ueKey(station, sample.ue, Math.floor(sample.atMs / UE_BUCKET_MS) * UE_BUCKET_MS)
  draft.put(key, [...(draft.get<readonly KeptSample[]>(key) ?? []), sample])
}

/** Why a sample does not count, by the one before it of the same UE and kind; undefined where it counts. */
export function whyNot(view: StateReader, station: string, sample: KeptSample): NotCountable | undefined {
  return notCountable(
    sample,
    samplesAround(view, station, sample).findLast((each) => inTime(each, sample) < 0),
  )
}

/** The sample of the same UE and kind behind this one, whose turn to count may have changed. */
export function nextSample(view: StateReader, station: string, sample: KeptSample): KeptSample | undefined {
  return samplesAround(view, station, sample).find((each) => inTime(each, sample) > 0)
}

function readSamples(view: StateReader, station: string, cell: string, t: number): SampleWindow | undefined {
  return view.get<SampleWindow>(samplesKey(t, station, cell))
}

/** Marks a window's samples as changed, with `more` among them. */
export function changeSamples(
  draft: Draft,
  station: string,
  cell: string,
  t: number,
  more: readonly KeptSample[],
): void {
  const { samples, change } = readSamples(draft, station, cell, t) ?? { samples: [], change: 0 }
  draft.put(samplesKey(t, station, cell), { samples: [...samples, ...more], change: change + 1 } satisfies SampleWindow)
}

/** All samples of one cell in 10 s as one fact of these 10 s; undefined where there is none. */
export function factOfSamples(
  view: StateReader,
  station: string,
  cell: string,
  t: number,
  tags: string,
): Fact | undefined {
  const window = readSamples(view, station, cell, t)
  if (window === undefined) return undefined
  const parts = partsOfSamples(view, station, window.samples)
  return { endMs: t + WINDOW_S * 1000, gpS: WINDOW_S, rank: [window.change, 0, 0, 0, 0], parts, tags }
}

function partsOfSamples(view: StateReader, station: string, samples: readonly KeptSample[]): Parts {
  const sums = new Map<string, number>()
  for (const sample of samples) {
    const counts = whyNot(view, station, sample) === undefined ? 1 : 0
    // one that does not count leaves zeros: what was said of it before must go
    for (const [field, value] of testParts(sample, { countable: true })) {
      sums.set(field, (sums.get(field) ?? 0) + counts * value)
    }
  }
  const slots = TEST_SLOTS.filter((slot) => slot.fields.some((field) => sums.has(field)))
  if (slots.length === 0) return NO_PARTS
  const shape = Shape.of(slots)
  const values = shape.zeros()
  shape.fields.forEach((field, place) => {
    values[place] = sums.get(field) ?? 0
  })
  // a slot is there where something was observed in it
  for (const slot of slots) values[shape.start(slot) + slot.obs] = WINDOW_S
  return { shape, values }
}
