import { describe, expect, test } from 'vitest'
import { AlarmBoard, type IntakeAlarm } from '../../../collector/alarm.ts'
import { backoffMs } from '../../../collector/backoff.ts'
import { formatBrokerUrl, parseBrokerUrl } from '../../../collector/broker-url.ts'
import { DroppedWatch } from '../../../collector/dropped-watch.ts'
import { checkOpenness, loggedTopic, maySubscribe, userName } from '../../../collector/embedded-access.ts'
import { explainListenError } from '../../../collector/listen-error.ts'
import { encodePubacks } from '../../../collector/puback.ts'
import { RateLimitedWarnings } from '../../../collector/rate-limited-warnings.ts'
import { topicPartition } from '../../../collector/topic-partition.ts'
import { formatForeignTopic, parseForeignTopic } from '../../../contract/mod.ts'
import { partitionOf } from '../../../log/mod.ts'
import { FakeTime } from './fake-time.ts'
import { RecordingLogger } from './recording-logger.ts'

test('back-off: exponential up to its maximum, anywhere below it', () => {
  const range = { minMs: 500, maxMs: 60_000 }
  expect(backoffMs(3, range, () => 0.5)).toBe(2_000)
  expect([0, 1, 2, 6, 7, 1_000].map((attempt) => backoffMs(attempt, range, () => 0.999999))).toEqual([
    500, 1_000, 2_000, 32_000, 60_000, 60_000,
  ])
  expect(backoffMs(5, range, () => 0)).toBe(0)
})

describe('broker URL', () => {
  test.each([
    ['mqtt://broker', { protocol: 'mqtt', host: 'broker', port: 1883 }],
    ['mqtts://10.0.0.1', { protocol: 'mqtts', host: '10.0.0.1', port: 8883 }],
    ['mqtt://[::1]:1999', { protocol: 'mqtt', host: '::1', port: 1999 }],
  ])('%s', (text, address) => {
    expect(parseBrokerUrl(text)).toEqual(address)
  })

  test('is written back in full', () => {
    expect(formatBrokerUrl(parseBrokerUrl('mqtt://[::1]'))).toBe('mqtt://[::1]:1883')
  })

  test.each(['broker:1883', 'http://broker', 'mqtt://', ''])('%j is refused with what it must look like', (text) => {
    expect(() => parseBrokerUrl(text)).toThrow('TRAM5G_MQTT_URL must look like mqtt://broker:1883')
  })

  test('credentials are refused, and not repeated', () => {
    expect(() => parseBrokerUrl('mqtt://user:s3cret@broker')).toThrow(/TRAM5G_MQTT_PASSWORD_FILE/)
    expect(() => parseBrokerUrl('mqtt://user:s3cret@broker')).not.toThrow(/s3cret/)
  })
})

test('PUBACKs stand one behind the other, four bytes each', () => {
  expect([...encodePubacks([1, 0x1234])]).toEqual([0x40, 2, 0, 1, 0x40, 2, 0x12, 0x34])
  expect(encodePubacks([])).toHaveLength(0)
})

describe('count of dropped messages', () => {
  const counts = (...texts: string[]) => {
    const watch = new DroppedWatch()
    return texts.map((text) => watch.increase(Buffer.from(text)))
  }

  test('the first says nothing, later ones their increase', () => {
    expect(counts('7', '7', '157')).toEqual([0, 0, 150])
  })

  test('after a restart of the broker all of it is new', () => {
    expect(counts('100', '3')).toEqual([0, 3])
  })

  test('what is no count is none', () => {
    expect(counts('0', 'many', '-1', '2')).toEqual([0, 0, 0, 2])
  })
})

describe('foreign topics', () => {
  test('mark and user come back', () => {
    const marked = formatForeignTopic('HN-0001', 'tram5g/v1/live/HN-0002/pm!')
    expect(marked).toBe('!HN-0001!tram5g/v1/live/HN-0002/pm!')
    expect(parseForeignTopic(marked)).toEqual({ user: 'HN-0001', topic: 'tram5g/v1/live/HN-0002/pm!' })
  })

  test.each(['tram5g/v1/live/HN-0002/pm', '', '!', '!!x', '!no-end'])('%j bears no mark', (topic) => {
    expect(parseForeignTopic(topic)).toBeUndefined()
  })
})

