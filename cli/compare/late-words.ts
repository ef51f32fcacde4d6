import { HORIZON_MS, LEVEL_MS, type Level } from '../../contract/mod.ts'
import type { EventRow, RegistryRow } from '../../store/mod.ts'

/** A word of the operator about a time. */
interface Word {
  /** `maintenance W1`, `outage D1`, `registry of HN-0001` */
  readonly what: string
  /** When it was said last [epoch ms]. */
  readonly saidAt: number
  /** Of which time it speaks, [from, to) [epoch ms]. */
  readonly from: number
  readonly to: number
  readonly stations: readonly string[]
}

/** What the operator said of times, and which of it was said when they were final already. */
export class LateWords {
  readonly #all: readonly Word[]
  readonly #ofStation = new Map<string, Word[]>()

  /** From the tables of a store. */
  constructor(events: readonly EventRow[], registry: readonly RegistryRow[]) {
    this.#all = [...windowsOf(events), ...linesOf(registry)]
    for (const word of this.#all)
      for (const station of word.stations) this.#ofStation.set(station, [...(this.#ofStation.get(station) ?? []), word])
  }

  /** One that was said when this window was final; of any station where none is named; undefined: there is none. */
  about(level: Level, t: number, station: string | undefined): string | undefined {
    const end = t + LEVEL_MS[level]
    const finalAt = end + HORIZON_MS[level]
    const words = station === undefined ? this.#all : (this.#ofStation.get(station) ?? [])
    return words.find(({ saidAt, from, to }) => from < end && to > t && saidAt >= finalAt)?.what
  }
}

function windowsOf(events: readonly EventRow[]): Word[] {
  return events.flatMap(({ id, type, from, window }) => {
    if (window === undefined) return []
    const what = type === 'declared-outage' ? 'outage' : type
    return [
      {
        what: `${what} ${id.slice(type.length + 1)}`,
        saidAt: Math.max(window.recordedAt, window.changed?.at ?? 0),
        from,
        // closed early or taken back, it still changed what was told of all its time
        to: window.plannedTo,
        stations: [...new Set(window.targets.map((target) => target.split('/')[0] as string))],
      },
    ]
  })
}

/** By station, then by date: the first line of a station holds also before its date. */
function linesOf(registry: readonly RegistryRow[]): Word[] {
  const begun = new Set<string>()
  return registry.map(({ station, from, at }) => {
    const isFirst = !begun.has(station)
    begun.add(station)
    return {
      what: `registry of ${station}`,
      saidAt: at,
      from: isFirst ? Number.NEGATIVE_INFINITY : from,
      to: Number.POSITIVE_INFINITY,
      stations: [station],
    }
  })
}
