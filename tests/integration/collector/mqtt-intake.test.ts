import { connectAsync } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { memoryLog } from '../../../log/mod.ts'
import { freePort } from '../../support/free-port.ts'
import { type Mosquitto, type MosquittoOptions, mosquittoInstalled, startMosquitto } from '../../support/mosquitto.ts'
import { packetId, startMqttTap, type TappedPacket } from '../../support/mqtt-tap.ts'
import {
  Cleanup,
  connected,
  distinct,
  HeldLog,
  numbers,
  publishNumbers,
  REALM,
  SOON,
  startIntake,
  station,
  topicOf,
} from './intake-kit.ts'

const PUBACK = 4
const cleanup = new Cleanup()
afterEach(() => cleanup.run())

async function broker(options: MosquittoOptions = {}): Promise<Mosquitto> {
  return cleanup.add(await startMosquitto({ users: ['HN-0001', 'HN-0002'], ...options }), (started) =>
    started.dispose(),
  )
}

const pubacks = (sent: readonly TappedPacket[]) => sent.filter(({ type }) => type === PUBACK)

describe.skipIf(!mosquittoInstalled)('MQTT intake with Mosquitto (SKIPPED where mosquitto is not installed)', () => {
  test('R1: no PUBACK goes out before its commit', async () => {
    const mosquitto = await broker()
    const held = new HeldLog()
    let early = 0
    let acknowledged = 0
    const tap = cleanup.add(
      await startMqttTap(mosquitto.port, ({ type }) => {
        if (type === PUBACK && ++acknowledged > held.committed) early += 1
      }),
      (started) => started.close(),
    )
    const { intake } = await startIntake(cleanup, tap.url, held)
    await connected(intake)
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    held.hold()
    const published = publishNumbers(source, topicOf('HN-0001'), 10_000)
    await expect.poll(() => intake.status().inFlight, SOON).toBe(2_000)
    expect(pubacks(tap.sent)).toEqual([])
    expect(intake.status().ackedTotal).toBe(0)
    held.release()
    await published
    await expect.poll(() => pubacks(tap.sent).length, SOON).toBe(10_000)
    expect(early).toBe(0)
    expect(distinct(await held.payloads())).toEqual(numbers(10_000))
  })

  test('R4: an acknowledgement of an old connection is never sent on a new one', async () => {
    const mosquitto = await broker()
    const held = new HeldLog()
    const tap = cleanup.add(await startMqttTap(mosquitto.port), (started) => started.close())
    const { intake } = await startIntake(cleanup, tap.url, held)
    await connected(intake)
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    held.hold()
    await publishNumbers(source, topicOf('HN-0001'), 100)
    await expect.poll(() => intake.status().inFlight, SOON).toBe(100)
    tap.cut()
    await expect.poll(() => tap.connections(), SOON).toBe(2)
    await connected(intake)
    // The broker delivers the hundred again; their first deliveries must not be acknowledged any more.
    await expect.poll(() => intake.status().inFlight, SOON).toBe(200)
    held.release()
    await expect.poll(() => intake.status().inFlight, SOON).toBe(0)
    await expect.poll(() => pubacks(tap.sent).length, SOON).toBe(100)
    expect(pubacks(tap.sent).every(({ connection }) => connection === 2)).toBe(true)
    expect(new Set(pubacks(tap.sent).map(packetId)).size).toBe(100)
    expect(intake.status().ackedTotal).toBe(100)
    expect(distinct(await held.payloads())).toEqual(numbers(100))
  })

  test('R5: what the broker kept for us comes in, none is lost between CONNACK and readiness', async () => {
    const mosquitto = await broker()
    const held = new HeldLog()
    const first = await startIntake(cleanup, mosquitto.url, held)
    await connected(first.intake)
    await first.intake.stop()
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    await publishNumbers(source, topicOf('HN-0001'), 50)
    const second = await startIntake(cleanup, mosquitto.url, held)
    await expect.poll(() => second.intake.status().ackedTotal, SOON).toBe(50)
    expect(distinct(await held.payloads())).toEqual(numbers(50))
  })

  test.each([
    ['with room for what waits', undefined],
    ['with no room left, so that nothing is read any more', 20_000],
  ])('R6: a log that stalls for 5 keep-alive periods loses no connection (%s)', async (_, maxWaitingBytes) => {
    const mosquitto = await broker()
    const held = new HeldLog()
    const tap = cleanup.add(await startMqttTap(mosquitto.port), (started) => started.close())
    const { intake } = await startIntake(cleanup, tap.url, held, {
      keepaliveS: 2,
      ...(maxWaitingBytes === undefined ? {} : { maxWaitingBytes }),
    })
    await connected(intake)
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    held.hold()
    await publishNumbers(source, topicOf('HN-0001'), 200)
    await expect.poll(() => intake.status().inFlight, SOON).toBeGreaterThan(50)
    const before = tap.sent.length
    // PINGREQs show that time passes for the connection: five of them are five keep-alive periods or more of it at 2 s.
    await expect.poll(() => tap.sent.slice(before).filter(({ type }) => type === 12).length, SOON).toBeGreaterThan(5)
    held.release()
    await expect.poll(() => intake.status().ackedTotal, SOON).toBe(200)
    expect(tap.connections()).toBe(1)
    expect(distinct(await held.payloads())).toEqual(numbers(200))
  })

  test('back-pressure: a full log acknowledges nothing, loses nothing, and goes on after retention', async () => {
    const mosquitto = await broker()
    let nowMs = 1_790_000_000_000
    const log = memoryLog({
      realm: REALM,
      budgetBytes: 60_000,
      segmentMaxBytes: 10_000,
      retentionMs: 1_000,
      now: () => nowMs,
    })
    const { intake, alarms } = await startIntake(cleanup, mosquitto.url, new HeldLog(log), { now: () => nowMs })
    await connected(intake)
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    const seen = new Set<string>()
    const collect = async (): Promise<void> => {
      for (const { payload } of await log.read(0, undefined, 10_000)) seen.add(Buffer.from(payload).toString())
    }
    for (let first = 0; first < 1_000; first += 20) await publishNumbers(source, topicOf('HN-0001'), 20, first)
    await expect.poll(() => intake.status().accepting, SOON).toBe(false)
    await expect.poll(() => intake.status().inFlight, SOON).toBe(1_000 - intake.status().ackedTotal)
    expect(intake.status().ackedTotal).toBeLessThan(1_000)
    expect(intake.status().lastError).toMatch(/The log is full/)
    expect(alarms.map(({ code, raised }) => [code, raised])).toEqual([['log-full', true]])
    await collect()
    expect(seen.size).toBe(intake.status().ackedTotal)
    await expect
      .poll(async () => {
        await collect()
        nowMs += 10_000
        await log.retain(0, (await log.usage(0)).newest, nowMs)
        return intake.status().ackedTotal
      }, SOON)
      .toBe(1_000)
    await collect()
    expect(distinct([...seen])).toEqual(numbers(1_000))
    expect(intake.status().accepting).toBe(true)
    expect(alarms.at(-1)).toMatchObject({ code: 'log-full', raised: false })
  })

  test('the broker restarts: the intake comes back and nothing is missing', async () => {
    const mosquitto = await broker()
    const held = new HeldLog()
    const { intake, alarms } = await startIntake(cleanup, mosquitto.url, held)
    await connected(intake)
    const before = await station(cleanup, mosquitto.url, 'HN-0001')
    await publishNumbers(before, topicOf('HN-0001'), 100)
    await mosquitto.stop()
    await expect.poll(() => alarms.at(-1)?.code, SOON).toBe('broker-unreachable')
    expect(intake.status()).toMatchObject({ connected: false, accepting: true })
    expect(intake.status().lastError).toMatch(/cannot be reached: nothing listens there/)
    await mosquitto.start()
    await connected(intake)
    expect(alarms.at(-1)).toMatchObject({ code: 'broker-unreachable', raised: false })
    const after = await station(cleanup, mosquitto.url, 'HN-0001')
    await publishNumbers(after, topicOf('HN-0001'), 100, 100)
    await expect.poll(async () => distinct(await held.payloads()), SOON).toEqual(numbers(200))
    expect(intake.status().lastError).toBeUndefined()
  })

  test('R8: what the broker drops raises an alarm with its number', async () => {
    const mosquitto = await broker({
      config: { max_queued_messages: '50', max_queued_bytes: '0', sys_interval: '1', max_inflight_messages: '20' },
    })
    const held = new HeldLog()
    const { intake, alarms } = await startIntake(cleanup, mosquitto.url, held, { receiveMaximum: 20 })
    await connected(intake)
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    // The count must be known from before the loss.
    const watcher = await connectAsync(mosquitto.url, { username: 'collector', password: 'pw-collector' })
    cleanup.add(watcher, () => watcher.endAsync(true))
    const told = new Promise((resolve) => watcher.once('message', resolve))
    await watcher.subscribeAsync('$SYS/broker/publish/messages/dropped')
    await told
    held.hold()
    await publishNumbers(source, topicOf('HN-0001'), 220)
    await expect.poll(() => alarms.find(({ code }) => code === 'broker-dropped')?.text, SOON).toMatch(/dropped 150 /)
    held.release()
    await expect.poll(() => intake.status().ackedTotal, SOON).toBe(70)
  })

  test('QoS 0, a station name that is none and bytes that are no JSON are kept as they came', async () => {
    const mosquitto = await broker()
    const held = new HeldLog()
    const { intake } = await startIntake(cleanup, mosquitto.url, held)
    await connected(intake)
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    await source.publishAsync(topicOf('HN-0001', 'state'), Buffer.from([0xff, 0, 0xfe]), { qos: 0 })
    await source.publishAsync(topicOf('HN-0001', 'pm/xml'), '', { qos: 1 })
    await expect.poll(() => held.topics(), SOON).toEqual([topicOf('HN-0001', 'state'), topicOf('HN-0001', 'pm/xml')])
    const [first] = await held.inner.read(0, undefined, 1)
    expect([...first!.payload]).toEqual([0xff, 0, 0xfe])
    expect(first!.source).toBe('mqtt')
    expect(intake.status()).toMatchObject({ receivedTotal: 2, ackedTotal: 1, inFlight: 0 })
  })

  test('stop takes what has come, acknowledges it and says goodbye; the session stays', async () => {
    const mosquitto = await broker()
    const held = new HeldLog()
    const tap = cleanup.add(await startMqttTap(mosquitto.port), (started) => started.close())
    const { intake } = await startIntake(cleanup, tap.url, held)
    await connected(intake)
    const source = await station(cleanup, mosquitto.url, 'HN-0001')
    held.hold()
    await publishNumbers(source, topicOf('HN-0001'), 30)
    await expect.poll(() => intake.status().inFlight, SOON).toBe(30)
    const stopped = intake.stop()
    held.release()
    await stopped
    await expect.poll(() => tap.sent.at(-1)?.type, SOON).toBe(14)
    expect(pubacks(tap.sent)).toHaveLength(30)
    expect(intake.status().connected).toBe(false)
    await publishNumbers(source, topicOf('HN-0001'), 5, 30)
    const again = await startIntake(cleanup, tap.url, held)
    await expect.poll(() => again.intake.status().ackedTotal, SOON).toBe(5)
    expect(distinct(await held.payloads())).toEqual(numbers(35))
  })

  test('a command reaches its station, and no other', async () => {
    const mosquitto = await broker()
    const { intake } = await startIntake(cleanup, mosquitto.url, new HeldLog())
    await connected(intake)
    const heard: [string, string][] = []
    for (const id of ['HN-0001', 'HN-0002']) {
      const listener = await station(cleanup, mosquitto.url, id)
      listener.on('message', (topic, payload) => heard.push([id, `${topic} ${payload.toString()}`]))
      await listener.subscribeAsync([topicOf('HN-0001', 'cmd'), topicOf('HN-0002', 'cmd')], { qos: 1 })
    }
    const command = { resend: { boot: '1790000000000-7', src: '0', from: 3, to: 9 } }
    await intake.publishCommand('HN-0002', command)
    await expect
      .poll(() => heard, SOON)
      .toEqual([['HN-0002', `${topicOf('HN-0002', 'cmd')} ${JSON.stringify(command)}`]])
  })

  test('two collectors of one realm take the session from each other: it is told', async () => {
    const mosquitto = await broker()
    const first = await startIntake(cleanup, mosquitto.url, new HeldLog())
    await connected(first.intake)
    await startIntake(cleanup, mosquitto.url, new HeldLog())
    await expect.poll(() => first.alarms.map(({ code }) => code), SOON).toContain('session-taken-over')
    expect(first.alarms.find(({ code }) => code === 'session-taken-over')?.text).toMatch(/second collector.*stop one/)
  })

  test.each([
    [
      'a wrong password',
      { password: 'wrong' },
      /refuses us: (bad user name or password|not authorised).*TRAM5G_MQTT_PASSWORD_FILE/,
    ],
    ['no user name', { username: undefined, password: undefined }, /refuses us: not authorised.*TRAM5G_MQTT_USERNAME/],
  ])('%s is told in one line, and tried again', async (_, options, line) => {
    const mosquitto = await broker()
    const tap = cleanup.add(await startMqttTap(mosquitto.port), (started) => started.close())
    const { intake, alarms } = await startIntake(cleanup, tap.url, new HeldLog(), options as object)
    await expect.poll(() => tap.connections(), SOON).toBeGreaterThan(2)
    expect(intake.status().connected).toBe(false)
    expect(intake.status().lastError).toMatch(line)
    expect(intake.status().lastError).not.toContain('wrong')
    expect(alarms.map(({ code, raised }) => [code, raised])).toEqual([['broker-refused', true]])
  })
})

test('no broker: the start does not wait for it, the status says why', async () => {
  const port = await freePort()
  const { intake, alarms } = await startIntake(cleanup, `mqtt://127.0.0.1:${port}`, new HeldLog())
  await expect.poll(() => alarms.length, SOON).toBe(1)
  expect(alarms[0]).toMatchObject({ code: 'broker-unreachable', raised: true })
  expect(intake.status()).toMatchObject({ connected: false, url: `mqtt://127.0.0.1:${port}` })
  await expect(intake.publishCommand('HN-0001', { resend: { boot: '1-1', src: '0', from: 0, to: 0 } })).rejects.toThrow(
    'not connected',
  )
})
