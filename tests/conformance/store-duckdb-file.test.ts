import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDuckDbStore } from '../../store/mod.ts'
import { storeConformance } from './store-suite.ts'

storeConformance('DuckDB in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tram5g-duckdb-'))
  const store = await openDuckDbStore({ path: join(folder, 'kpi.duckdb'), realm: 'live', now: Date.now })
  return {
    store,
    dispose: async () => {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
})
