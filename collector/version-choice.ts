import { type ConnectionEnd, refusesVersion } from './mqtt-refusal.ts'

/** Which MQTT the next connection speaks: 5, unless the broker refuses it; with one that only hangs up, 3.1.1 has the next turn. */
export class VersionChoice {
  #speaksOnly311 = false
  #current: 4 | 5 = 5

  /** As in CONNECT: 4 is MQTT 3.1.1. */
  get current(): 4 | 5 {
    return this.#current
  }

  /** To be told how each connection ended; true where the broker refused the version. */
  learn(end: ConnectionEnd): boolean {
    const refused = refusesVersion(end)
    if (refused) this.#speaksOnly311 = this.#current === 5
    const hungUp = end.phase === 'handshake' && end.reasonCode === undefined && this.#current === 5
    this.#current = this.#speaksOnly311 || hungUp ? 4 : 5
    return refused
  }
}
