// Bundles the console's page for the browser: dashboards/console/page → dist/console-page.
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
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
