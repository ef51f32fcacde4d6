import { type Boot, compareBoots, formatBoot, type MessageId, type RejectCode } from '../../contract/mod.ts'
import { changeLedger } from '../ledger.ts'
import { stationKey, streamKey } from '../state/keys.ts'
import type { Draft, StateReader } from '../state/view.ts'
import { readStation, type StationState, type StreamRef } from '../station.ts'
import { rememberSeen, seenAt } from './seen.ts'
import { countPublished, EMPTY_STREAM, hasSeq, highest, MAX_SEQ_JUMP, type Stream, see } from './stream.ts'

/** A station that starts more often than this in a day is refused further boots: it would fill the state with counts. */
const MAX_BOOTS_A_DAY = 100

export type Identity =
  | {
      readonly kind: 'new'
      readonly stream: string /** It filled a hole: something sent after it came before it. */
      readonly fillsHole: boolean
    }
  | { readonly kind: 'duplicate' }
  | {
      readonly kind: 'refused'
      readonly code: Extract<RejectCode, 'conflict' | 'seq-jump' | 'too-many-boots' | 'boot-reused'>
      readonly detail: string
    }

export interface Delivery {
  readonly id: MessageId
  readonly hash: number
  readonly offset: number
  readonly receivedAt: number
  readonly isBirth: boolean
}

const bootKey = (boot: Boot) => `${boot.n}-${boot.epochMs}`

function incarnationOf({ incarnations }: StationState, boot: Boot): number {
  // nearly always there are none
  for (const _ in incarnations) return incarnations[bootKey(boot)] ?? 0
  return 0
}

/** The stream that counts what comes of a boot and src; a new one where none is known. */
function refOf({ station, streams }: StationState, boot: Boot, incarnation: number, src: string): StreamRef {
  for (const ref of streams) {
    if (ref.incarnation === incarnation && ref.src === src && compareBoots(ref.boot, boot) === 0) return ref
  }
  return { key: streamKey(station, boot, incarnation, src), boot, incarnation, src }
}

function publishedOf(station: StationState, ref: StreamRef, stream: Stream): number {
  if (station.firstBoot === undefined) return 0
  const order = compareBoots(ref.boot, station.firstBoot)
  // a boot before the first of which anything came is outside the account
  return order < 0 ? 0 : countPublished(stream, order === 0 && ref.incarnation === 0)
}

export function readStream(view: StateReader, key: string): Stream {
  return view.get<Stream>(key) ?? EMPTY_STREAM
}

/** Puts a stream and carries what is published into the ledger. */
function putStream(draft: Draft, station: StationState, ref: StreamRef, stream: Stream): StationState {
  const known = station.streams.includes(ref)
  const before = known ? publishedOf(station, ref, readStream(draft, ref.key)) : 0
  draft.put(ref.key, stream)
  const next = known ? station : { ...station, streams: [...station.streams, ref] }
  changeLedger(draft, station.station, { published: publishedOf(next, ref, stream) - before })
  return next
}

function withFirstBoot(draft: Draft, station: StationState, boot: Boot): StationState {
  if (station.firstBoot !== undefined && compareBoots(station.firstBoot, boot) <= 0) return station
  const next = { ...station, firstBoot: boot }
  let delta = 0
  for (const ref of station.streams) {
    const stream = readStream(draft, ref.key)
    delta += publishedOf(next, ref, stream) - publishedOf(station, ref, stream)
  }
  changeLedger(draft, station.station, { published: delta })
  return next
}

/** Tells whether a delivery is new, and counts its seq as seen where it is. */
export function identify(draft: Draft, stationId: string, delivery: Delivery): Identity {
  const known = readStation(draft, stationId)
  let station = known
  const { id } = delivery
  const incarnation = incarnationOf(station, id.boot)
  let ref = refOf(station, id.boot, incarnation, id.src)
  let stream = readStream(draft, ref.key)

  if (hasSeq(stream.seen, id.seq)) {
    const line = seenAt(draft, ref.key, id.seq)
    if (line === undefined || line[1] === delivery.hash) return { kind: 'duplicate' }
    if (!(delivery.isBirth && id.seq === 0)) {
      return {
        kind: 'refused',
        code: 'conflict',
        detail: `boot ${formatBoot(id.boot)}, src "${id.src}", seq ${id.seq} came before with other content (log offset ${line[2]})`,
      }
    }
    // the boot number was used again: what follows belongs to a new incarnation of it
    station = { ...station, incarnations: { ...station.incarnations, [bootKey(id.boot)]: incarnation + 1 } }
    ref = { ...ref, key: streamKey(stationId, id.boot, incarnation + 1, id.src), incarnation: incarnation + 1 }
    stream = see(EMPTY_STREAM, 0)
    rememberSeen(draft, ref.key, [0, delivery.hash, delivery.offset, delivery.receivedAt])
    draft.put(stationKey(stationId), putStream(draft, station, ref, stream))
    return {
      kind: 'refused',
      code: 'boot-reused',
      detail: `boot ${formatBoot(id.boot)} was used before; its count begins anew`,
    }
  }

  const isKnownBoot = station.streams.some((s) => compareBoots(s.boot, id.boot) === 0)
  if (!isKnownBoot) {
    const day = Math.floor(delivery.receivedAt / 86_400_000)
    const count = station.bootsToday.day === day ? station.bootsToday.count + 1 : 1
    if (count > MAX_BOOTS_A_DAY) {
      return {
        kind: 'refused',
        code: 'too-many-boots',
        detail: `boot ${formatBoot(id.boot)} would be the ${count}th new boot received in one day; at most ${MAX_BOOTS_A_DAY}`,
      }
    }
    station = { ...station, bootsToday: { day, count } }
  }
  const top = highest(stream.seen)
  if (stream.seen.length > 0 && id.seq > top + MAX_SEQ_JUMP) {
    return {
      kind: 'refused',
      code: 'seq-jump',
      detail: `seq ${id.seq} lies more than ${MAX_SEQ_JUMP} ahead of ${top}, the highest seen of boot ${formatBoot(id.boot)}`,
    }
  }
  station = withFirstBoot(draft, station, id.boot)
  const fillsHole = id.seq < top
  station = putStream(draft, station, ref, see(stream, id.seq))
  rememberSeen(draft, ref.key, [id.seq, delivery.hash, delivery.offset, delivery.receivedAt])
  if (station !== known) draft.put(stationKey(stationId), station)
  return { kind: 'new', stream: ref.key, fillsHole }
}

/** A birth told how far the boot before it got. */
export function declareLast(draft: Draft, stationId: string, boot: Boot, src: string, last: number): void {
  const station = readStation(draft, stationId)
  const ref = refOf(station, boot, incarnationOf(station, boot), src)
  const stream = readStream(draft, ref.key)
  const top = highest(stream.seen)
  if (last <= stream.declaredLast || last > Math.max(top, 0) + MAX_SEQ_JUMP) return
  draft.put(stationKey(stationId), putStream(draft, station, ref, { ...stream, declaredLast: last }))
}
