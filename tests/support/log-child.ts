import { writeSync } from 'node:fs'
import { open } from 'lmdb'
import { type LmdbLogOptions, type NewEntry, openLmdbLog } from '../../log/mod.ts'

/**
 * A process beside the test that writes a log: `node log-child.js '<orders as JSON>'`. It says what it did in lines of JSON
 * ({@link ChildWord}); each is written before it goes on, so what it said survives its SIGKILL.
 */
export interface ChildOrders extends Omit<LmdbLogOptions, 'now' | 'onAlarm' | 'onCommitStuck'> {
  readonly writer: string
  /** Entries to append; it goes on over refusals. */
  readonly entries: number
  readonly batchMax: number
  readonly payloadBytes: number
  /** Opens and closes the log for every batch, as one command after the other would. */
  readonly reopen?: boolean
  /** Holds the write lock of this segment directory instead, until it is killed. */
  readonly holdSegment?: string
}

export type ChildWord =
  | { readonly word: 'appended'; readonly first: number; readonly offsets: readonly number[] }
  | { readonly word: 'refused'; readonly error: string; readonly readable: number }
  | { readonly word: 'alarm'; readonly text: string }
  | { readonly word: 'holding' | 'stuck' | 'closed' }

const say = (word: ChildWord) => writeSync(1, `${JSON.stringify(word)}\n`)

/** The n-th entry of a writer: its payload says which it is, and is as long as asked. */
export function nthEntry(writer: string, n: number, payloadBytes: number): NewEntry {
  const payload = Buffer.alloc(payloadBytes, '.')
  payload.write(`${writer}:${n};`)
  return { receivedAt: 1_790_000_000_000 + n, source: n % 50 === 0 ? 'control' : 'mqtt', topic: `t/${writer}`, payload }
}

async function append(orders: ChildOrders): Promise<void> {
  const open = () =>
    openLmdbLog({
      ...orders,
      onAlarm: (text) => say({ word: 'alarm', text }),
      onCommitStuck: () => {
        say({ word: 'stuck' })
        process.exit(70)
      },
    })
  let log = await open()
  const { writer, entries, batchMax, payloadBytes } = orders
  for (let n = 0; n < entries; ) {
    const count = Math.min(1 + (n % batchMax), entries - n)
    const batch = Array.from({ length: count }, (_, i) => nthEntry(writer, n + i, payloadBytes))
    try {
      const offsets = await log.append(0, batch)
      say({ word: 'appended', first: n, offsets })
      n += count
      if (orders.reopen) {
        await log.close()
        log = await open()
      }
    } catch (error) {
      const readable = await log.read(0, undefined, 10_000)
      say({ word: 'refused', error: (error as Error).name, readable: readable.length })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await log.close()
  say({ word: 'closed' })
}

function hold(segment: string): void {
  const root = open({ path: `${segment}/data.mdb`, noSubdir: true, overlappingSync: false, mapSize: 4 * 1024 ** 3 })
  root.transactionSync(() => {
    say({ word: 'holding' })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })
}

const argument = process.argv[2]
if (argument !== undefined && process.argv[1]?.endsWith('log-child.js')) {
  const orders = JSON.parse(argument) as ChildOrders
  if (orders.holdSegment === undefined) await append(orders)
  else hold(orders.holdSegment)
}
