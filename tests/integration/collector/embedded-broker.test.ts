import { once } from 'node:events'
import { connect as connectTcp, createServer, type Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Aedes } from 'aedes'
import { connect, connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type EmbeddedBroker,
  type EmbeddedBrokerOptions,
  type IntakeAlarm,
  startEmbeddedBroker,
} from '../../../collector/mod.ts'
import { parseForeignTopic } from '../../../contract/mod.ts'
import { memoryLog } from '../../../log/mod.ts'
import { packetId, startMqttTap } from '../../support/mqtt-tap.ts'
import {
  Cleanup,
  connected,
  distinct,
  HeldLog,
  numbers,
  publishNumbers,
  REALM,
  SOON,
  silentLogger,
  startIntake,
  topicOf,
} from './intake-kit.ts'

const cleanup = new Cleanup()
afterEach(() => cleanup.run())

const alarms: IntakeAlarm[] = []

async function embedded(held: HeldLog, options: Partial<EmbeddedBrokerOptions> = {}): Promise<EmbeddedBroker> {
  alarms.length = 0
  const broker = await startEmbeddedBroker({
    host: '127.0.0.1',
    port: 0,
    realm: REALM,
    log: held.log,
    now: Date.now,
    logger: silentLogger,
    onAlarm: (alarm) => alarms.push(alarm),
    ...options,
  })
  return cleanup.add(broker, () => {
    held.release()
    return broker.stop()
  })
}

async function client(
  broker: { port: number },
  user: string | undefined,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const made = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
    ...(user === undefined ? {} : { username: user }),
    reconnectPeriod: 0,
    ...options,
  })
  made.on('error', () => undefined)
  return cleanup.add(made, () => made.endAsync(true))
}

/** A station at byte level: CONNECT is sent, CONNACK has come. */
async function rawStation(
  port: number,
  user: string,
  keepaliveS = 60,
): Promise<{ socket: Socket; received: () => Buffer }> {
  const socket = connectTcp(port, '127.0.0.1')
  cleanup.add(socket, () => socket.destroy())
  socket.on('error', () => undefined)
  let bytes: Buffer = Buffer.alloc(0)
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
  })
  await once(socket, 'connect')
  const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, value.length]), Buffer.from(value)])
  const body = Buffer.concat([text('MQTT'), Buffer.from([4, 0x82, 0, keepaliveS]), text('raw'), text(user)])
  socket.write(Buffer.concat([Buffer.from([0x10, body.length]), body]))
  await expect.poll(() => bytes.toString('hex'), SOON).toBe('20020000')
  return { socket, received: () => bytes }
}

/** Rejects when the broker closes the connection. */
function closedBy(made: MqttClient): Promise<never> {
  return new Promise((_, reject) => made.once('close', () => reject(new Error('the broker closed the connection'))))
}

