import { writeSync } from 'node:fs'
import { type Intake, startEmbeddedBroker, startMqttIntake } from '../../collector/mod.ts'
import { openLmdbLog } from '../../log/mod.ts'

/** A process beside the test that takes in messages, to be killed: `node intake-child.mjs '<orders as JSON>'`. */
export interface IntakeOrders {
  readonly realm: string
  readonly directory: string
  /** 0: any free one. */
  readonly listen?: number
  /** A broker to connect to, instead of listening. */
  readonly connect?: { readonly url: string; readonly username: string; readonly password: string }
}

/** Said once, when it takes in. */
export interface IntakeReady {
  readonly port: number
}

const silent = () => undefined
const logger = { debug: silent, info: silent, warn: silent, error: silent }

async function start(orders: IntakeOrders): Promise<Intake & { readonly port?: number }> {
  const { realm, directory, listen = 0, connect } = orders
  const budgetBytes = 512 * 1024 * 1024
  const log = await openLmdbLog({ directory, realm, budgetBytes, onCommitStuck: () => process.exit(70) })
  const common = { realm, log, now: Date.now, logger, onAlarm: silent }
  if (!connect) return startEmbeddedBroker({ ...common, host: '127.0.0.1', port: listen })
  const intake = await startMqttIntake({
    ...common,
    ...connect,
    random: Math.random,
    reconnect: { minMs: 20, maxMs: 200 },
  })
  await new Promise<void>((resolve) => intake.onStatusChange(() => intake.status().connected && resolve()))
  return intake
}

const intake = await start(JSON.parse(process.argv[2] ?? '{}') as IntakeOrders)
writeSync(1, `${JSON.stringify({ port: intake.port ?? 0 } satisfies IntakeReady)}\n`)
