import { z } from 'zod'
import type { TestMessage } from '../message.ts'
import type { Reject } from '../reject.ts'
import { cellId, epochMs, exactly, integer, numbered, oneOf, plmn, real, text } from './fields.ts'
import { messageId } from './identity.ts'
import { LIMITS } from './limits.ts'
import { isSubscriberIdentity } from './subscriber-identity.ts'
import { wireSchema } from './wire-schema.ts'

const pseudonym = () => {
  const error = `a pseudonym of 1 to ${LIMITS.text} characters, and never a SUPI, MSISDN or IMEI`
  return z
    .string({ error })
    .min(1, { error })
    .max(LIMITS.text, { error })
    .refine((ue) => !isSubscriberIdentity(ue), { error })
}

const check = wireSchema(
  () =>
    exactly({
      ...numbered(),
      t: epochMs(),
      campaign: text(),
      server: text(),
      ue: pseudonym(),
      plmn: plmn(),
      cell: cellId().optional(),
      rat: text(),
      place: oneOf('indoor', 'outdoor-fixed', 'outdoor-moving'),
      lat: real(-90, 90).optional(),
      lon: real(-180, 180).optional(),
      ssRsrpDbm: real(-200, 50).optional(),
      kind: oneOf('signal', 'access', 'dl', 'ul'),
      bytes: integer(0, Number.MAX_SAFE_INTEGER).optional(),
      ms: real(0, 86_400_000).optional(),
      result: oneOf('ok', 'access-failed', 'dropped', 'server-error'),
    }),
  { secret: ['ue'] },
)

export function decodeTest(message: object): TestMessage | Reject {
  const checked = check(message)
  if (!checked.ok) return checked.reject
  const wire = checked.value
  return {
    kind: 'test',
    id: messageId(wire),
    atMs: wire.t,
    campaign: wire.campaign,
    server: wire.server,
    ue: wire.ue,
    plmn: wire.plmn,
    cell: wire.cell,
    rat: wire.rat,
    place: wire.place,
    test: wire.kind,
    lat: wire.lat,
    lon: wire.lon,
    ssRsrpDbm: wire.ssRsrpDbm,
    bytes: wire.bytes,
    ms: wire.ms,
    result: wire.result,
  }
}