/** Resolves when the socket is closed, whether by an error or not. */
function closeOf(socket: Socket): Promise<void> {
  socket.on('error', () => undefined)
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

/** A PUBLISH of QoS 1 with this packet id. */
function publishPacket(topic: string, payload: Buffer, id: number): Buffer {
  const head = Buffer.concat([Buffer.from([0, topic.length]), Buffer.from(topic), Buffer.from([id >> 8, id & 255])])
  return Buffer.concat([fixedHeader(0x32, head.length + payload.length), head, payload])
}

function fixedHeader(first: number, bodyBytes: number): Buffer {
  const length: number[] = []
  let left = bodyBytes
  do {
    length.push((left % 128) + (left >= 128 ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return Buffer.from([first, ...length])
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Bytes in buffers that something still holds: what is only not yet collected is no finding. */
function heldBuffers(): number {
  collectGarbage()
  return process.memoryUsage().arrayBuffers
}

describe('embedded broker: durable before acknowledged', () => {
  test('R10: no PUBACK is sent before its commit', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const source = await client(broker, 'HN-0001')
    let early = 0
    let acknowledged = 0
    source.on('packetreceive', ({ cmd }) => {
      if (cmd === 'puback' && ++acknowledged > held.committed) early += 1
    })
    held.hold()
    const published = publishNumbers(source, topicOf('HN-0001'), 5_000)
    await expect.poll(() => broker.status().inFlight, SOON).toBe(5_000)
    expect(acknowledged).toBe(0)
    held.release()
    await published
    expect(early).toBe(0)
    expect(await held.payloads()).toEqual(numbers(5_000))
    expect(broker.status()).toMatchObject({ receivedTotal: 5_000, ackedTotal: 5_000, inFlight: 0, mode: 'embedded' })
  })

  test('a full log: acknowledgements stop, an alarm stands; with room it goes on and nothing is missing', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const changes: boolean[] = []
    broker.onStatusChange(() => changes.push(broker.status().accepting))
    const source = await client(broker, 'HN-0001')
    held.full = true
    const published = publishNumbers(source, topicOf('HN-0001'), 100)
    await expect.poll(() => broker.status().accepting, SOON).toBe(false)
    expect(broker.status()).toMatchObject({ ackedTotal: 0, connected: true })
    expect(alarms).toMatchObject([{ code: 'log-full', raised: true }])
    held.full = false
    await published
    expect(await held.payloads()).toEqual(numbers(100))
    expect(alarms.at(-1)).toMatchObject({ code: 'log-full', raised: false })
    expect(changes).toEqual([false, true])
  })

  test('a log that stalls for longer than a keep-alive allows loses no connection', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    // 1.5 times 1 s is the limit; five answers to its pings are at least 2.5 s of it.
    const source = await client(broker, 'HN-0001', { keepalive: 1 })
    let pings = 0
    let closed = 0
    source.on('packetreceive', ({ cmd }) => {
      if (cmd === 'pingresp') pings += 1
    })
    source.on('close', () => {
      closed += 1
    })
    held.hold()
    const published = publishNumbers(source, topicOf('HN-0001'), 50)
    await expect.poll(() => pings, SOON).toBeGreaterThanOrEqual(5)
    held.release()
    await published
    expect(closed).toBe(0)
  })

  test('beyond what may wait nothing more is read; then all of it comes', async () => {
    const held = new HeldLog()
    const broker = await embedded(held, { maxWaitingBytes: 50_000 })
    const sources = await Promise.all(numbers(20).map((id) => client(broker, `HN-${id}`)))
    held.hold()
    const published = Promise.all(
      sources.map((source, i) =>
        Promise.all(numbers(200).map((n) => source.publishAsync(topicOf(`HN-${i}`), n.padEnd(700), { qos: 1 }))),
      ),
    )
    await expect.poll(() => broker.status().inFlight, SOON).toBeGreaterThan(49)
    // Each connection may have one chunk of the socket (64 KiB, some 90 messages) in its hands when the limit is reached.
    expect(broker.status().inFlight).toBeLessThan(2_500)
    held.release()
    await published
    expect(broker.status()).toMatchObject({ receivedTotal: 4_000, ackedTotal: 4_000, inFlight: 0 })
    expect(await held.payloads()).toHaveLength(4_000)
  })

  test('stop waits for the commit and sends the acknowledgements', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const source = await client(broker, 'HN-0001')
    held.hold()
    const published = publishNumbers(source, topicOf('HN-0001'), 50)
    await expect.poll(() => broker.status().inFlight, SOON).toBe(50)
    const stopped = broker.stop()
    held.release()
    await stopped
    await published
    expect(await held.payloads()).toEqual(numbers(50))
    expect(broker.status().connected).toBe(false)
  })

  test('QoS 0 and retained messages are kept too', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const source = await client(broker, 'HN-0001')
    await source.publishAsync(topicOf('HN-0001', 'state'), 'zero', { qos: 0 })
    await source.publishAsync(topicOf('HN-0001', 'birth'), 'born', { qos: 1, retain: true })
    await expect.poll(() => held.payloads(), SOON).toEqual(['zero', 'born'])
  })
})

