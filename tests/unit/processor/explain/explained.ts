import type { ExplainRequest, Explanation } from '../../../../contract/mod.ts'
import type { TelemetryLogReader } from '../../../../log/mod.ts'
import { readClock } from '../../../../processor/clock.ts'
import { explain } from '../../../../processor/mod.ts'
import { batchOf } from '../../../../processor/sink/batch.ts'
import { type KpiStore, openDuckDbStore } from '../../../../store/mod.ts'
import type { Reduction } from '../../../support/reduce.ts'

/** The log of a reduction; entries before `oldest` are gone, as after retention. */
export function logOf(run: Reduction, oldest = 0): TelemetryLogReader {
  const kept = () => run.entries.filter((entry) => entry.offset >= oldest)
  return {
    identity: { logId: 'test', realm: run.context.realm, partitions: 1 },
    read: async (_partition, after, limit) =>
      kept()
        .filter((e) => e.offset > (after ?? 0))
        .slice(0, limit),
    get: async (_partition, offsets) => kept().filter((entry) => offsets.includes(entry.offset)),
    waitForNewer: async () => undefined,
    usage: async () => ({
      bytes: 0,
      budgetBytes: 0,
      full: false,
      oldest: kept()[0]?.offset,
      newest: kept().at(-1)?.offset,
    }),
    close: async () => undefined,
  }
}

/** A store with everything that the reduction has published. */
export async function storeOf(run: Reduction): Promise<KpiStore> {
  run.settle()
  const store = await openDuckDbStore({ path: ':memory:', realm: run.context.realm, now: Date.now })
  await store.prepare()
  const { realmMs } = readClock(run.state)
  const meta = { realm: run.context.realm, catalogue: '2', realmClock: realmMs, appliedOffset: run.entries.length }
  await store.write(batchOf(run.state, run.dirty.keys(), meta))
  return store
}

/** The explanation of one figure of what was reduced so far. */
export async function explained(
  run: Reduction,
  request: Omit<ExplainRequest, 'limit' | 'where'> & Partial<Pick<ExplainRequest, 'limit' | 'where'>>,
  oldest = 0,
): Promise<Explanation> {
  const store = await storeOf(run)
  try {
    const lineage = { view: run.state, log: logOf(run, oldest), partition: 0 }
    const where = { station: ['HN-0001'], cell: ['1'] }
    return await explain({ realm: run.context.realm, store, lineage }, { limit: 200, where, ...request })
  } finally {
    await store.close()
  }
}