describe('partition of a topic', () => {
  const of = (topic: string) => topicPartition(topic, 16)

  test('is that of its station, whoever published it', () => {
    const own = of('tram5g/v1/live/HN-0001/pm')
    expect(own).toBe(partitionOf('HN-0001', 16))
    expect(of('tram5g/v1/live/HN-0001/pm/xml')).toBe(own)
    expect(of('!GW-1!tram5g/v1/live/HN-0001/state')).toBe(own)
  })

  test('without a station it is that of the user, or of the topic', () => {
    expect(of('!HN-0001!foo/bar')).toBe(partitionOf('HN-0001', 16))
    expect(of('foo/bar')).toBe(partitionOf('foo/bar', 16))
    expect(topicPartition('foo/bar', 1)).toBe(0)
  })
})

describe('access to the embedded broker', () => {
  test.each([
    ['127.0.0.1', 'sim-demo'],
    ['::1', 'replay-q1'],
    ['localhost', 'sim-demo'],
  ])('on %s in %s no password needs to be asked', (host, realm) => {
    expect(() => checkOpenness(host, realm, false)).not.toThrow()
  })

  test.each([
    ['127.0.0.1', 'live'],
    ['0.0.0.0', 'sim-demo'],
    ['127.0.0.1.example.org', 'sim-demo'],
  ])('on %s in %s one must be', (host, realm) => {
    expect(() => checkOpenness(host, realm, false)).toThrow('TRAM5G_BROKER_PASSWORDS_FILE')
    expect(() => checkOpenness(host, realm, true)).not.toThrow()
  })

  test('a user name is a station id', () => {
    expect(userName('HN-0001')).toBe('HN-0001')
    for (const bad of [undefined, '', 'a!b', 'a/b', 'x'.repeat(65)]) expect(userName(bad)).toBeUndefined()
  })

  test('a topic that names the user stays as it is, in any realm and kind; any other is marked', () => {
    for (const topic of ['tram5g/v1/live/HN-1/pm', 'tram5g/v1/sim-x/HN-1/nonsense', 'tram5g/v1/live/HN-1/pm/xml'])
      expect(loggedTopic('HN-1', topic)).toBe(topic)
    for (const topic of ['tram5g/v1/live/HN-2/pm', 'tram5g/v2/live/HN-1/pm', 'foo', '', '!x!tram5g/v1/live/HN-1/pm'])
      expect(loggedTopic('HN-1', topic)).toBe(`!HN-1!${topic}`)
  })

  test('users hear their own cmd only', () => {
    expect(maySubscribe('live', 'HN-1', 'tram5g/v1/live/HN-1/cmd')).toBe(true)
    for (const filter of ['#', 'tram5g/v1/live/+/cmd', 'tram5g/v1/live/HN-2/cmd', 'tram5g/v1/live/HN-1/pm', '$SYS/#'])
      expect(maySubscribe('live', 'HN-1', filter)).toBe(false)
  })
})

test('a port in use is told with the setting that changes it', () => {
  const error = explainListenError(Object.assign(new Error('x'), { code: 'EADDRINUSE' }), '127.0.0.1', 1883)
  expect(error.message).toBe(
    'port 1883 is in use on 127.0.0.1: stop the other broker, or set TRAM5G_MQTT_PORT to another port',
  )
  expect(explainListenError(new Error('odd'), '127.0.0.1', 1).message).toContain('odd')
})

test('alarms are told once, and again when their text changes; cleared ones once', () => {
  const alarms: IntakeAlarm[] = []
  const board = new AlarmBoard(
    (alarm) => alarms.push(alarm),
    new RecordingLogger(),
    () => 5,
  )
  board.raise('broker-refused', 'a')
  board.raise('broker-refused', 'a')
  board.raise('broker-refused', 'b')
  board.clear('broker-refused', 'gone')
  board.clear('broker-refused', 'gone')
  board.clear('log-full', 'never stood')
  expect(alarms.map(({ raised, text }) => [raised, text])).toEqual([
    [true, 'a'],
    [true, 'b'],
    [false, 'gone'],
  ])
})

test('the same warning comes once a minute, with how many were left out', () => {
  const logger = new RecordingLogger()
  let nowMs = 0
  const warnings = new RateLimitedWarnings<'login' | 'oversized'>(logger, () => nowMs)
  for (let i = 0; i < 10; i++) warnings.warn('login', { user: i }, 'wrong')
  warnings.warn('oversized', {}, 'large')
  nowMs = 60_000
  warnings.warn('login', { user: 'x' }, 'wrong')
  expect(logger.lines.map(({ fields }) => fields)).toEqual([
    { reason: 'login', user: 0 },
    { reason: 'oversized' },
    { reason: 'login', user: 'x', leftOut: 9 },
  ])
})

test('the fake clock runs timers in their order', async () => {
  const time = new FakeTime(0)
  const order: number[] = []
  time.schedule(20, () => order.push(20))
  time.schedule(10, () => order.push(10))
  await time.pass(15)
  expect(order).toEqual([10])
})
