import type { NumberedMessage } from '../contract/mod.ts'
import type { Offset } from '../log/mod.ts'
import type { DeadLetterRow } from '../store/mod.ts'
import { accept, decode } from './deliver.ts'
import { knowStation } from './handlers/cells.ts'
import { identify } from './identity/identify.ts'
import { payloadHash } from './identity/payload-hash.ts'
import { seenAt } from './identity/seen.ts'
import { changeLedger } from './ledger.ts'
import type { Amendments } from './rows/amendments.ts'
import { deadLetterKey, ledgerKey } from './state/keys.ts'
import type { Draft } from './state/view.ts'
import { readStation } from './station.ts'
import type { StepContext, StepOutput } from './step-context.ts'

/** A dead letter under today's rules: accepted now, or its reason renewed. */
export function retry(amend: Amendments, offset: Offset, context: StepContext, { side, alarms }: StepOutput): void {
  const { draft } = amend
  const entry = draft.entry(offset)
  if (entry === undefined) {
    alarms.push(`dead letter ${offset} cannot be run again: the log no longer keeps it`)
    return
  }
  const key = deadLetterKey(entry.offset)
  const letter = draft.get<DeadLetterRow>(key)
  if (letter === undefined || letter.resolved) return
  const decoded = decode(draft, entry, context)
  if (!decoded.ok || decoded.message.kind === 'death' || letter.code === 'conflict' || letter.code === 'boot-reused') {
    alarms.push(`dead letter ${entry.offset} is refused again: ${decoded.ok ? letter.detail : decoded.reject.detail}`)
    return
  }
  const { station } = decoded.topic
  const message = decoded.message
  knowStation(draft, station)
  const identity = identify(draft, station, {
    id: message.id,
    hash: payloadHash(entry.payload),
    offset: entry.offset,
    receivedAt: entry.receivedAt,
    isBirth: false,
  })
  if (identity.kind === 'refused') {
    alarms.push(`dead letter ${entry.offset} is refused again: ${identity.detail}`)
    return
  }
  // refused at first for a reason that its seq outlived: it was counted then, under this very offset
  const stream = identity.kind === 'new' ? identity.stream : streamOf(draft, station, message)
  const hadSeq = identity.kind === 'duplicate' && seenAt(draft, stream, message.id.seq)?.[2] === entry.offset
  const isRepeat = identity.kind === 'duplicate' && !hadSeq
  const wasUnreadable = letter.code === 'not-json' || letter.code === 'not-an-object'
  changeLedger(draft, station, {
    ...(isRepeat ? { duplicate: 1 } : { accepted: 1, rejectedWithSeq: hadSeq ? -1 : 0 }),
    ...(wasUnreadable ? { unreadable: -1 } : { rejected: [letter.code, -1] as const }),
  })
  draft.put(key, { ...letter, resolved: true } satisfies DeadLetterRow)
  side.add(key)
  side.add(ledgerKey(station))
  if (!isRepeat) accept(amend, entry, { station, message, stream, isInOrder: false }, context, side, false)
}

function streamOf(draft: Draft, station: string, message: NumberedMessage): string {
  const { boot, src } = message.id
  const refs = readStation(draft, station).streams.filter(
    (s) => s.boot.n === boot.n && s.boot.epochMs === boot.epochMs && s.src === src,
  )
  return refs.at(-1)?.key ?? ''
}
