import { afterEach, describe, expect, test } from 'vitest'
import { type RunningLoad, startLoad } from '../../../simulators/mod.ts'
import { type Mosquitto, mosquittoInstalled, passwordOf, startMosquitto } from '../../support/mosquitto.ts'
import { environment, REALM, until } from './stage.ts'
import { startTinyBroker, type TinyBroker } from './tiny-broker.ts'

let load: RunningLoad | undefined
let tiny: TinyBroker | undefined
let mosquitto: Mosquitto | undefined

afterEach(async () => {
  await load?.stop()
  await tiny?.close()
  await mosquitto?.dispose()
  load = undefined
  tiny = undefined
  mosquitto = undefined
})

describe('load', () => {
  test('publishes what was asked for, ends by itself, and its manifest is what the broker got', async () => {
    const env = environment(1)
    tiny = await startTinyBroker(env.now)
    load = startLoad({ url: tiny.url, realm: REALM, stations: 7, cellsPerStation: 3, count: 1000, seed: 1, ...env })
    expect(await load.done).toMatchObject({ acked: 1007 })
    expect(tiny.received.filter(({ kind }) => kind === 'pm')).toHaveLength(1000)
    const manifest = [...load.manifest()]
    expect(manifest.every(({ acked }) => acked)).toBe(true)
    expect(manifest.map(({ sha256 }) => sha256).sort()).toEqual(tiny.received.map(({ sha256 }) => sha256).sort())
    await until(() => tiny?.connected().length === 0, 'all have left')
    expect(tiny.received.some(({ kind }) => kind === 'death')).toBe(false)
  })

  test('keeps to a rate', async () => {
    const env = environment(1)
    tiny = await startTinyBroker(env.now)
    const rate = { messagesPerSecond: 200, count: 200 }
    load = startLoad({ url: tiny.url, realm: REALM, stations: 2, cellsPerStation: 1, seed: 1, ...rate, ...env })
    // The last is released when the second is over, not before
    expect((await load.done).elapsedMs).toBeGreaterThanOrEqual(995)
  })

  test('may be stopped half-way: what is acknowledged is marked so', async () => {
    const env = environment(1)
    tiny = await startTinyBroker(env.now)
    load = startLoad({ url: tiny.url, realm: REALM, stations: 1, cellsPerStation: 1, count: 1e6, seed: 1, ...env })
    await until(() => (load?.acked() ?? 0) > 100, 'some are acknowledged')
    await load.stop()
    const { acked } = await load.done
    expect([...load.manifest()].filter((entry) => entry.acked)).toHaveLength(acked)
    expect(acked).toBeLessThan(1e6)
  })
})

describe.skipIf(!mosquittoInstalled)('load on Mosquitto (skipped where it is not installed)', () => {
  const stations = Array.from({ length: 4 }, (_, i) => `LOAD-0000${i + 1}`)

  test.each([4, 5] as const)(
    'gets everything acknowledged through two broker crashes, MQTT version %s',
    async (version) => {
      const broker = await startMosquitto({ users: stations })
      mosquitto = broker
      load = startLoad({
        url: broker.url,
        realm: REALM,
        stations: 4,
        cellsPerStation: 3,
        count: 2000,
        seed: 1,
        messagesPerSecond: 1000,
        password: passwordOf,
        protocolVersion: version,
        ...environment(1),
      })
      for (const acked of [300, 1200]) {
        await until(() => (load?.acked() ?? 0) > acked, `${acked} acknowledged`)
        await broker.kill9()
        await broker.start()
      }
      expect(await load.done).toMatchObject({ acked: 2004 })
      const manifest = [...load.manifest()]
      expect(manifest).toHaveLength(2004)
      expect(manifest.every(({ acked }) => acked)).toBe(true)
    },
  )
})
