import { bootNumber, messagesOf, type Sample, type World } from './world.ts'

/** A sample of an active test that counts, of a probe's cell. */
export interface CountedSample {
  readonly cell: string
  /** [s since 1970] */
  readonly at: number
  readonly sample: Sample
}

const NR = ['nr', 'nr-sa', 'nr-nsa', '5g', '5g-sa', '5g-nsa', 'en-dc', 'endc']
const APART_MS = 30_000

/** Of one probe: samples on 5G, at least 30 s after the last one of the same UE and kind, whatever came of that. */
export function samplesOf(world: World, station: string): CountedSample[] {
  const told = messagesOf(world, station)
    .flatMap((said) => (said.kind === 'test' ? [said.body] : []))
    .sort((a, b) => a.t - b.t || bootNumber(a.boot) - bootNumber(b.boot) || a.seq - b.seq)
  return told.flatMap((sample, i) => {
    const before = told.slice(0, i).findLast((other) => other.ue === sample.ue && other.kind === sample.kind)
    if (!NR.includes(sample.rat.toLowerCase())) return []
    if (before !== undefined && sample.t - before.t < APART_MS) return []
    return [{ cell: sample.cell ?? '-', at: Math.floor(sample.t / 1000), sample }]
  })
}
