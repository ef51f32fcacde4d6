import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectAsync, type MqttClient } from 'mqtt'
import { afterEach, describe, expect, test } from 'vitest'
import { getJson } from '../../support/api.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'

const DEADLINE = { timeout: 60_000, interval: 200 }
const MIB = 1024 ** 2

/** A disk of its own, so small that it fills at once; needs root. */
function mountDisk(sizeMiB: number): string | undefined {
  const at = mkdtempSync(join(tmpdir(), 'tram5g-disk-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', at]).status === 0) return at
  rmSync(at, { recursive: true })
  return undefined
}

function unmount(at: string): void {
  spawnSync('umount', [at])
  rmSync(at, { recursive: true, force: true })
}

const canMount = (() => {
  const at = mountDisk(1)
  // a right, and not a program that could be installed: TRAM5G_FORBID_SKIP does not ask for it
  if (at === undefined) return false
  unmount(at)
  return true
})()

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

interface Health {
  readonly intake: { readonly accepting: boolean }
  readonly alarms: readonly { readonly code: string; readonly text: string }[]
}

interface Ledger {
  readonly stations: readonly { readonly station: string; readonly accepted: number; readonly missing: number }[]
}

async function homeOn(disk: string): Promise<Tram5gHome> {
  const home = await Tram5gHome.make({
    TRAM5G_REALM: 'sim-test',
    TRAM5G_MQTT_PORT: '0',
    TRAM5G_HTTP_PORT: '0',
    TRAM5G_DATA_DIR: disk,
  })
  steps.push(() => home.dispose())
  return home
}

/** Publishes reports of 20 kB one after the other until `enough`; how many were acknowledged. */
async function publish(client: MqttClient, from: number, enough: (acknowledged: number) => boolean): Promise<number> {
  const m = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`VS.Filling.Counter.Number${i}`, i]))
  let acknowledged = 0
  const end = Math.floor(Date.now() / 60_000) * 60_000
  while (!enough(acknowledged)) {
    const payload = JSON.stringify({
      boot: '1790000000000-7',
      seq: from + acknowledged,
      end: end - 60_000 * (from + acknowledged),
      gp: 60,
      cells: [{ cell: '1', m }],
    })
    await client.publishAsync('tram5g/v1/sim-test/HN-0001/pm', payload, { qos: 1 })
    acknowledged++
  }
  return acknowledged
}

describe.skipIf(!canMount)('a full disk (SKIPPED where a tmpfs cannot be mounted: root is needed)', () => {
  test('nothing is acknowledged that is not stored, an alarm stands, all runs on, and with room it goes on', async () => {
    const disk = mountDisk(160) as string
    steps.push(() => unmount(disk))
    const home = await homeOn(disk)
    const up = home.start(['up', '--no-simulator'])
    const [url, port] = [await up.url(), await up.mqttPort()]
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'HN-0001', protocolVersion: 4 })
    steps.push(() => client.endAsync(true))
    const health = () => getJson<Health>(url, '/api/v1/health')
    const before = await publish(client, 0, (n) => n >= 50)

    const ballast = join(disk, 'ballast')
    const filled = spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M'])
    expect(filled.status, 'dd ends because the disk is full').not.toBe(0)
    // one message more waits for its acknowledgement until there is room
    let answered = false
    const waiting = publish(client, before, (n) => n >= 1).then((n) => {
      answered = true
      return n
    })
    await expect.poll(async () => (await health()).intake.accepting, DEADLINE).toBe(false)
    const { alarms } = await health()
    expect(alarms.map(({ text }) => text).join('\n')).toMatch(/free disk space/)
    expect(answered).toBe(false)

    rmSync(ballast)
    expect(await waiting).toBe(1)
    await expect.poll(async () => (await health()).intake.accepting, DEADLINE).toBe(true)
    const all = before + 1 + (await publish(client, before + 1, (n) => n >= 20))
    const account = async () => (await getJson<Ledger>(url, '/api/v1/ledger?station=HN-0001')).stations[0]
    await expect.poll(account, DEADLINE).toMatchObject({ accepted: all, missing: 0 })
    await client.endAsync(true)
    const { code, err } = await up.interrupt()
    expect(err).not.toContain('    at ')
    expect(code).toBe(0)
    const again = home.start(['up', '--no-simulator'])
    await again.url()
    expect((await home.json<Ledger>(['ledger', '--station', 'HN-0001', '--json'])).stations[0]).toMatchObject({
      accepted: all,
      missing: 0,
    })
    expect(await again.interrupt()).toMatchObject({ code: 0 })
  })

  test.each([
    { says: /bytes free.*free disk space/, fill: 0 },
    { says: /ENOSPC.*free disk space, or set TRAM5G_DATA_DIR/, fill: 30 * MIB },
  ])('a start without room ends at once and says so: $says', async ({ says, fill }) => {
    const disk = mountDisk(20) as string
    steps.push(() => unmount(disk))
    const home = await homeOn(disk)
    if (fill > 0) expect(() => writeFileSync(join(disk, 'ballast'), Buffer.alloc(fill))).toThrow(/ENOSPC/)
    const { code, err } = await home.run(['up', '--no-simulator'])
    expect(err).toMatch(says)
    expect(err).not.toContain('    at ')
    expect(code).toBe(1)
  })
})