describe('embedded broker: wills and commands', () => {
  test('a last will is kept when the connection breaks, and none after a goodbye', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const will = (text: string) => ({
      will: { topic: topicOf('HN-0001', 'death'), payload: Buffer.from(text), qos: 1 as const, retain: false },
    })
    const polite = await client(broker, 'HN-0001', will('polite'))
    await polite.endAsync()
    const broken = await client(broker, 'HN-0001', will('broken'))
    broken.stream.destroy()
    await expect.poll(() => held.payloads(), SOON).toEqual(['broken'])
    expect(await held.topics()).toEqual([topicOf('HN-0001', 'death')])
  })

  test('a will for another station is marked like any foreign message', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const source = await client(broker, 'HN-0001', {
      will: { topic: topicOf('HN-0002', 'death'), payload: Buffer.from('x'), qos: 1, retain: false },
    })
    source.stream.destroy()
    await expect.poll(() => held.topics(), SOON).toEqual([`!HN-0001!${topicOf('HN-0002', 'death')}`])
  })

  test('a command reaches its station; without a listener it is an error', async () => {
    const broker = await embedded(new HeldLog())
    const command = { resend: { boot: '1790000000000-7', src: '0', from: 3, to: 9 } }
    await expect(broker.publishCommand('HN-0001', command)).rejects.toThrow('station HN-0001 is not connected')
    const source = await client(broker, 'HN-0001')
    const heard = new Promise<string>((resolve) =>
      source.once('message', (topic, payload) => resolve(`${topic} ${payload.toString()}`)),
    )
    await source.subscribeAsync(topicOf('HN-0001', 'cmd'), { qos: 1 })
    await broker.publishCommand('HN-0001', command)
    expect(await heard).toBe(`${topicOf('HN-0001', 'cmd')} ${JSON.stringify(command)}`)
    await source.endAsync()
    await expect
      .poll(() => broker.publishCommand('HN-0001', command).then(() => 'sent', String), SOON)
      .toContain('not connected')
  })
})

describe('embedded broker: who may do what', () => {
  test('a foreign topic is acknowledged and kept with its user; nobody hears it', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const victim = await client(broker, 'HN-0002')
    const heard: string[] = []
    victim.on('message', (topic) => heard.push(topic))
    await victim.subscribeAsync(topicOf('HN-0002', 'cmd'), { qos: 1 })
    const source = await client(broker, 'HN-0001')
    await source.publishAsync(topicOf('HN-0002'), 'forged', { qos: 1 })
    await source.publishAsync(topicOf('HN-0002', 'cmd'), '{"resend":{}}', { qos: 1 })
    await source.publishAsync('anything/else', 'odd', { qos: 1 })
    await source.publishAsync(topicOf('HN-0001', 'nonsense'), 'own', { qos: 1 })
    expect(await held.topics()).toEqual([
      `!HN-0001!${topicOf('HN-0002')}`,
      `!HN-0001!${topicOf('HN-0002', 'cmd')}`,
      '!HN-0001!anything/else',
      topicOf('HN-0001', 'nonsense'),
    ])
    expect(parseForeignTopic((await held.topics())[0] ?? '')).toEqual({ user: 'HN-0001', topic: topicOf('HN-0002') })
    // What the broker itself sends arrives: so the forged command would have.
    await broker.publishCommand('HN-0002', { resend: { boot: '1-1', src: '0', from: 0, to: 0 } })
    await expect.poll(() => heard, SOON).toEqual([topicOf('HN-0002', 'cmd')])
  })

  test.each([
    '#',
    '+/#',
    '$SYS/#',
    topicOf('+', 'cmd'),
    topicOf('HN-0002', 'cmd'),
    topicOf('HN-0001', 'pm'),
    '$tram5g/logged',
  ])('a subscription to %s is refused', async (filter) => {
    const broker = await embedded(new HeldLog())
    const source = await client(broker, 'HN-0001')
    await expect(source.subscribeAsync(filter, { qos: 1 })).rejects.toThrow()
    expect(broker.status().refusedTotal).toBe(1)
  })

  test('no session is kept and no client id taken over by another user', async () => {
    const broker = await embedded(new HeldLog())
    const own = await client(broker, 'HN-0001', { clientId: 'same', clean: false })
    await own.subscribeAsync(topicOf('HN-0001', 'cmd'), { qos: 1 })
    const other = await client(broker, 'HN-0002', { clientId: 'same', clean: false })
    // Both still work: a connection that had been taken over would not answer any more.
    await Promise.race([own.publishAsync(topicOf('HN-0001'), '1', { qos: 1 }), closedBy(own)])
    await other.publishAsync(topicOf('HN-0002'), '2', { qos: 1 })
    await own.endAsync()
    await other.endAsync()
    const again = connect(`mqtt://127.0.0.1:${broker.port}`, { username: 'HN-0001', clientId: 'same', clean: false })
    cleanup.add(again, () => again.endAsync(true))
    const { sessionPresent } = await new Promise<{ sessionPresent: boolean }>((resolve) =>
      again.once('connect', resolve),
    )
    expect(sessionPresent).toBe(false)
  })

  test.each([undefined, 'no/station', '!'])('user name %j is refused', async (user) => {
    const broker = await embedded(new HeldLog())
    await expect(client(broker, user)).rejects.toThrow('Bad username or password')
    expect(broker.status().refusedTotal).toBe(1)
  })

  test('with passwords everyone is asked', async () => {
    const passwords = async (user: string, password: string) => user === 'HN-0001' && password === 's3cret'
    const broker = await embedded(new HeldLog(), { passwords })
    await expect(client(broker, 'HN-0001')).rejects.toThrow('Bad username or password')
    await expect(client(broker, 'HN-0001', { password: 'wrong' })).rejects.toThrow('Bad username or password')
    await expect(client(broker, 'HN-0002', { password: 's3cret' })).rejects.toThrow('Bad username or password')
    expect((await client(broker, 'HN-0001', { password: 's3cret' })).connected).toBe(true)
    expect(broker.status().refusedTotal).toBe(3)
  })

  test('a check of passwords that fails lets nobody in', async () => {
    const broker = await embedded(new HeldLog(), { passwords: () => Promise.reject(new Error('file is gone')) })
    await expect(client(broker, 'HN-0001', { password: 'x' })).rejects.toThrow('Server unavailable')
  })

  test('live, and any address but loopback, always ask', async () => {
    await expect(embedded(new HeldLog(), { realm: 'live' })).rejects.toThrow('TRAM5G_BROKER_PASSWORDS_FILE')
    await expect(embedded(new HeldLog(), { host: '0.0.0.0' })).rejects.toThrow('TRAM5G_BROKER_PASSWORDS_FILE')
  })

  test('MQTT 5 is refused as a version, so that a client can try 3.1.1', async () => {
    const broker = await embedded(new HeldLog())
    const socket = connectTcp(broker.port, '127.0.0.1')
    cleanup.add(socket, () => socket.destroy())
    socket.write(Buffer.from('101300044d5154540502003c0000047261772d0000', 'hex').subarray(0, 21))
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString('hex')).toBe('20020001')
    expect(broker.status().refusedTotal).toBe(1)
  })

  test('a port in use is told with the setting that changes it', async () => {
    const first = await embedded(new HeldLog())
    await expect(embedded(new HeldLog(), { port: first.port })).rejects.toThrow(
      `port ${first.port} is in use on 127.0.0.1: stop the other broker, or set TRAM5G_MQTT_PORT to another port`,
    )
  })

  test('more connections than allowed are turned away and counted', async () => {
    const broker = await embedded(new HeldLog(), { maxConnections: 2 })
    await client(broker, 'HN-0001')
    await client(broker, 'HN-0002')
    const third = connectTcp(broker.port, '127.0.0.1')
    cleanup.add(third, () => third.destroy())
    third.on('error', () => undefined)
    await closeOf(third)
    expect(broker.status().refusedTotal).toBe(1)
  })
})

