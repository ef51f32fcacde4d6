import { afterEach, describe, expect, test } from 'vitest'
import {
  type FleetState,
  generateHistory,
  QUIET,
  type RunningFleet,
  type Scenario,
  startFleet,
} from '../../../simulators/mod.ts'
import { environment, REALM, smallFleet, until } from './stage.ts'
import { type Received, startTinyBroker, type TinyBroker } from './tiny-broker.ts'

const SEED = 5
const SPEED = 60
const MINUTE = 60_000

let broker: TinyBroker | undefined
let fleet: RunningFleet | undefined

afterEach(async () => {
  await fleet?.stop()
  await broker?.close()
  fleet = undefined
  broker = undefined
})

interface Read {
  readonly boot: string
  readonly seq: number
  readonly conn?: string
  readonly queued?: number
}
const read = ({ text }: Received) => JSON.parse(text) as Read

/** Seqs of one boot of a station in order of arrival. */
function seqsOf(received: readonly Received[], station: string, boot: string): number[] {
  return received
    .filter((r) => r.station === station && r.kind !== 'death')
    .map(read)
    .filter((message) => message.boot === boot)
    .map(({ seq }) => seq)
}

async function stage(stations: number, scenario: (startMs: number) => Scenario, resume?: FleetState, speed = SPEED) {
  const env = environment(speed)
  const running = await startTinyBroker(env.now)
  broker = running
  const members = smallFleet(stations)
  const options = {
    fleet: members,
    seed: SEED,
    scenario: scenario(env.startMs),
    url: running.url,
    realm: REALM,
    ...env,
  }
  fleet = await startFleet({ ...options, manifest: true, connectSpreadMs: 100, ...(resume && { resume }) })
  return { broker: running, fleet, env, options, received: running.received }
}

