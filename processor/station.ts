import { type BirthReason, type Boot, type CellMode, compareBoots, type RegistryLine } from '../contract/mod.ts'
import type { BootClock } from './clock-trust.ts'
import { stationKey } from './state/keys.ts'
import type { StateReader } from './state/view.ts'
import type { Range, Ranges } from './timeline/ranges.ts'

/** One start of a station, as its messages tell it. Times are floored to whole seconds. */
export interface BootRecord {
  readonly boot: Boot
  readonly firstLifeMs: number
  readonly lastLifeMs: number
  /** The earliest that any of its births tells: one comes with every connection; undefined while none has come. */
  readonly startedMs: number | undefined
  /** Of the birth whose reason and previous boot hold, which is its first; absent while none has come. */
  readonly birthSeq?: number
  /** By its birth's own word: its running totals were 0 then; absent: it did not say. */
  readonly countsSinceMs?: number
  readonly reason: BirthReason
  readonly prev: { readonly boot: Boot; readonly last: number } | undefined
}

/** What a birth says of the cells' tags, from `atMs` on. */
export interface BirthAttributes {
  readonly atMs: number
  readonly boot: Boot
  readonly seq: number
  readonly vendor: string | undefined
  readonly software: string | undefined
  readonly cells: Readonly<
    Record<
      string,
      {
        readonly mode: CellMode | undefined
        readonly band: string | undefined
        readonly scsKHz: number | undefined
        readonly nrb: number | undefined
      }
    >
  >
}

export interface StreamRef {
  readonly key: string
  readonly boot: Boot
  readonly incarnation: number
  readonly src: string
}

/** Everything the reducer keeps of one station besides its rows, evidence and counts. */
export interface StationState {
  readonly station: string
  readonly cells: readonly string[]
  /** Of a probe: when the first of the samples was taken that name a cell [epoch ms], by cell. Absent: it measured none. */
  readonly probed?: Readonly<Record<string, number>>
  /**
   * The longest that any of its births told, 60 before the first: by it silence is judged. The latest would depend on the order of
   * births, and cannot be asked later how far apart proofs of life were that a longer one had joined.
   */
  readonly heartbeatS: number
  /** Times of life; ranges are joined across anything shorter than the silence limit. */
  readonly life: Ranges
  /** By boot. */
  readonly boots: readonly BootRecord[]
  /** By time. */
  readonly births: readonly BirthAttributes[]
  /** By `from`. */
  readonly registry: readonly RegistryLine[]
  readonly streams: readonly StreamRef[]
  /** The lowest boot of which a message came: the ledger counts from its first. */
  readonly firstBoot: Boot | undefined
  /** Incarnations of boot numbers that were used again, by `{n}-{epochMs}`. */
  readonly incarnations: Readonly<Record<string, number>>
  readonly bootsToday: { readonly day: number; readonly count: number }
  readonly connection: { readonly boot: Boot; readonly conn: string; readonly open: boolean } | undefined
  readonly queued: number | undefined
  /** receivedAt − t of the last heartbeat that could measure it [ms]. */
  readonly clockOffsetMs: number | undefined
  /** How its clock was found, by boot; absent: no heartbeat measured it. */
  readonly clocks?: readonly BootClock[]
  /** The event that says since when its clock is off; absent: it is not known to be. */
  readonly clockOff?: { readonly id: string; readonly fromMs: number }
  /** The end of life for which silence was marked in the timeline; a silence is marked once. */
  readonly silenceMarkedFrom: number | undefined
}

export function newStation(station: string): StationState {
  return {
    station,
    cells: [],
    heartbeatS: 60,
    life: [],
    boots: [],
    births: [],
    registry: [],
    streams: [],
    firstBoot: undefined,
    incarnations: {},
    bootsToday: { day: -1, count: 0 },
    connection: undefined,
    queued: undefined,
    clockOffsetMs: undefined,
    silenceMarkedFrom: undefined,
  }
}

/** Cells that only its samples name. */
export function probedAlone({ cells, probed = {} }: StationState): string[] {
  return Object.keys(probed).filter((cell) => !cells.includes(cell))
}

export function readStation(view: StateReader, station: string): StationState {
  return view.get<StationState>(stationKey(station)) ?? newStation(station)
}

/** When a boot began: by its births' own word, else at its first sign of life; undefined while no birth of it has come. */
export function startOf({ startedMs, countsSinceMs, firstLifeMs }: BootRecord): number | undefined {
  if (startedMs === undefined) return undefined
  return countsSinceMs ?? Math.min(startedMs, firstLifeMs)
}

export function lastLife(station: StationState): number | undefined {
  return station.life.at(-1)?.[1]
}

/** A station is silent after this long without a proof of life [ms]: 3 × min(heartbeat, 60 s). */
export function silenceLimitMs(station: StationState, heartbeats: number): number {
  return heartbeats * Math.min(station.heartbeatS, 60) * 1000
}

/** What is known of one boot; undefined where nothing of it came. */
export function bootRecordOf(boots: readonly BootRecord[], boot: Boot): BootRecord | undefined {
  return boots.find((each) => compareBoots(each.boot, boot) === 0)
}

/** The boots with one of them changed; creates it where it is new. */
export function withBoot(
  boots: readonly BootRecord[],
  boot: Boot,
  change: (known: BootRecord | undefined) => BootRecord,
): BootRecord[] {
  const index = boots.findIndex((b) => compareBoots(b.boot, boot) === 0)
  if (index >= 0) return boots.with(index, change(boots[index]))
  return [...boots, change(undefined)].sort((a, b) => compareBoots(a.boot, b.boot))
}

/**
 * When a cell is in service, in whole seconds. Each line of the registry holds from its date on, the first one also before;
 * without a date of its own a line means "since the first evidence". A cell that a line does not expect is not in service.
 */
export function inService(station: StationState, cell: string, firstEvidenceMs: number | undefined): Ranges {
  const { registry } = station
  if (registry.length === 0) return firstEvidenceMs === undefined ? [] : [[firstEvidenceMs, Number.POSITIVE_INFINITY]]
  const out: Range[] = []
  for (const [i, line] of registry.entries()) {
    if (line.cells !== undefined && !line.cells.includes(cell)) continue
    const holdsFrom = i === 0 ? Number.NEGATIVE_INFINITY : line.from
    const from = Math.max(holdsFrom, line.inServiceFrom ?? firstEvidenceMs ?? Number.POSITIVE_INFINITY)
    const to = Math.min(registry[i + 1]?.from ?? Number.POSITIVE_INFINITY, line.inServiceTo ?? Number.POSITIVE_INFINITY)
    const [a, b] = [wholeSecond(from), wholeSecond(to)]
    const last = out.at(-1)
    if (a >= b) continue
    if (last !== undefined && last[1] === a) out[out.length - 1] = [last[0], b]
    else out.push([a, b])
  }
  return out
}

/** Infinity stays. */
const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000
