import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * A later version of tram5g: this build with another KPI catalogue in it, as a checkout of its own below `directory`.
 *
 * @param change module text that makes the KPIs of `PRESENT`: `PRESENT.map((kpi) => …)`
 * @returns its main module
 */
export async function laterVersion(directory: string, version: string, change: string): Promise<string> {
  const later = join(directory, 'later')
  await mkdir(later, { recursive: true })
  await cp(join(ROOT, 'dist'), join(later, 'dist'), { recursive: true })
  await cp(join(ROOT, 'package.json'), join(later, 'package.json'))
  await symlink(join(ROOT, 'node_modules'), join(later, 'node_modules'))
  const path = join(later, 'dist/contract/kpi/catalogue.js')
  const text = await readFile(path, 'utf8')
  const changed = text
    .replace(/CATALOGUE_VERSION = '[^']*'/, `CATALOGUE_VERSION = '${version}'`)
    .replace('export const KPIS = [', 'const PRESENT = [')
    .replace('const BY_ID = ', `export const KPIS = ${change};\nconst BY_ID = `)
  for (const word of [`CATALOGUE_VERSION = '${version}'`, 'const PRESENT = [', change])
    if (!changed.includes(word)) throw new Error(`the catalogue is not built as this test expects: no ${word}`)
  await writeFile(path, changed)
  return join(later, 'dist/cli/main.js')
}

/** What makes a later version in which every attempt counts as a success. */
export const ALL_SUCCEED = `PRESENT.map((kpi) => kpi.id !== 'RrcSetupSuccess' ? kpi : { ...kpi, version: kpi.version + 1, stages: kpi.stages.map((stage) => ({
  ...stage, variants: stage.variants.map((variant) => ({ ...variant, takes: { ...variant.takes, succ: variant.takes.att } })),
})) })`
