import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as settings from '../../../cli/config/settings.ts'
import * as columns from '../../../cli/registry/columns.ts'
import * as contract from '../../../contract/mod.ts'
import { openApiDocument } from '../../../dashboards/console/api/openapi.ts'
import { references } from '../../../scripts/references/references.mjs'

const COMMAND = 'npm run build && node scripts/write-references.mjs'
const pages = [...references({ ...contract, ...settings, ...columns, openApiDocument })]

function onDisk(path: string): string | undefined {
  try {
    return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  } catch {
    return undefined
  }
}

describe('generated references', () => {
  it.each(pages)('%s is what the source makes of it today', (path, text) => {
    expect(onDisk(path) === text, `${path} is stale: run '${COMMAND}'`).toBe(true)
  })

  it('name every setting, column, measurement, KPI and reject code', () => {
    const text = new Map(pages)
    for (const { env } of Object.values(settings.SETTINGS)) expect(text.get('docs/configuration.md')).toContain(env)
    for (const { name } of contract.MEASUREMENTS) expect(text.get('docs/measurements.md')).toContain(`\`${name}\``)
    for (const code of Object.keys(contract.REJECT_CODES)) expect(text.get('docs/rejects.md')).toContain(`\`${code}\``)
    for (const page of ['docs/registry.md', 'docs/registry.vi.md']) {
      for (const name of columns.COLUMN_NAMES) expect(text.get(page)).toContain(`| \`${name}\` `)
    }
    for (const page of ['docs/kpi-catalogue.md', 'docs/kpi-catalogue.vi.md']) {
      for (const { id } of contract.KPIS) expect(text.get(page)).toContain(`### ${id}: `)
    }
  })

  it('would be found stale where a single letter differs', () => {
    const [path, text] = pages[0] as [string, string]
    expect(onDisk(path)).not.toBe(`${text} `)
  })
})
