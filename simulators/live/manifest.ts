import { createHash } from 'node:crypto'
import type { Outgoing } from './outbox.ts'

/** One message that was sent at least once. */
export interface ManifestEntry {
  readonly station: string
  readonly boot: string
  readonly seq: number
  readonly kind: string
  /** SHA-256 of the bytes, hexadecimal. */
  readonly sha256: string
  /** The broker acknowledged it. */
  readonly acked: boolean
}

interface Sent {
  readonly kind: string
  readonly sha256: string
  acked: boolean
}

/** What was sent, to be compared with what arrived. It grows with every message: for tests and benches, not for a demo. */
export class Manifest {
  readonly #sent = new Map<string, Sent>()

  sent(station: string, { boot, seq, kind, payload }: Outgoing): void {
    const key = `${station}/${boot}/${seq}`
    const sha256 = createHash('sha256').update(payload).digest('hex')
    const before = this.#sent.get(key)
    if (before === undefined) this.#sent.set(key, { kind, sha256, acked: false })
    else if (before.sha256 !== sha256) throw new Error(`${key} was sent again with other bytes`)
  }

  acked(station: string, { boot, seq }: Outgoing): void {
    const sent = this.#sent.get(`${station}/${boot}/${seq}`)
    if (sent !== undefined) sent.acked = true
  }

  get size(): number {
    return this.#sent.size
  }

  *entries(): Iterable<ManifestEntry> {
    for (const [key, { kind, sha256, acked }] of this.#sent) {
      const [station = '', boot = '', seq = ''] = key.split('/')
      yield { station, boot, seq: Number(seq), kind, sha256, acked }
    }
  }
}
