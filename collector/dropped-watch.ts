/** Where Mosquitto counts what it dropped, for any subscriber, since it started; some brokers do not, or not for us. */
export const DROPPED_TOPIC = '$SYS/broker/publish/messages/dropped'

/** Watches a count that only grows until the broker starts again. */
export class DroppedWatch {
  #last: number | undefined

  /**
   * How many more were dropped since the count before; 0 at the first one (it may be older than we are), and where the
   * payload is no count. After a restart of the broker it begins at 0 again: all of it is new.
   */
  increase(payload: Uint8Array): number {
    const text = Buffer.from(payload).toString('latin1').trim()
    if (!/^\d{1,15}$/.test(text)) return 0
    const count = Number(text)
    const before = this.#last ?? count
    this.#last = count
    return count >= before ? count - before : count
  }
}
