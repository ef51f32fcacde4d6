import { openDuckDbStore } from '../../store/mod.ts'
import { storeConformance } from './store-suite.ts'

storeConformance('DuckDB in memory', async () => {
  const store = await openDuckDbStore({ path: ':memory:', realm: 'live', now: Date.now })
  return { store, dispose: () => store.close() }
})
