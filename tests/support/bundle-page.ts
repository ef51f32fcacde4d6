import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The console's page as it is now, once for all files that look at it: two that bundled it at once took it from each other. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/bundle-console.mjs'], { cwd: ROOT })
}
