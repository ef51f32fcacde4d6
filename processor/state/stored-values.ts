import type { Database, RootDatabase } from 'lmdb'
import type { StationRows } from '../rows/station-rows.ts'
import type { StationState } from '../station.ts'
import type { ZoneRow } from '../zone-rows.ts'
import { packStationRows, packZoneRow, unpackStationRows, unpackZoneRow } from './row-codec.ts'
import { hasSameRest, pulseOf, restOf, type StationPulse, type StationRest } from './station-parts.ts'
import { packValue, unpackValue } from './value-codec.ts'

/** Behind every text that continues a prefix. */
export const AFTER = '\uffff'

const STATION = 'station/'
/** Where what hardly ever changes of a station lies. */
const restKey = (key: string): string => `station-rest/${key.slice(STATION.length)}`

/** Values on disk, each in the form that suits its key. What changes anything is to be called inside a transaction. */
export class StoredValues {
  readonly #values: Database<Buffer, string>
  /** What lies under `row/` and `zone/`. */
  readonly #rows: Database<Buffer, string>

  constructor(root: RootDatabase) {
    this.#values = root.openDB<Buffer, string>({ name: 'values', encoding: 'binary' })
    this.#rows = root.openDB<Buffer, string>({ name: 'rows', encoding: 'binary' })
  }

  get(key: string): unknown {
    if (key.startsWith('row/')) return unpacked(this.#rows.get(key), unpackStationRows)
    if (key.startsWith('zone/')) return unpacked(this.#rows.get(key), unpackZoneRow)
    const value = unpacked(this.#values.get(key), unpackValue)
    if (value === undefined || !key.startsWith(STATION)) return value
    return { ...(unpacked(this.#values.get(restKey(key)), unpackValue) as StationRest), ...(value as StationPulse) }
  }

  /** @param before what was put under the key, undefined where that is not at hand: of a station only what changed is written */
  put(key: string, value: unknown, before: () => unknown): void {
    if (key.startsWith('row/')) this.#rows.putSync(key, packStationRows(value as StationRows))
    else if (key.startsWith('zone/')) this.#rows.putSync(key, packZoneRow(value as ZoneRow))
    else if (key.startsWith(STATION)) this.#putStation(key, value as StationState, before() as StationState | undefined)
    else this.#values.putSync(key, packValue(value))
  }

  remove(key: string): void {
    this.#in(key).removeSync(key)
  }

  /** In order, from `start` to before `end`, of one kind of keys. */
  keys(start: string, end: string, limit: number): string[] {
    return [...this.#in(start).getKeys({ start, end, limit })]
  }

  #putStation(key: string, station: StationState, before: StationState | undefined): void {
    if (before === undefined || !hasSameRest(before, station)) {
      this.#values.putSync(restKey(key), packValue(restOf(station)))
    }
    this.#values.putSync(key, packValue(pulseOf(station)))
  }

  #in(key: string): Database<Buffer, string> {
    return key.startsWith('row/') || key.startsWith('zone/') ? this.#rows : this.#values
  }
}

function unpacked(bytes: Buffer | undefined, unpack: (bytes: Buffer) => unknown): unknown {
  return bytes === undefined ? undefined : unpack(bytes)
}
