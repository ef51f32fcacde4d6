import { afterEach, describe, expect, test } from 'vitest'
import { type Offset, openLmdbLogReader } from '../../../log/mod.ts'
import { figuresOf, getJson, ledgerOf } from '../../support/api.ts'
import { mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { hasMosquittoPub, mosquittoPub } from '../../support/mosquitto-pub.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'
import { badMessages } from './bad-messages.ts'
import { BOOT } from './hand-written.ts'

const STATION = 'HN-0001'
const DEADLINE = { timeout: 60_000, interval: 200 }

interface DeadLetter {
  readonly offset: number
  readonly station: string
  readonly code: string
  readonly bytes: number
  readonly resolved: boolean
}

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

describe.skipIf(!mosquittoInstalled || !hasMosquittoPub)(
  'bad input through Mosquitto into realm live (SKIPPED where mosquitto is not installed)',
  () => {
    test('each ends as one dead letter with its reason and its bytes, and everything behind it flows on', async () => {
      const broker = await startMosquitto({ users: [STATION] })
      steps.push(() => broker.dispose())
      const home = await Tram5gHome.make({
        TRAM5G_REALM: 'live',
        TRAM5G_MQTT_URL: broker.url,
        TRAM5G_MQTT_USERNAME: 'collector',
        TRAM5G_HTTP_PORT: '0',
      })
      steps.push(() => home.dispose())
      const password = await home.file('password', passwordOf('collector'))
      const collect = home.start(['collect'], { TRAM5G_MQTT_PASSWORD_FILE: password })
      const process = home.start(['process'])
      await collect.line(/collect · realm live/)
      const url = await process.url()

      const end = Math.floor(Date.now() / 60_000) * 60_000
      const send = (kind: string, payload: unknown) =>
        mosquittoPub({
          port: broker.port,
          user: STATION,
          password: passwordOf(STATION),
          topic: `tram5g/v1/live/${STATION}/${kind}`,
          payload,
        })
      const birth = { boot: BOOT, seq: 0, t: end - 3_600_000, conn: 'c1', cells: [{ cell: '1', mode: 'SA' }] }
      await send('birth', birth)
      // each good report behind a bad one counts one attempt for a minute of its own
      const bad = badMessages(1, end, 0)
      const seqOfGood = (i: number) => 1 + bad.filter((b) => b.hasSeq).length + i
      for (const [i, { bytes }] of bad.entries()) {
        await send('pm', bytes)
        const m = { 'RRC.ConnEstabAtt.sum': 1, 'RRC.ConnEstabSucc.sum': 1 }
        const report = { boot: BOOT, seq: seqOfGood(i), end: end - i * 60_000, gp: 60, cells: [{ cell: '1', m }] }
        await send('pm', report)
      }
      const received = 1 + 2 * bad.length
      await expect.poll(async () => (await ledgerOf(url, STATION))?.received, DEADLINE).toBe(received)
      const unreadable = bad.filter((b) => b.unreadable).length
      const reasons: Record<string, number> = {}
      for (const { code, unreadable: u } of bad) if (!u && code !== 'conflict') reasons[code] = (reasons[code] ?? 0) + 1
      expect(await ledgerOf(url, STATION)).toMatchObject({
        received,
        accepted: 1 + bad.length,
        duplicate: 0,
        conflict: 1,
        unreadable,
        rejected: reasons,
        rejectedWithSeq: bad.filter((b) => b.hasSeq).length,
        published: 1 + bad.length + bad.filter((b) => b.hasSeq).length,
        missing: 0,
      })
      // everything behind them has come: one success of one attempt in each minute
      const hour = { kpis: ['RrcSetupSuccess'], level: 'all', from: end - bad.length * 60_000, to: end }
      await expect.poll(() => figuresOf(url, hour), DEADLINE).toEqual({ RrcSetupSuccess: 100 })

      // the tables beside the figures are written at a pace of their own
      const list = async () =>
        (await home.json<{ deadLetters: DeadLetter[] }>(['deadletters', 'list', '--json'])).deadLetters
      await expect.poll(async () => (await list()).length, DEADLINE).toBe(bad.length)
      const deadLetters = await list()
      const inOrder = deadLetters.toSorted((a, b) => a.offset - b.offset)
      expect(inOrder.map(({ code, bytes, resolved }) => ({ code, bytes, resolved }))).toEqual(
        bad.map(({ code, bytes }) => ({ code, bytes: bytes.byteLength, resolved: false })),
      )
      const log = await openLmdbLogReader({ directory: home.path('live', 'log'), realm: 'live' })
      steps.push(() => log.close())
      const kept = await log.get(
        0,
        inOrder.map(({ offset }) => offset as Offset),
      )
      for (const [i, { bytes, what }] of bad.entries())
        expect(Buffer.compare(kept[i]?.payload ?? Buffer.of(), bytes), what).toBe(0)
      const notText = bad.findIndex(({ what }) => what === 'not UTF-8')
      const shown = await home.raw(['deadletters', 'show', String(inOrder[notText]?.offset), '--raw'])
      expect(shown).toEqual(Buffer.from(bad[notText]?.bytes ?? []))

      // run again under the same rules: refused again, nothing counted twice
      const retried = await home.run(['deadletters', 'retry', '--code', 'bad-number'])
      expect(retried).toMatchObject({ code: 0, err: '' })
      const newest = async () =>
        (await getJson<{ processor: { lagEntries: number } }>(url, '/api/v1/health')).processor.lagEntries
      await expect.poll(newest, DEADLINE).toBe(0)
      expect(await ledgerOf(url, STATION)).toMatchObject({ received, accepted: 1 + bad.length, rejected: reasons })
      expect(await home.run(['ledger'])).toMatchObject({ code: 0, err: '' })
      expect((await home.run(['deadletters', 'retry', '--code', 'no-such-reason'])).code).toBe(2)
      expect(await process.interrupt()).toMatchObject({ code: 0 })
      expect(await collect.interrupt()).toMatchObject({ code: 0 })
    })
  },
)

describe.skipIf(!hasMosquittoPub)('deadletters retry (SKIPPED where mosquitto_pub is not installed)', () => {
  test('what a gateway said before the registry knew it is accepted afterwards, once', async () => {
    const home = await Tram5gHome.make({ TRAM5G_REALM: 'sim-test', TRAM5G_MQTT_PORT: '0', TRAM5G_HTTP_PORT: '0' })
    steps.push(() => home.dispose())
    const up = home.start(['up', '--no-simulator'])
    const [url, port] = [await up.url(), await up.mqttPort()]
    const end = Math.floor(Date.now() / 60_000) * 60_000
    const say = (user: string, kind: string, payload: unknown) =>
      mosquittoPub({ port, user, topic: `tram5g/v1/sim-test/${STATION}/${kind}`, payload })
    const birth = { boot: BOOT, seq: 0, t: end - 60_000, conn: 'c1', cells: [{ cell: '1', mode: 'SA' }] }
    const m = { 'RRC.ConnEstabAtt.sum': 4, 'RRC.ConnEstabSucc.sum': 3 }
    const report = { boot: BOOT, seq: 1, end, gp: 60, cells: [{ cell: '1', m }] }
    await say('EMS-1', 'birth', birth)
    await say('EMS-1', 'pm', report)
    await expect
      .poll(() => ledgerOf(url, STATION), DEADLINE)
      .toMatchObject({ received: 2, accepted: 0, rejected: { 'identity-mismatch': 2 }, published: 0 })

    const line = { station: STATION, from: '2026-10-01', publisher: 'EMS-1', operator: 'a', province: 'HN', zone: 'z' }
    const rest = { zoneType: 'research', phase: '1', vendor: 'x' }
    const gateway = { ...line, ...rest, station: 'EMS-1', publisher: 'EMS-1', type: 'gateway' }
    const registry = [{ ...line, ...rest }, gateway]
    const file = await home.file('stations.json', JSON.stringify(registry))
    expect(await home.run(['registry', 'import', file])).toMatchObject({ code: 0, err: '' })
    expect(await home.run(['deadletters', 'retry', '--code', 'identity-mismatch'])).toMatchObject({ code: 0, err: '' })
    const wanted = {
      received: 2,
      accepted: 2,
      duplicate: 0,
      rejected: {},
      rejectedWithSeq: 0,
      published: 2,
      missing: 0,
    }
    await expect.poll(() => ledgerOf(url, STATION), DEADLINE).toMatchObject(wanted)
    const minute = { kpis: ['RrcSetupSuccess'], level: '1m', from: end - 60_000, to: end }
    await expect.poll(() => figuresOf(url, minute), DEADLINE).toEqual({ RrcSetupSuccess: 75 })
    const { deadLetters } = await home.json<{ deadLetters: DeadLetter[] }>(['deadletters', 'list', '--json'])
    expect(deadLetters.map(({ resolved }) => resolved)).toEqual([true, true])
    // and the gateway speaks for it from now on
    await say('EMS-1', 'pm', { ...report, seq: 2, end: end - 60_000 })
    await expect
      .poll(() => ledgerOf(url, STATION), DEADLINE)
      .toMatchObject({ ...wanted, received: 3, accepted: 3, published: 3 })
    expect(await home.run(['ledger'])).toMatchObject({ code: 0, err: '' })
    expect(await up.interrupt()).toMatchObject({ code: 0 })
  })
})
