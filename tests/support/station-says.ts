import type { Reduction } from './reduce.ts'

export const UP = {
  operationalState: 'ENABLED',
  administrativeState: 'UNLOCKED',
  cellState: 'ACTIVE',
  availabilityStatus: [],
  energySavingState: 'isNotEnergySaving',
}
export const FAILED = { ...UP, operationalState: 'DISABLED', cellState: 'INACTIVE', availabilityStatus: ['FAILED'] }
export const LOCKED = { ...UP, administrativeState: 'LOCKED', cellState: 'INACTIVE' }
export const CUT_OFF = { ...UP, operationalState: 'DISABLED', availabilityStatus: ['DEPENDENCY'] }
export const SAVING = { ...UP, cellState: 'INACTIVE', energySavingState: 'isEnergySaving' }

/** One station that counts its messages; times are seconds after `t0`. */
export class Station {
  readonly #run: Reduction
  readonly #t0: number
  readonly id: string
  boot: string
  seq = 0

  constructor(run: Reduction, t0: number, id = 'HN-0001', boot = '1790000000000-7') {
    this.#run = run
    this.#t0 = t0
    this.id = id
    this.boot = boot
  }

  #send(kind: string, body: Record<string, unknown>): this {
    this.#run.send(this.id, kind, { boot: this.boot, seq: this.seq++, ...body })
    return this
  }

  birth(atS: number, extra: Record<string, unknown> = {}): this {
    const t = this.#t0 + atS * 1000
    return this.#send('birth', {
      t,
      conn: `${this.boot}/${atS}`,
      cells: [{ cell: '1', mode: 'SA', band: 'n41', scsKHz: 30 }],
      ...extra,
    })
  }

  /** A new boot; `prev` tells how far the old one came. */
  restart(atS: number, startedS: number, reason: string, boot = '1790000900000-8'): this {
    const prev = { boot: this.boot, last: this.seq - 1 }
    this.boot = boot
    this.seq = 0
    return this.birth(atS, { started: this.#t0 + startedS * 1000, reason, prev })
  }

  state(atS: number, values: object = UP, cell = '1'): this {
    return this.#send('state', { t: this.#t0 + atS * 1000, cell, ...values })
  }

  heartbeat(atS: number): this {
    return this.#send('state', { t: this.#t0 + atS * 1000, queued: 0 })
  }

  /** Reports ending every `gpS` from `fromS` (exclusive) to `toS`. */
  reports(
    fromS: number,
    toS: number,
    gpS: number,
    m: Record<string, unknown> = { 'DRB.PdcpSduVolumeDL': gpS },
    extra: object = {},
  ): this {
    for (let end = fromS + gpS; end <= toS; end += gpS) {
      this.#send('pm', { end: this.#t0 + end * 1000, gp: gpS, cells: [{ cell: '1', m }], ...extra })
    }
    return this
  }

  /** Made, and never arrived. */
  loses(messages = 1): this {
    this.seq += messages
    return this
  }
}
