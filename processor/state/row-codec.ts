import { ByTags, noTags } from '../rows/by-tags.ts'
import type { Fact, Rank } from '../rows/fact.ts'
import { LAYOUT, type Slot, TIME_SIZE } from '../rows/layout.ts'
import { NO_PARTS, type Parts } from '../rows/parts.ts'
import { fold, type Row } from '../rows/row.ts'
import { Shape } from '../rows/shape.ts'
import { StationRows } from '../rows/station-rows.ts'
import { type Times, zeros } from '../rows/times.ts'
import type { ZoneRow } from '../zone-rows.ts'
import { BinaryReader, BinaryWriter } from './binary.ts'

/**
 * Rows as they lie on disk. There are more of them than of everything else together, so they have a form of their own: only the
 * slots that a row has, small numbers in few bytes, and what the rows of a station have in common is said once: tag set and
 * shape are written where they first come and named by their number afterwards. The sums of a cell's row follow from the
 * rest and are not kept.
 */

const writer = new BinaryWriter()
/** Stands for a greatest or least value that is not there; no part is so great. */
const NONE = -(2 ** 53)
/** How the values of parts are written: weighing may have made fractions of them. */
const [DOUBLES, WITH_NONE, PLAIN] = [0, 1, 2]

export function packStationRows({ cells, rows }: StationRows): Buffer {
  const said = new Said()
  writer.integer(cells.length)
  for (let i = 0; i < cells.length; i++) {
    writer.text(cells[i] as string)
    said.putRow(rows[i] as Row)
  }
  return writer.take()
}

export function unpackStationRows(bytes: Buffer): StationRows {
  const reader = new RowReader(bytes)
  const cells: string[] = []
  const rows: Row[] = []
  for (let n = reader.integer(); n > 0; n--) {
    cells.push(reader.text())
    rows.push(reader.row())
  }
  return new StationRows(cells, rows)
}

export function packZoneRow(row: ZoneRow): Buffer {
  writer.integer(row.gpS)
  writer.integer(row.rev)
  new Said().putParts(row.parts)
  putTimes(row.times)
  return writer.take()
}

export function unpackZoneRow(bytes: Buffer): ZoneRow {
  const reader = new RowReader(bytes)
  return { gpS: reader.integer(), rev: reader.integer(), parts: reader.parts(), times: reader.times() }
}

/** Most of them are 0: how many are not, then the place of each and what it is. */
function putTimes(times: Times): void {
  let count = 0
  for (let i = 0; i < TIME_SIZE; i++) if (times[i] !== 0) count++
  writer.integer(count)
  for (let i = 0; i < TIME_SIZE; i++) {
    if (times[i] === 0) continue
    writer.integer(i)
    writer.integer(times[i] as number)
  }
}

/** The period of a fact [s]; of one made of running totals below 0, three times as much and the place of what it is. */
function periodOf({ gpS, bridge, ofTotals }: Fact): number {
  return ofTotals ? -(3 * gpS + OF_TOTALS.indexOf(bridge)) : gpS
}

/** A fact of its period, and the two kinds of bridges. */
const OF_TOTALS = [undefined, 'counts', 'told'] as const

/** Writes into {@link writer}, and remembers what it has said within one value. */
class Said {
  readonly #tags: string[] = []
  readonly #shapes: Shape[] = []

  putRow(row: Row): void {
    writer.integer(row.gpS)
    writer.integer(row.rev)
    writer.integer(row.own.length)
    for (const fact of row.own) {
      writer.integer(fact.endMs)
      writer.integer(periodOf(fact))
      for (let i = 0; i < fact.rank.length; i++) writer.integer(fact.rank[i] as number)
      this.#putTags(fact.tags)
      this.putParts(fact.parts)
    }
    const { kids, times } = row
    writer.integer(kids.size)
    for (let i = 0; i < kids.size; i++) {
      this.#putTags(kids.labels[i] as string)
      this.putParts(kids.values[i] as Parts)
    }
    writer.integer(times.size)
    for (let i = 0; i < times.size; i++) {
      this.#putTags(times.labels[i] as string)
      putTimes(times.values[i] as Times)
    }
  }

