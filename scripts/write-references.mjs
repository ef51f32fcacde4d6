// Writes the generated pages of docs/ from the built product. tests/unit/docs/references.test.ts fails where one is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { references } from './references/references.mjs'

const at = (path) => new URL(`../${path}`, import.meta.url)
const built = (path) => import(at(`dist/${path}`).href)
const [contract, settings, columns, openApi] = await Promise.all([
  built('contract/mod.js'),
  built('cli/config/settings.js'),
  built('cli/registry/columns.js'),
  built('dashboards/console/api/openapi.js'),
])
for (const [path, text] of references({ ...contract, ...settings, ...columns, ...openApi })) {
  const before = (() => {
    try {
      return readFileSync(at(path), 'utf8')
    } catch {
      return undefined
    }
  })()
  if (before === text) continue
  writeFileSync(at(path), text)
  console.log(`${path} ${before === undefined ? 'made' : 'changed'}`)
}
