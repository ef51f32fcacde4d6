import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deployedFiles } from './deployed-files.ts'

// `node dist/dashboards/grafana/write-files.js` writes deploy/grafana/ anew; run from anywhere, it knows its place
const target = fileURLToPath(new URL('../../../deploy/grafana/', import.meta.url))
for (const { path, content } of deployedFiles()) {
  const file = join(target, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
