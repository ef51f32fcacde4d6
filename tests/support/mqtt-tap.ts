import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A packet as it went by: its type (4 PUBACK, 3 PUBLISH …) and its bytes behind the fixed header. */
export interface TappedPacket {
  readonly type: number
  readonly body: Buffer
  /** Counts the connections of the tap from 1. */
  readonly connection: number
}

export interface MqttTap {
  readonly port: number
  readonly url: string
  /** What the client sent, in order. */
  readonly sent: TappedPacket[]
  /** Connections so far. */
  connections(): number
  /** Cuts all connections, as a broken line does. */
  cut(): void
  close(): Promise<void>
}

/** Stands between a client and its broker on 127.0.0.1 and writes down what the client sends. */
export async function startMqttTap(
  brokerPort: number,
  onSent: (packet: TappedPacket) => void = () => undefined,
): Promise<MqttTap> {
  const sent: TappedPacket[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server: Server = createServer((client) => {
    const connection = ++connections
    const broker = connect(brokerPort, '127.0.0.1')
    const read = packetReader((type, body) => {
      const packet = { type, body, connection }
      sent.push(packet)
      onSent(packet)
    })
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', (broken) => {
        sockets.delete(socket)
        // After a goodbye what is on its way still arrives.
        if (broken) other.destroy()
        else other.end()
      })
    }
    client.on('data', read)
    client.pipe(broker)
    broker.pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    sent,
    connections: () => connections,
    cut,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}

/** The packet id of a PUBACK. */
export function packetId(packet: TappedPacket): number {
  return packet.body.readUInt16BE(0)
}

function packetReader(onPacket: (type: number, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      let length = 0
      let header = 1
      for (; header < 5; header++) {
        const byte = rest[header]
        if (byte === undefined) return
        length += (byte & 0x7f) * 128 ** (header - 1)
        if (byte < 0x80) break
      }
      const end = header + 1 + length
      if (rest.length < end) return
      onPacket((rest[0] ?? 0) >> 4, rest.subarray(header + 1, end))
      rest = rest.subarray(end)
    }
  }
}