  /** The shape, then the values. */
  putParts({ shape, values }: Parts): void {
    this.#putShape(shape)
    const form = writer.at
    writer.integer(PLAIN)
    if (writer.integers(values)) return
    writer.at = form
    const areIntegers = values.every((value) => Number.isNaN(value) || Number.isSafeInteger(value))
    writer.integer(areIntegers ? WITH_NONE : DOUBLES)
    if (areIntegers) for (const value of values) writer.integer(Number.isNaN(value) ? NONE : value)
    else for (const value of values) writer.double(value)
  }

  #putTags(tags: string): void {
    const at = this.#tags.indexOf(tags)
    writer.integer(at + 1)
    if (at >= 0) return
    writer.text(tags)
    this.#tags.push(tags)
  }

  /** Slots by their places in the layout. */
  #putShape(shape: Shape): void {
    const at = this.#shapes.indexOf(shape)
    writer.integer(at + 1)
    if (at >= 0) return
    writer.integer(shape.slots.length)
    let last = -1
    for (const { index } of shape.slots) {
      writer.integer(index - last)
      last = index
    }
    this.#shapes.push(shape)
  }
}

class RowReader extends BinaryReader {
  readonly #tags: string[] = []
  readonly #shapes: Shape[] = []

  row(): Row {
    const gpS = this.integer()
    const rev = this.integer()
    const own: Fact[] = []
    for (let n = this.integer(); n > 0; n--) own.push(this.#fact())
    const kids = this.#byTags(() => this.parts())
    return { own, kids, sums: fold(own, kids), times: this.#byTags(() => this.times()), gpS, rev }
  }

  parts(): Parts {
    const shape = this.#shape()
    const form = this.integer()
    if (shape.size === 0) return NO_PARTS
    const values = shape.zeros()
    if (form === PLAIN) this.integers(values)
    else if (form === DOUBLES) for (let i = 0; i < values.length; i++) values[i] = this.double()
    else {
      this.integers(values)
      for (let i = 0; i < values.length; i++) if (values[i] === NONE) values[i] = Number.NaN
    }
    return { shape, values }
  }

  times(): Times {
    const times = zeros(TIME_SIZE)
    for (let n = this.integer(); n > 0; n--) times[this.integer()] = this.integer()
    return times
  }

  #fact(): Fact {
    const endMs = this.integer()
    const period = this.integer()
    const rank: Rank = [this.integer(), this.integer(), this.integer(), this.integer(), this.integer()]
    const fact = { endMs, rank, tags: this.#label(), parts: this.parts() }
    if (period >= 0) return { ...fact, gpS: period }
    const bridge = OF_TOTALS[-period % 3]
    const ofTotals = { ...fact, gpS: Math.floor(-period / 3), ofTotals: true } as const
    return bridge === undefined ? ofTotals : { ...ofTotals, bridge }
  }

  #byTags<T>(get: () => T): ByTags<T> {
    const size = this.integer()
    if (size === 0) return noTags()
    const labels: string[] = []
    const values: T[] = []
    for (let n = 0; n < size; n++) {
      labels.push(this.#label())
      values.push(get())
    }
    return new ByTags(labels, values)
  }

  #label(): string {
    const number = this.integer()
    if (number > 0) return this.#tags[number - 1] as string
    const tags = this.text()
    this.#tags.push(tags)
    return tags
  }

  #shape(): Shape {
    const number = this.integer()
    if (number > 0) return this.#shapes[number - 1] as Shape
    const slots: Slot[] = []
    let last = -1
    for (let n = this.integer(); n > 0; n--) {
      last += this.integer()
      slots.push(LAYOUT.slots[last] as Slot)
    }
    const shape = Shape.of(slots)
    this.#shapes.push(shape)
    return shape
  }
}
