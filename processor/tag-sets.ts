import { createHash } from 'node:crypto'
import {
  CELL_TAGS,
  type CellTag,
  isSafeTagValue,
  type RegistryLine,
  STATION_TAGS,
  UNKNOWN_TAG,
  UNREGISTERED_ZONE,
  ZONE_TAGS,
} from '../contract/mod.ts'
import { STATION_ROW, type TagPeriods } from './cell.ts'
import { tagSetKey, zoneTagsKey } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'
import type { StationState } from './station.ts'

/** Tags of a cell's rows, and the sub-carrier spacing that weighs its PRB. */
export interface TagSet {
  readonly tags: Readonly<Record<string, string>>
  /** 0 where no birth told it: PRB count as at 15 kHz. */
  readonly scsKHz: number
  /** Key of the zone row it is summed into; '' for a station's own rows, which are in no zone row. */
  readonly zone: string
  /** Resource blocks of the cell, by its birth; undefined: not told. */
  readonly nrb?: number
  /** Of a station's own rows, by the registry: it is known there; its infrastructure is shared; its equipment is made in the country. */
  readonly registered?: boolean
  readonly shared?: boolean
  readonly domestic?: boolean
}

const idOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 12)
const safe = (text: string | undefined) => (text !== undefined && isSafeTagValue(text) ? text : UNKNOWN_TAG)

function latestAt<T>(list: readonly T[], fromOf: (item: T) => number, atMs: number): T | undefined {
  return list.findLast((item) => fromOf(item) <= atMs) ?? list[0]
}

function makeTagSet(
  station: StationState,
  cell: string,
  atMs: number,
  partition: string,
): { set: TagSet; zoneTags: Record<string, string> | undefined } {
  const line: RegistryLine | undefined = latestAt(station.registry, (l) => l.from, atMs)
  const birth = latestAt(station.births, (b) => b.atMs, atMs)
  const radio = birth?.cells[cell]
  const tags: Record<CellTag, string> = {
    operator: safe(line?.operator),
    province: safe(line?.province),
    zone: line === undefined ? UNREGISTERED_ZONE : safe(line.zone),
    zone_type: line?.zoneType ?? 'unregistered',
    station: station.station,
    cell,
    vendor: safe(line?.vendor ?? birth?.vendor),
    software: safe(birth?.software),
    band: safe(radio?.band),
    mode: safe(radio?.mode),
    phase: safe(line?.phase),
  }
  const zoneTags: Record<string, string> = {}
  for (const tag of ZONE_TAGS) zoneTags[tag] = tag === 'partition' ? partition : tags[tag]
  const nrb = radio?.nrb === undefined ? {} : { nrb: radio.nrb }
  // rows of the station as a whole: what its cells differ in is not said of it
  if (cell === STATION_ROW) {
    const own = Object.fromEntries(STATION_TAGS.map((tag) => [tag, tags[tag]]))
    const shared = line?.sharingType !== undefined && line.sharingType !== 'none'
    const domestic = line?.equipmentOrigin === 'domestic'
    const registered = line !== undefined
    return { set: { tags: own, scsKHz: 0, zone: '', registered, shared, domestic }, zoneTags: undefined }
  }
  return { set: { tags, scsKHz: radio?.scsKHz ?? 0, zone: idOf(JSON.stringify(zoneTags)), ...nrb }, zoneTags }
}

/** The tag sets of a cell (or of the station as a whole) through time, from registry lines and births; each set is kept once under a key made of its content. */
export function tagPeriodsOf(draft: Draft, station: StationState, cell: string, partition: string): TagPeriods {
  const starts = [...new Set([...station.registry.map((l) => l.from), ...station.births.map((b) => b.atMs)])].sort(
    (a, b) => a - b,
  )
  const periods: [number, string][] = []
  for (const from of starts.length === 0 ? [0] : starts) {
    const { set, zoneTags } = makeTagSet(station, cell, from, partition)
    const id = idOf(
      JSON.stringify([
        CELL_TAGS.map((t) => set.tags[t] ?? ''),
        set.scsKHz,
        set.nrb ?? 0,
        set.registered ?? false,
        set.shared ?? false,
        set.domestic ?? false,
        set.zone === '',
      ]),
    )
    if (periods.at(-1)?.[1] === id) continue
    if (draft.get(tagSetKey(id)) === undefined) draft.put(tagSetKey(id), set)
    if (zoneTags !== undefined && draft.get(zoneTagsKey(set.zone)) === undefined)
      draft.put(zoneTagsKey(set.zone), zoneTags)
    periods.push([from, id])
  }
  return periods
}

/** Sets read lately: asked for with every row. Their keys are made of their content, so that one never becomes another. */
const readLately = new Map<string, TagSet>()
const READ_LATELY = 50_000

export function readTagSet(view: StateReader, id: string): TagSet {
  const known = readLately.get(id)
  if (known !== undefined) return known
  const set = view.get<TagSet>(tagSetKey(id))
  if (set === undefined) throw new Error(`tag set ${id} is not in the state: state and log do not belong together`)
  if (readLately.size >= READ_LATELY) readLately.clear()
  readLately.set(id, set)
  return set
}

/** PRB of unlike cells add up in units of 15 kHz. */
export function scsWeight(set: TagSet): number {
  return set.scsKHz > 0 ? set.scsKHz / 15 : 1
}