describe('embedded broker: size of packets', () => {
  test('a PUBLISH over 16 MiB ends its connection at its header, before its bytes', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const { socket } = await rawStation(broker.port, 'HN-0001')
    const closed = closeOf(socket)
    socket.write(fixedHeader(0x32, 20 * 1024 * 1024))
    await closed
    expect(broker.status().refusedTotal).toBe(1)
    // The broker lives, and so do the others.
    await publishNumbers(await client(broker, 'HN-0002'), topicOf('HN-0002'), 1)
    expect(await held.topics()).toEqual([topicOf('HN-0002')])
  })

  test('20 MiB that are pushed in all the same do not stay in memory', async () => {
    const broker = await embedded(new HeldLog())
    const { socket } = await rawStation(broker.port, 'HN-0001')
    const closed = closeOf(socket)
    const before = heldBuffers()
    const packet = publishPacket(topicOf('HN-0001'), Buffer.alloc(20 * 1024 * 1024), 1)
    socket.write(packet)
    await closed
    const grown = heldBuffers() - before - packet.length
    expect(grown).toBeLessThan(4 * 1024 * 1024)
  })

  test('15 MiB are taken', async () => {
    const held = new HeldLog(memoryLog({ realm: REALM }))
    const broker = await embedded(held)
    const source = await client(broker, 'HN-0001')
    await source.publishAsync(topicOf('HN-0001', 'pm/xml'), Buffer.alloc(15 * 1024 * 1024, 'x'), { qos: 1 })
    expect((await held.inner.read(0, undefined, 1))[0]?.payload.byteLength).toBe(15 * 1024 * 1024)
  })

  test('who has not shown who it is may send a small CONNECT and nothing else', async () => {
    const broker = await embedded(new HeldLog())
    for (const header of [fixedHeader(0x10, 70_000), fixedHeader(0x32, 70_000)]) {
      const socket = connectTcp(broker.port, '127.0.0.1')
      cleanup.add(socket, () => socket.destroy())
      const closed = closeOf(socket)
      socket.write(header)
      await closed
    }
    expect(broker.status().refusedTotal).toBe(2)
  })

  test('too many large packets at once: the last one is sent away, the others arrive', async () => {
    const held = new HeldLog()
    const broker = await embedded(held)
    const half = 8 * 1024 * 1024
    const stations = await Promise.all(numbers(9).map((id) => rawStation(broker.port, `HN-${id}`)))
    const packets = stations.map((_, i) => publishPacket(topicOf(`HN-${i}`), Buffer.alloc(15 * 1024 * 1024), 1))
    for (const [i, { socket }] of stations.entries()) socket.write(packets[i]!.subarray(0, half))
    await expect.poll(() => stations.filter(({ socket }) => socket.destroyed).length, SOON).toBe(1)
    for (const [i, { socket }] of stations.entries()) if (!socket.destroyed) socket.write(packets[i]!.subarray(half))
    await expect
      .poll(() => stations.filter(({ received }) => received().toString('hex').endsWith('40020001')).length, SOON)
      .toBe(8)
    expect(await held.topics()).toHaveLength(8)
  })

  test('what is no MQTT ends its own connection only', async () => {
    const broker = await embedded(new HeldLog())
    for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\xff\xff\xff\xff\xff\xff', '\x00']) {
      const socket = connectTcp(broker.port, '127.0.0.1')
      cleanup.add(socket, () => socket.destroy())
      socket.on('error', () => undefined)
      socket.end(Buffer.from(bytes, 'latin1'))
      await closeOf(socket)
    }
    expect((await client(broker, 'HN-0001')).connected).toBe(true)
  })
})

