import type { Confidence } from '../kpi/definition.ts'
import type { QuantityId } from './unit.ts'

/** CC cumulative (increment of the period), SI sampled, DER from single events, G gauge; TS 32.404. */
export type CollectionMethod = 'CC' | 'SI' | 'DER' | 'G'

/** What a typed sub-counter splits a measurement by; bare names and `.sum` are the total. */
export type SubDimension = 'cause' | 'plmn' | 'snssai' | '5qi' | 'bin'

/** Object that reports it; several where it depends on how the station is split, or the sources leave it open. */
export type ObjectClass =
  | 'NRCellDU'
  | 'NRCellCU'
  | 'NRCellRelation'
  | 'EP_F1U'
  | 'EP_XnU'
  | 'EP_X2U'
  | 'GNBCUUPFunction'
  | 'ManagedElement'
  | 'Beam'

export interface Measurement {
  /** Canonical spelling, without sub-counter. */
  readonly name: string
  readonly quantity: QuantityId
  /** Wire unit where `u` names no other. */
  readonly unit: string
  readonly method: CollectionMethod
  readonly objects: readonly ObjectClass[]
  /** Sub-counters by these are understood; by others the name is foreign. */
  readonly dimensions: readonly SubDimension[]
  /** True where parts of one dimension add up to the total; false for means, maxima and shares. */
  readonly additive: boolean
  /** Causes that may stand without the word `cause`: `.Fault` is `.causeFault`. */
  readonly causes: readonly string[]
  /** Other spellings met in the field, accepted and emitted canonically. */
  readonly aliases: readonly string[]
  readonly source: string
  readonly confidence: Confidence
  readonly note: string | undefined
}

/** An entry as it is written in the catalogue: the collection method says what is left out. */
export interface MeasurementEntry {
  readonly name: string
  readonly quantity: QuantityId
  readonly unit: string
  readonly method: CollectionMethod
  readonly objects: readonly ObjectClass[]
  readonly dimensions?: readonly SubDimension[]
  /** Absent: true for CC. */
  readonly additive?: boolean
  readonly causes?: readonly string[]
  readonly aliases?: readonly string[]
  readonly source?: string
  /** Absent: S, the name is verified in a transcription of TS 28.552 V18. */
  readonly confidence?: Confidence
  readonly note?: string
}

const TRANSCRIPTION = 'TS 28.552 V18 (name, unit and method by transcription)'

export function measurement(entry: MeasurementEntry): Measurement {
  return {
    name: entry.name,
    quantity: entry.quantity,
    unit: entry.unit,
    method: entry.method,
    objects: entry.objects,
    dimensions: entry.dimensions ?? [],
    additive: entry.additive ?? entry.method === 'CC',
    causes: entry.causes ?? [],
    aliases: entry.aliases ?? [],
    source: entry.source ?? TRANSCRIPTION,
    confidence: entry.confidence ?? 'S',
    note: entry.note,
  }
}

/** `DRB.UEThpVol` → `DRB.UEThpVolDl`, `DRB.UEThpVolUl`: the same entry for both directions. */
export function downAndUp(entry: MeasurementEntry, suffixes: readonly [string, string] = ['Dl', 'Ul']): Measurement[] {
  return suffixes.map((suffix) => measurement({ ...entry, name: entry.name + suffix }))
}
