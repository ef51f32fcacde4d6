/** What is needed to acknowledge a delivery: its packet id, on the connection on which it came in. */
export interface Ticket {
  readonly connection: { acknowledge(messageIds: readonly number[]): boolean }
  readonly messageId: number
}

/**
 * Sends the PUBACKs of these deliveries in their order, one write for each run of the same connection; returns how many
 * went out. QoS 0 has no ticket; what came in on a connection that is gone is not acknowledged: it comes again.
 */
export function acknowledge(tickets: readonly (Ticket | undefined)[]): number {
  let sent = 0
  let connection: Ticket['connection'] | undefined
  let ids: number[] = []
  const flush = (): void => {
    if (connection && ids.length > 0 && connection.acknowledge(ids)) sent += ids.length
  }
  for (const ticket of tickets) {
    if (!ticket) continue
    if (ticket.connection !== connection) {
      flush()
      connection = ticket.connection
      ids = []
    }
    ids.push(ticket.messageId)
  }
  flush()
  return sent
}