describe('MQTT intake on a 3.1.1 broker', () => {
  test('falls back from MQTT 5, takes in, acknowledges after the commit, and survives a broken line', async () => {
    const aedes = await Aedes.createBroker()
    const server = createServer((socket) => void aedes.handle(socket))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    cleanup.add(aedes, () => new Promise<void>((resolve) => aedes.close(() => server.close(() => resolve()))))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const tap = cleanup.add(await startMqttTap(port), (started) => started.close())
    const held = new HeldLog()
    const { intake } = await startIntake(cleanup, tap.url, held)
    await connected(intake)
    expect(intake.status().mode).toBe('mqtt3.1.1')
    const source = await client({ port }, 'anyone')
    await publishNumbers(source, topicOf('HN-0001'), 100)
    await expect.poll(() => intake.status().ackedTotal, SOON).toBe(100)
    await expect.poll(() => new Set(tap.sent.filter(({ type }) => type === 4).map(packetId)).size, SOON).toBe(100)
    tap.cut()
    await expect.poll(() => intake.status().connected, SOON).toBe(false)
    await connected(intake)
    await publishNumbers(source, topicOf('HN-0001'), 100, 100)
    await expect.poll(async () => distinct(await held.payloads()), SOON).toEqual(numbers(200))
  })

  test('subscriptions that are refused are told with their topics, and tried again', async () => {
    const broker = await embedded(new HeldLog())
    const before = alarms.length
    const { intake, alarms: told } = await startIntake(cleanup, `mqtt://127.0.0.1:${broker.port}`, new HeldLog())
    await expect.poll(() => told.map(({ code }) => code), SOON).toContain('subscription-refused')
    expect(intake.status().connected).toBe(false)
    expect(intake.status().lastError).toMatch(
      /refuses our subscriptions \(tram5g\/v1\/sim-test\/\+\/birth.*give user collector read access/,
    )
    await expect.poll(() => broker.status().refusedTotal, SOON).toBeGreaterThan(15)
    expect(alarms.length).toBe(before)
  })
})
