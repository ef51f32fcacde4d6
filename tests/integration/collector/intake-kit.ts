import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt'
import { expect } from 'vitest'
import { type Intake, type IntakeAlarm, type MqttIntakeOptions, startMqttIntake } from '../../../collector/mod.ts'
import { LogFullError, memoryLog, type NewEntry, type Offset, type TelemetryLog } from '../../../log/mod.ts'
import { passwordOf } from '../../support/mosquitto.ts'

export const REALM = 'sim-test'

/** Failure limits only: others load the machine. */
export const SOON = { timeout: 30_000, interval: 10 }

export const topicOf = (station: string, kind = 'pm'): string => `tram5g/v1/${REALM}/${station}/${kind}`

export const silentLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/** Closes in reverse order what a test opened, also when it fails. */
export class Cleanup {
  #steps: (() => unknown)[] = []

  add<T>(thing: T, close: (thing: T) => unknown): T {
    this.#steps.push(() => close(thing))
    return thing
  }

  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) await step()
  }
}

/** A log whose commits a test can hold back or refuse. */
export class HeldLog {
  readonly inner: TelemetryLog
  readonly log: TelemetryLog
  full = false
  committed = 0
  #gate: Promise<void> = Promise.resolve()
  #open: () => void = () => undefined

  constructor(inner: TelemetryLog = memoryLog({ realm: REALM })) {
    this.inner = inner
    this.log = Object.assign(Object.create(inner) as TelemetryLog, {
      identity: inner.identity,
      append: (partition: number, batch: readonly NewEntry[]) => this.#append(partition, batch),
    })
  }

  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve
    })
  }

  release(): void {
    this.#open()
  }

  async payloads(): Promise<string[]> {
    return (await this.inner.read(0, undefined, 1_000_000)).map(({ payload }) => Buffer.from(payload).toString())
  }

  async topics(): Promise<string[]> {
    return (await this.inner.read(0, undefined, 1_000_000)).map(({ topic }) => topic)
  }

  async #append(partition: number, batch: readonly NewEntry[]): Promise<Offset[]> {
    await this.#gate
    if (this.full) throw new LogFullError('the disk budget is used up')
    const offsets = await this.inner.append(partition, batch)
    this.committed += batch.length
    return offsets
  }
}

export interface StartedIntake {
  readonly intake: Intake
  readonly alarms: IntakeAlarm[]
}

/** An intake as user `collector`, with fast reconnects. */
export async function startIntake(
  cleanup: Cleanup,
  url: string,
  held: HeldLog,
  options: Partial<MqttIntakeOptions> = {},
): Promise<StartedIntake> {
  const alarms: IntakeAlarm[] = []
  const intake = await startMqttIntake({
    url,
    realm: REALM,
    username: 'collector',
    password: passwordOf('collector'),
    log: held.log,
    now: Date.now,
    random: Math.random,
    logger: silentLogger,
    onAlarm: (alarm) => alarms.push(alarm),
    reconnect: { minMs: 20, maxMs: 200 },
    ...options,
  })
  cleanup.add(intake, () => {
    held.release()
    return intake.stop()
  })
  return { intake, alarms }
}

export async function connected(intake: Intake): Promise<void> {
  await expect.poll(() => intake.status().connected, SOON).toBe(true)
}

/** A station as the broker knows it. */
export async function station(
  cleanup: Cleanup,
  url: string,
  id: string,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const client = await connectAsync(url, {
    username: id,
    password: passwordOf(id),
    protocolVersion: 5,
    reconnectPeriod: 0,
    ...options,
  })
  return cleanup.add(client, () => client.endAsync(true))
}

/** Publishes payloads `0`, `1` … at QoS 1; resolves when all are acknowledged. */
export async function publishNumbers(client: MqttClient, topic: string, count: number, first = 0): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, i) => client.publishAsync(topic, String(first + i), { qos: 1 })))
}

export const numbers = (count: number, first = 0): string[] =>
  Array.from({ length: count }, (_, i) => String(first + i))

export const byNumber = (a: string, b: string): number => Number(a) - Number(b)

export const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byNumber)