describe('a live fleet', () => {
  test('connects each station by itself, says a retained birth, and everything it sent is acknowledged', async () => {
    const { broker, fleet, received } = await stage(10, () => QUIET)
    await until(() => received.filter(({ kind }) => kind === 'birth').length >= 10, 'all are there')
    await until(() => received.filter(({ kind }) => kind === 'pm').length >= 40, '40 reports')
    expect(broker.connected().sort()).toEqual(smallFleet(10).stations.map(({ id }) => id))
    const births = received.filter(({ kind }) => kind === 'birth')
    expect(births.map(({ station }) => station).sort()).toEqual(broker.connected().sort())
    expect(births.every(({ retain }) => retain)).toBe(true)
    expect(received.filter(({ kind }) => kind !== 'birth').some(({ retain }) => retain)).toBe(false)
    await fleet.stop()
    expect(fleet.status()).toMatchObject({ connected: 0, queued: 0, lost: 0 })
    const manifest = [...fleet.manifest()]
    expect(manifest.every(({ acked }) => acked)).toBe(true)
    const there = received.map((r) => `${r.station} ${read(r).boot} ${read(r).seq} ${r.sha256}`)
    expect(manifest.map((m) => `${m.station} ${m.boot} ${m.seq} ${m.sha256}`).sort()).toEqual(there.sort())
    // Leave was taken: no will
    expect(received.some(({ kind }) => kind === 'death')).toBe(false)
  })

  test('loses nothing to a backhaul cut: stores, says how much, and forwards all of it in order', async () => {
    const cut = (startMs: number): Scenario => ({
      events: [
        {
          kind: 'backhaul-cut',
          affectsService: false,
          stations: ['HN-0002'],
          fromMs: startMs + 2 * MINUTE,
          toMs: startMs + 5 * MINUTE,
        },
      ],
    })
    const { received, env } = await stage(2, cut)
    const own = () => received.filter(({ station }) => station === 'HN-0002')
    await until(() => own().filter(({ kind }) => kind === 'birth').length === 2, 'the birth after the cut')
    await until(() => env.now() > env.startMs + 7 * MINUTE, 'two minutes more')
    const deaths = own().filter(({ kind }) => kind === 'death')
    const births = own()
      .filter(({ kind }) => kind === 'birth')
      .map(read)
    expect(deaths.map((death) => JSON.parse(death.text) as unknown)).toEqual([{ boot: births[0]!.boot, conn: '1' }])
    expect(births.map(({ conn }) => conn)).toEqual(['1', '2'])
    expect(births[1]!.boot).toBe(births[0]!.boot)
    const seqs = seqsOf(received, 'HN-0002', births[0]!.boot)
    expect(seqs).toEqual(seqs.map((_, i) => i))
    expect(own().some((r) => r.atMs > env.startMs + 3 * MINUTE && r.atMs < env.startMs + 5 * MINUTE)).toBe(false)
    expect(Math.max(...own().map((r) => read(r).queued ?? 0))).toBeGreaterThan(20)
  })

  test('a power outage ends in a will, and in a new boot that names the old one', async () => {
    const outage = (startMs: number): Scenario => ({
      events: [
        {
          kind: 'station-outage',
          cause: 'power',
          stations: ['HN-0001'],
          fromMs: startMs + 2 * MINUTE,
          toMs: startMs + 4 * MINUTE,
        },
      ],
    })
    const { received, env } = await stage(1, outage)
    await until(() => received.filter(({ kind }) => kind === 'birth').length === 2, 'the birth after the outage')
    const [first, second] = received.filter(({ kind }) => kind === 'birth').map(read)
    expect(received.filter(({ kind }) => kind === 'death').map((d) => read(d).boot)).toEqual([first!.boot])
    const seqs = seqsOf(received, 'HN-0001', first!.boot)
    expect(seqs).toEqual(seqs.map((_, i) => i))
    expect(second).toMatchObject({
      seq: 0,
      boot: `${env.startMs + 4 * MINUTE}-${Number(first!.boot.split('-')[1]) + 1}`,
      reason: 'power',
      prev: { boot: first!.boot, last: seqs.at(-1) },
    })
  })

  test('answers resend with equal bytes, and only what it has and was sent before', async () => {
    const { broker, fleet, received } = await stage(1, () => QUIET)
    await until(() => received.length >= 30 && fleet.status().queued === 0, '30 messages')
    const { boot } = read(received[0]!)
    const before = new Map(received.map((r) => [read(r).seq, r.sha256]))
    broker.command(REALM, 'HN-0001', { resend: { boot: '1-1', src: '0', from: 0, to: 9 } })
    broker.command(REALM, 'HN-0001', { resend: { boot, src: 'du', from: 0, to: 9 } })
    broker.command(REALM, 'HN-0001', { reboot: true })
    broker.command(REALM, 'HN-0001', { resend: { boot, src: '0', from: 0, to: 19 } })
    await until(() => fleet.status().resent === 20, '20 messages again')
    await until(() => received.filter((r) => read(r).seq < 20).length === 40, 'all of them twice')
    const repeats = received.filter((r) => read(r).seq < 20).slice(20)
    expect(repeats.map((r) => [read(r).seq, r.sha256])).toEqual(
      Array.from({ length: 20 }, (_, seq) => [seq, before.get(seq)]),
    )
    expect(repeats.filter(({ retain }) => retain)).toEqual([])
  })

  test('goes on where it was stopped: same boots, no seq missing or twice, and the time between told', async () => {
    const first = await stage(3, () => QUIET)
    await until(() => first.received.filter(({ kind }) => kind === 'pm').length >= 12, 'some reports')
    await first.fleet.stop()
    const state = JSON.parse(JSON.stringify(first.fleet.state())) as FleetState
    // The machine was off for half an hour
    const again = {
      ...first.options,
      now: () => first.env.now() + 30 * MINUTE,
      resume: state,
      manifest: true,
      connectSpreadMs: 0,
    }
    fleet = await startFleet(again)
    await until(
      () => first.received.filter(({ kind }) => kind === 'birth').length === 6,
      'births of a second connection',
    )
    await until(() => fleet?.status().queued === 0, 'everything delivered')
    for (const [station, { controller }] of Object.entries(state.stations)) {
      const boot = `${controller.boot.boot.epochMs}-${controller.boot.boot.n}`
      const seqs = seqsOf(first.received, station, boot)
      expect(seqs).toEqual(seqs.map((_, i) => i))
      expect(seqs.length).toBeGreaterThan(controller.nextSeq + 2)
      const quarters = first.received.filter((r) => r.station === station && r.text.includes('"gp":900'))
      expect(quarters.length).toBeGreaterThanOrEqual(2)
    }
  })

  test('comes back whole when its broker does, and delivers what was made meanwhile', async () => {
    const first = await stage(40, () => QUIET)
    await until(() => first.fleet.status().connected === 40, 'all are connected')
    await first.broker.close()
    await until(() => first.fleet.status().queued >= 400, 'reports pile up')
    const second = await startTinyBroker(first.env.now, first.broker.port)
    broker = second
    await until(() => second.connected().length === 40, 'all are back')
    await until(() => first.fleet.status().queued < 100, 'the pile is delivered')
    await first.fleet.stop()
    expect(first.fleet.status().lost).toBe(0)
    const all = [...first.received, ...second.received].filter(({ kind }) => kind !== 'death')
    for (const [station, { controller, held }] of Object.entries(first.fleet.state().stations)) {
      const own = all.filter((r) => r.station === station)
      const known = new Set([...own.map((r) => read(r).seq), ...held.map(({ note }) => note.seq)])
      expect(known).toEqual(new Set(Array.from({ length: controller.nextSeq }, (_, seq) => seq)))
      const arrived = new Set(own.map((r) => r.sha256))
      const acked = [...first.fleet.manifest()].filter((entry) => entry.station === station && entry.acked)
      expect(acked.filter(({ sha256 }) => !arrived.has(sha256))).toEqual([])
    }
  })

  test('goes on where its history ended', async () => {
    const env = environment(SPEED)
    const past = generateHistory({
      fleet: smallFleet(2),
      seed: SEED,
      scenario: QUIET,
      fromMs: env.startMs - 60 * MINUTE,
      toMs: env.startMs,
    })
    const written = [...past].map(({ station, kind, payload }) => ({
      station,
      kind,
      text: new TextDecoder().decode(payload),
    }))
    const { received } = await stage(2, () => QUIET, past.state())
    await until(() => received.filter(({ kind }) => kind === 'pm').length >= 10, 'ten live reports')
    const all = [...written, ...received] as Received[]
    for (const { id } of smallFleet(2).stations) {
      const { boot } = read(all.find(({ station }) => station === id)!)
      const seqs = seqsOf(all, id, boot)
      expect(seqs).toEqual(seqs.map((_, i) => i))
    }
  })
})
