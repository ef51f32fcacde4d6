import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { Aedes, type Client } from 'aedes'

export interface Received {
  readonly station: string
  readonly kind: string
  readonly text: string
  readonly sha256: string
  readonly retain: boolean
  /** By the clock of the test [epoch ms]. */
  readonly atMs: number
}

export interface TinyBroker {
  readonly url: string
  readonly port: number
  readonly received: Received[]
  /** Ids of the clients that are connected now. */
  readonly connected: () => string[]
  command(realm: string, station: string, command: unknown): void
  close(): Promise<void>
}

/** An MQTT 3.1.1 broker in the test's own process that writes down what comes. */
export async function startTinyBroker(now: () => number, port = 0): Promise<TinyBroker> {
  const broker = await Aedes.createBroker()
  const received: Received[] = []
  const clients = new Set<string>()
  broker.on('client', (client: Client) => clients.add(client.id))
  broker.on('clientDisconnect', (client: Client) => clients.delete(client.id))
  broker.on('publish', ({ topic, payload, retain }) => {
    const [root, , , station = '', kind = ''] = topic.split('/')
    if (root !== 'tram5g' || kind === 'cmd') return
    const bytes = Buffer.from(payload)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    received.push({ station, kind, text: bytes.toString(), sha256, retain, atMs: now() })
  })
  const server = createServer(broker.handle)
  const bound = await listening(server, port)
  return {
    url: `mqtt://127.0.0.1:${bound}`,
    port: bound,
    received,
    connected: () => [...clients],
    command: (realm, station, command) =>
      broker.publish(
        {
          cmd: 'publish',
          topic: `tram5g/v1/${realm}/${station}/cmd`,
          payload: Buffer.from(JSON.stringify(command)),
          qos: 1,
          retain: false,
          dup: false,
        },
        () => {},
      ),
    async close() {
      await new Promise<void>((resolve) => broker.close(() => resolve()))
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listening(server: Server, wanted: number): Promise<number> {
  return new Promise((resolve) => {
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}
