// Bundles the console's page for the browser: dashboards/console/page → dist/console-page.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
mkdirSync(at('dist/console-page'), { recursive: true })
await build({
  entryPoints: [at('dashboards/console/page/main.ts')],
  outfile: at('dist/console-page/page.js'),
  bundle: true,
  minify: true,
  sourcemap: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
})
const assets = at('dashboards/console/page/assets')
if (existsSync(assets)) cpSync(assets, at('dist/console-page'), { recursive: true })
// compressed once here, so that the server need not do it for each browser
for (const file of ['page.js', 'page.css']) {
  const path = at(`dist/console-page/${file}`)
  if (existsSync(path)) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
}
