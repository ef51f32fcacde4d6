import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Edition } from '../../../cli/editions/edition.ts'
import { promoteRows } from '../../../cli/editions/promote-edition.ts'
import { CELL_TAGS } from '../../../contract/mod.ts'
import {
  type KpiRow,
  type KpiStore,
  openDuckDbStore,
  type StoreBatch,
  StoreUnavailableError,
} from '../../../store/mod.ts'

const T = Date.UTC(2026, 9, 1, 5)
const REALM = 'sim-test'
const NOTHING: StoreBatch = { kpi: [], stations: [], ledger: [], events: [], history: [], deadLetters: [] }
const SPAN = { from: T, to: T + 3_600_000 }
const EDITION: Edition & { readonly span: typeof SPAN } = {
  id: 2,
  realm: REALM,
  logId: 'log',
  by: 'lan',
  why: 'test',
  createdAt: 1,
  catalogue: '3',
  store: 'influxdb',
  firstOffset: 1,
  lastOffset: 9,
  endOffset: 9,
  words: 0,
  isCut: false,
  span: SPAN,
}

let [present, made]: KpiStore[] = []
beforeEach(async () => {
  ;[present, made] = await Promise.all([98, 100].map(storeOf))
})
afterEach(async () => {
  await present?.close()
  await made?.close()
})

/** Of one quarter of an hour of one cell: so many successes of 100. */
async function storeOf(succ: number): Promise<KpiStore> {
  const store = await openDuckDbStore({ path: ':memory:', realm: REALM, now: () => T })
  await store.prepare()
  const tags = Object.fromEntries(CELL_TAGS.map((tag) => [tag, tag === 'cell' ? '1' : 'HN-0001']))
  const names = ['RrcSetupSuccess.att', 'RrcSetupSuccess.succ', 'RrcSetupSuccess.obs']
  const row: KpiRow = {
    table: 'cell_kpi',
    level: '15m',
    t: T,
    tags,
    names,
    values: [100, succ, 900],
    rev: 0,
    gpS: 900,
    retired: false,
  }
  const meta = { realm: REALM, catalogue: '3', realmClock: T + 7_200_000, appliedOffset: 9 }
  await store.write({ ...NOTHING, kpi: [row], meta })
  return store
}

/** As a store of several tables may: of a batch with figures it takes those, and is gone before the rest. */
function goneAfterFigures(store: KpiStore): KpiStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'write')
        return async (batch: StoreBatch) => {
          if (batch.kpi.length === 0) return await target.write(batch)
          await target.write({ ...NOTHING, kpi: batch.kpi })
          throw new StoreUnavailableError('the store is gone')
        }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
    },
  })
}

const promoteOver = (store: KpiStore) =>
  promoteRows({
    edition: EDITION,
    present: store,
    made: made!,
    state: { applied: 9, raise: async () => undefined, close: async () => undefined },
    onProgress: () => undefined,
  })

it('done again after it was ended between the figures and their history, it has both', async () => {
  await expect(promoteOver(goneAfterFigures(present!))).rejects.toThrow('the store is gone')
  expect(await promoteOver(present!)).toBe(0)
  expect(await present!.history({ limit: 10 })).toEqual([
    {
      level: '15m',
      t: T,
      station: 'HN-0001',
      cell: '1',
      rev: 1,
      changedAt: T + 7_200_000,
      reason: 'edition-2',
      offset: 9,
      before: { 'RrcSetupSuccess.succ': 98 },
      after: { 'RrcSetupSuccess.succ': 100 },
    },
  ])
})
