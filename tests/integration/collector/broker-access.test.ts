import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { opensslInstalled, TestAuthority } from '../../support/certificates.ts'
import { freePort } from '../../support/free-port.ts'
import { mosquittoInstalled, startMosquitto } from '../../support/mosquitto.ts'
import { Cleanup, connected, HeldLog, SOON, startIntake, station, topicOf } from './intake-kit.ts'

const cleanup = new Cleanup()
afterEach(() => cleanup.run())

const KINDS = ['birth', 'death', 'pm', 'pm/xml', 'state', 'alarm', 'test']

describe.skipIf(!mosquittoInstalled)('the access rules we deliver (SKIPPED where mosquitto is not installed)', () => {
  test.each([4, 5] as const)(
    'MQTT version %i: a station speaks for itself and hears its cmd, judged by what arrives',
    async (version) => {
      const mosquitto = cleanup.add(await startMosquitto({ users: ['HN-0001', 'HN-0002'] }), (started) =>
        started.dispose(),
      )
      const held = new HeldLog()
      const { intake } = await startIntake(cleanup, mosquitto.url, held)
      await connected(intake)
      const source = await station(cleanup, mosquitto.url, 'HN-0001', { protocolVersion: version })
      const listener = await station(cleanup, mosquitto.url, 'HN-0002', { protocolVersion: version })
      const heard: string[] = []
      listener.on('message', (topic) => heard.push(topic))
      for (const filter of [
        '#',
        '+/#',
        '$SYS/#',
        topicOf('+', 'pm'),
        topicOf('HN-0001', 'cmd'),
        topicOf('HN-0002', 'cmd'),
      ])
        await listener.subscribeAsync(filter, { qos: 1 }).catch(() => undefined)
      const forbidden = [
        ...KINDS.map((kind) => topicOf('HN-0002', kind)),
        topicOf('HN-0002', 'cmd'),
        topicOf('HN-0001', 'cmd'),
        topicOf('HN-0001', 'other'),
        'tram5g/v1/sim-test',
        '$SYS/broker/publish/messages/dropped',
      ]
      // With 5 the broker says no, with 3.1.1 it acknowledges and throws away: what arrives is what counts.
      for (const topic of forbidden) {
        // Some of it ends the connection instead (a topic below $SYS).
        const intruder = await station(cleanup, mosquitto.url, 'HN-0001', { protocolVersion: version })
        const closed = new Promise<void>((resolve) => intruder.once('close', () => resolve()))
        await Promise.race([closed, intruder.publishAsync(topic, '9', { qos: 1 }).catch(() => undefined)])
      }
      for (const kind of KINDS) await source.publishAsync(topicOf('HN-0001', kind), '{}', { qos: 1 })
      await expect.poll(() => held.topics(), SOON).toHaveLength(KINDS.length)
      await intake.publishCommand('HN-0002', { resend: { boot: '1-1', src: '0', from: 0, to: 0 } })
      await expect.poll(() => heard, SOON).toContain(topicOf('HN-0002', 'cmd'))
      expect((await held.topics()).sort()).toEqual(KINDS.map((kind) => topicOf('HN-0001', kind)).sort())
      expect([...new Set(heard)]).toEqual([topicOf('HN-0002', 'cmd')])
    },
  )

  test('who is nobody, and who gives another’s password, stays outside', async () => {
    const mosquitto = cleanup.add(await startMosquitto({ users: ['HN-0001'] }), (started) => started.dispose())
    const options = { reconnectPeriod: 0 }
    await expect(connectAsync(mosquitto.url, options)).rejects.toThrow(/[Nn]ot authorized/)
    await expect(
      connectAsync(mosquitto.url, { ...options, username: 'HN-0001', password: 'pw-collector' }),
    ).rejects.toThrow(/[Nn]ot authorized|[Bb]ad/)
  })

  test.skipIf(!opensslInstalled)(
    'TLS: certificates on both sides, the CN is the user (SKIPPED where openssl is not installed)',
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'tram5g-tls-'))
      cleanup.add(directory, () => rm(directory, { recursive: true, force: true }))
      const authority = new TestAuthority(directory)
      const [server, collector, stranger] = await Promise.all([
        authority.issue('broker'),
        authority.issue('collector'),
        new TestAuthority(await mkdtemp(join(directory, 'other-'))).issue('collector'),
      ])
      const tlsPort = await freePort()
      const mosquitto = await startMosquitto({
        append: [
          `listener ${tlsPort} 127.0.0.1`,
          `cafile ${authority.caFile}`,
          `certfile ${server.certFile}`,
          `keyfile ${server.keyFile}`,
          'require_certificate true',
          'use_identity_as_username true',
        ],
        users: ['HN-0001'],
      })
      cleanup.add(mosquitto, (started) => started.dispose())
      const url = `mqtts://127.0.0.1:${tlsPort}`
      const ca = await readFile(authority.caFile)
      const noPassword = { username: undefined, password: undefined } as object

      const held = new HeldLog()
      const { intake } = await startIntake(cleanup, url, held, {
        ...noPassword,
        tls: { ca, cert: collector.cert, key: collector.key },
      })
      await connected(intake)
      const source = await station(cleanup, mosquitto.url, 'HN-0001')
      await source.publishAsync(topicOf('HN-0001'), '{}', { qos: 1 })
      await expect.poll(() => intake.status().ackedTotal, SOON).toBe(1)
      await intake.stop()

      const untrusting = await startIntake(cleanup, url, new HeldLog(), {
        ...noPassword,
        tls: { cert: collector.cert, key: collector.key },
      })
      await expect.poll(() => untrusting.intake.status().lastError, SOON).toMatch(/cannot be reached.*TRAM5G_MQTT_CA/)
      await untrusting.intake.stop()

      const strange = await startIntake(cleanup, url, new HeldLog(), {
        ...noPassword,
        tls: { ca, cert: stranger.cert, key: stranger.key },
      })
      await expect.poll(() => strange.intake.status().lastError, SOON).toBeDefined()
      expect(strange.intake.status().connected).toBe(false)
    },
  )
})

test('something that accepts and says nothing is given up, told, and tried again', async () => {
  let connections = 0
  const server = createServer(() => {
    connections += 1
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  cleanup.add(server, (listening) => listening.close())
  const { intake, alarms } = await startIntake(cleanup, `mqtt://127.0.0.1:${port}`, new HeldLog(), {
    connectTimeoutMs: 100,
  })
  await expect.poll(() => connections, SOON).toBeGreaterThan(2)
  expect(intake.status().lastError).toMatch(/does not answer as an MQTT broker: connack timeout/)
  expect(alarms.map(({ code }) => code)).toEqual(['broker-unreachable'])
})
