import { ByTags, noTags } from '../rows/by-tags.ts'
import type { Fact, Rank } from '../rows/fact.ts'
import { LAYOUT, type Slot, TIME_SIZE } from '../rows/layout.ts'
import { NO_PARTS, type Parts } from '../rows/parts.ts'
import { fold, type Row } from '../rows/row.ts'
import { Shape } from '../rows/shape.ts'
import type { Times } from '../rows/times.ts'
import type { ZoneRow } from '../zone-rows.ts'
import { BinaryReader, BinaryWriter } from './binary.ts'

/**
 * Rows as they lie on disk. There are more of them than of everything else together, so they have a form of their own: only the
 * slots that a row has, small numbers in few bytes. The sums of a cell's row follow from the rest and are not kept.
 */

const writer = new BinaryWriter()
/** Stands for a greatest or least value that is not there; no part is so great. */
const NONE = -(2 ** 53)

export function packRow(row: Row): Buffer {
  writer.integer(row.gpS)
  writer.integer(row.rev)
  writer.integer(row.own.length)
  for (const fact of row.own) {
    writer.integer(fact.endMs)
    writer.integer(fact.gpS)
    for (const n of fact.rank) writer.integer(n)
    writer.text(fact.tags)
    putParts(fact.parts)
  }
  putByTags(row.kids, putParts)
  putByTags(row.times, putTimes)
  return writer.take()
}

export function unpackRow(bytes: Buffer): Row {
  const reader = new BinaryReader(bytes)
  const gpS = reader.integer()
  const rev = reader.integer()
  const own: Fact[] = []
  for (let n = reader.integer(); n > 0; n--) {
    const endMs = reader.integer()
    const gp = reader.integer()
    const rank: Rank = [reader.integer(), reader.integer(), reader.integer(), reader.integer(), reader.integer()]
    own.push({ endMs, gpS: gp, rank, tags: reader.text(), parts: getParts(reader) })
  }
  const kids = getByTags(reader, getParts)
  return { own, kids, sums: fold(own, kids), times: getByTags(reader, getTimes), gpS, rev }
}

export function packZoneRow(row: ZoneRow): Buffer {
  writer.integer(row.gpS)
  writer.integer(row.rev)
  putParts(row.parts)
  putTimes(row.times)
  return writer.take()
}

export function unpackZoneRow(bytes: Buffer): ZoneRow {
  const reader = new BinaryReader(bytes)
  return { gpS: reader.integer(), rev: reader.integer(), parts: getParts(reader), times: getTimes(reader) }
}

/** Slots by their places in the layout, then the values; weighing may have made fractions of them. */
function putParts({ shape, values }: Parts): void {
  writer.integer(shape.slots.length)
  let last = -1
  for (const { index } of shape.slots) {
    writer.integer(index - last)
    last = index
  }
  let areIntegers = true
  for (let i = 0; i < values.length; i++)
    if (!Number.isSafeInteger(values[i]) && !Number.isNaN(values[i])) areIntegers = false
  writer.integer(areIntegers ? 1 : 0)
  for (let i = 0; i < values.length; i++) {
    if (areIntegers) writer.integer(Number.isNaN(values[i]) ? NONE : (values[i] as number))
    else writer.double(values[i] as number)
  }
}

function getParts(reader: BinaryReader): Parts {
  const slots: Slot[] = []
  let last = -1
  for (let n = reader.integer(); n > 0; n--) {
    last += reader.integer()
    slots.push(LAYOUT.slots[last] as Slot)
  }
  const areIntegers = reader.integer() === 1
  if (slots.length === 0) return NO_PARTS
  const shape = Shape.of(slots)
  const values = shape.zeros()
  for (let i = 0; i < values.length; i++) {
    const value = areIntegers ? reader.integer() : reader.double()
    values[i] = value === NONE ? Number.NaN : value
  }
  return { shape, values }
}

function putTimes(times: Times): void {
  for (let i = 0; i < TIME_SIZE; i++) writer.integer(times[i] as number)
}

function getTimes(reader: BinaryReader): Times {
  const times = new Array<number>(TIME_SIZE)
  for (let i = 0; i < TIME_SIZE; i++) times[i] = reader.integer()
  return times
}

function putByTags<T>({ labels, values }: ByTags<T>, put: (value: T) => void): void {
  writer.integer(labels.length)
  for (let i = 0; i < labels.length; i++) {
    writer.text(labels[i] as string)
    put(values[i] as T)
  }
}

function getByTags<T>(reader: BinaryReader, get: (reader: BinaryReader) => T): ByTags<T> {
  const size = reader.integer()
  if (size === 0) return noTags()
  const labels: string[] = []
  const values: T[] = []
  for (let n = 0; n < size; n++) {
    labels.push(reader.text())
    values.push(get(reader))
  }
  return new ByTags(labels, values)
}
