import { afterAll, beforeAll, describe } from 'vitest'
import { openInfluxStore } from '../../store/mod.ts'
import { hasInfluxd, type Influxd, startInfluxd } from '../support/influxd.ts'
import { storeConformance } from './store-suite.ts'

describe.skipIf(!hasInfluxd)(`InfluxDB store${hasInfluxd ? '' : ': SKIPPED, NO influxd INSTALLED'}`, () => {
  let influxd: Influxd
  let databases = 0

  beforeAll(async () => {
    influxd = await startInfluxd()
  })
  afterAll(async () => {
    await influxd.dispose()
  })

  storeConformance('InfluxDB', async () => {
    databases += 1
    const store = openInfluxStore({
      url: influxd.url,
      ...influxd.auth,
      database: `conformance${databases}`,
      realm: 'live',
      now: Date.now,
    })
    return { store, dispose: () => store.close() }
  })
})
