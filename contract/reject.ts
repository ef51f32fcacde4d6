/** Why a delivery ends in the dead letters; each code with what the sender must change. Generated into docs/rejects.md. */
export const REJECT_CODES = {
  'bad-topic': 'The topic is not tram5g/v1/{realm}/{station}/{kind} of this realm.',
  'not-json': 'The payload is not JSON in UTF-8. Send one JSON object.',
  'not-an-object': 'The payload is JSON, but not one object.',
  'too-large': 'Native messages are at most 256 KiB, dialects at most 8 MiB. Split it, or import it as a file.',
  'too-deep': 'Brackets are nested more than 16 deep.',
  'forbidden-key': 'A key named __proto__, constructor or prototype is refused anywhere.',
  'duplicate-name': 'Two names of one object are equal without regard to case.',
  'unknown-key': 'A key is not part of the message. Check its spelling against the contract.',
  'wrong-type': 'A value has another type or range than the contract says.',
  'bad-number': 'A number is not finite, or an integer above 2^53 that is not written as a string.',
  'identity-mismatch':
    'The id in the message, or the MQTT user on the embedded broker, is not the station of the topic.',
  'from-the-future': 'The time lies more than 5 min after receipt. Check the clock of the station.',
  'ambiguous-subcounter':
    'A sub-counter is a bare number. Type it: .5qi9, .bin3, .plmn452-04, .snssai1-000001, .cause….',
  'unknown-unit': 'A unit in "u" is not one of the measurement.',
  'bad-period': 'gp is 1 s to 86,400 s, and end a whole second.',
  'gp-straddles': 'The period lies across two days (00:00 in Asia/Ho_Chi_Minh), so that it belongs to no window.',
  conflict: 'The same station, src, boot and seq came before with other content.',
  'boot-reused': 'A birth with seq 0 on a known boot has other content. Count n up at every start.',
  'too-many-boots': 'More than 100 boots of the station in a day.',
  'seq-jump': 'The seq lies more than 100,000 ahead of the highest seen.',
  'dialect-not-yet': 'No decoder exists for this dialect yet. The message is kept and can be run again later.',
} as const

export type RejectCode = keyof typeof REJECT_CODES

/** A refused message: `detail` says what was expected and what came; foreign text in it is quoted and cut. */
export interface Reject {
  readonly code: RejectCode
  readonly detail: string
}

/** Foreign text as it may stand in a message of ours: quoted, one line, at most 80 characters. */
export function quoted(text: string): string {
  const cut = text.length > 80 ? `${text.slice(0, 79)}…` : text
  return JSON.stringify(cut)
}
