import type { Level } from '../../../contract/mod.ts'
import { counting } from './facts.ts'
import type { Kpi, Part } from './figure.ts'
import { type Counted, countedBy, type Stage } from './stages.ts'
import type { Known, Thing } from './things.ts'
import { sizeOf, type tiles } from './windows.ts'
import { secondOf, type World } from './world.ts'

export interface Question {
  readonly level: Level | 'all'
  /** [epoch ms] */
  readonly from: number
  readonly to: number
  readonly by: readonly ('zone' | 'operator' | 'station' | 'cell')[]
}

export interface Window {
  readonly t: number
  readonly to: number
  readonly tiles: ReturnType<typeof tiles>
}

/** Groups by their tags, joined. */
export type Groups = ReadonlyMap<string, readonly Part[]>

/** What the groups have in one window, of cells and probes or of stations. */
export function groupsOf(
  { world, things }: Known,
  window: Window,
  by: Question['by'],
  of: Kpi['of'],
  stages: readonly Stage[],
): Groups {
  const groups = new Map<string, Part[]>()
  for (const thing of things) {
    if ((thing.kind === 'station') !== (of === 'stations')) continue
    const own = new Map<string, Gathered>()
    const partAt = (second: number): Gathered => {
      const tags = thing.tags[Math.max(0, Math.min(second, thing.tags.length - 1))]!
      const name = by.map((tag) => tags[tag]).join(' ')
      const part = own.get(name) ?? newPart(thing)
      own.set(name, part)
      return part
    }
    for (const tile of window.tiles) gather(world, thing, tile, stages, partAt)
    for (const [name, part] of own) groups.set(name, [...(groups.get(name) ?? []), part])
  }
  return groups
}

interface Gathered extends Part {
  readonly seconds: Part['seconds'][number][]
  readonly reports: Map<Stage, Counted[]>
  readonly outages: Part['outages'][number][]
  readonly samples: Part['samples'][number][]
  readonly registered: Record<keyof Part['registered'], number>
}

const newPart = ({ mode, kind }: Thing): Gathered => ({
  kind,
  mode,
  seconds: [],
  reports: new Map(),
  outages: [],
  samples: [],
  registered: { svc: 0, shared: 0, domestic: 0, onair: 0 },
})

function gather(
  world: World,
  thing: Thing,
  { level, start }: Window['tiles'][number],
  stages: readonly Stage[],
  partAt: (second: number) => Gathered,
): void {
  const [from, to] = [secondOf(world, start * 1000), secondOf(world, start * 1000) + sizeOf(level)]
  const shown = thing.shownIn(level, start)
  for (let s = Math.max(0, from); s < Math.min(shown.length, to); s++) {
    if (shown[s]!.is === 'out') continue
    const part = partAt(s)
    part.seconds.push(shown[s]!)
    for (const name of ['svc', 'shared', 'domestic', 'onair'] as const) {
      if (thing.registered[s]?.[name]) part.registered[name]++
    }
  }
  for (const outage of thing.outages)
    if (outage.from >= from && outage.from < to) partAt(outage.from).outages.push(outage)
  for (const sample of thing.samples) {
    const s = secondOf(world, sample.at * 1000)
    // all samples of 10 s are one fact, of the zone in which these began
    if (s >= from && s < to) partAt(s - (s % 10)).samples.push(sample)
  }
  const isInside = ({ start: begins, end }: Counted) => begins >= start && end <= start + sizeOf(level)
  for (const stage of stages) {
    for (const counted of counting(countedIn(thing, stage).filter(isInside), level, start)) {
      const { reports } = partAt(secondOf(world, counted.start * 1000))
      reports.set(stage, [...(reports.get(stage) ?? []), counted])
    }
  }
}

const counts = new WeakMap<Thing, Map<Stage, readonly Counted[]>>()

/** What a stage takes of the periods of a thing: the same in every window. */
function countedIn(thing: Thing, stage: Stage): readonly Counted[] {
  const known = counts.get(thing) ?? new Map<Stage, readonly Counted[]>()
  counts.set(thing, known)
  const own = known.get(stage) ?? thing.periods.flatMap((period) => countedBy(stage, period, thing.radio) ?? [])
  known.set(stage, own)
  return own
}
