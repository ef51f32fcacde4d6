import { BOOT_PATTERN, parseBoot } from '../boot.ts'
import type { MessageId } from '../message.ts'
import { seqNumber, srcText } from './fields.ts'
import { findRepeatedNames } from './repeated-name.ts'
import { wireSchema } from './wire-schema.ts'

const DEFAULT_SRC = '0'

const seqOf = wireSchema(seqNumber)
const srcOf = wireSchema(srcText)

/** The identity of a message that passed its schema. */
export function messageId(wire: { boot: string; seq: number; src?: string | undefined }): MessageId {
  return { boot: parseBoot(wire.boot), src: wire.src ?? DEFAULT_SRC, seq: wire.seq }
}

/**
 * The place in its station's count that a refused message still has, so that the ledger calls it rejected and not
 * missing; `undefined` where boot, seq or src is not valid, or the message names another station.
 */
export function readableId(message: object, station: string): MessageId | undefined {
  const { boot, seq, src = DEFAULT_SRC, id = station } = message as Record<string, unknown>
  if (typeof boot !== 'string' || !BOOT_PATTERN.test(boot) || id !== station) return undefined
  const validSeq = seqOf(seq)
  const validSrc = srcOf(src)
  if (!validSeq.ok || !validSrc.ok) return undefined
  return messageId({ boot, seq: validSeq.value, src: validSrc.value })
}

const IDENTITY: ReadonlySet<string> = new Set(['boot', 'seq', 'src', 'id'])

/** The same for a message that may name a part of its identity twice: then which one counts is anyone's guess. */
export function trustedId(message: object, text: string, station: string): MessageId | undefined {
  const doubtful = findRepeatedNames(text).some(({ path, name }) => path.length === 0 && IDENTITY.has(name))
  return doubtful ? undefined : readableId(message, station)
}
