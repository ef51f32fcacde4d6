import { z } from 'zod'
import { BOOT_PATTERN, type ResendCommand } from '../../contract/mod.ts'

/** What `cmd` may ask for at once; more would crowd out what is new. */
export const RESEND_AT_ONCE = 100

const seq = z.int().nonnegative()
const command = z.strictObject({
  resend: z.strictObject({ boot: z.string().regex(BOOT_PATTERN), src: z.string().max(64), from: seq, to: seq }),
})

/** A well-formed resend command of at most 100 messages, or `undefined`: a station ignores everything else. */
export function parseResend(payload: Uint8Array): ResendCommand['resend'] | undefined {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return undefined
  }
  const { data } = command.safeParse(json)
  if (data === undefined) return undefined
  const { from, to } = data.resend
  return from <= to && to - from < RESEND_AT_ONCE ? data.resend : undefined
}
