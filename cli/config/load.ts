import { existsSync, readFileSync } from 'node:fs'
import { ConfigError, type ConfigFile, type Resolved, resolveConfig } from './resolve.ts'
import type { Config, SettingName } from './settings.ts'

const FILE = 'tram5g.yaml'

/** Configuration of this process. @throws {ConfigError} with one line for a person. */
export async function loadConfig(
  flags: Partial<Record<SettingName, unknown>>,
  commandDefaults?: Partial<Config>,
): Promise<Resolved> {
  const file = existsSync(FILE) ? await readFile(FILE) : undefined
  return resolveConfig({ flags, env: process.env, file, ...(commandDefaults && { commandDefaults }) })
}

/** YAML is loaded by who has such a file: a command that answers a person shall not wait for it. */
async function readFile(path: string): Promise<ConfigFile> {
  const { readYaml } = await import('./yaml-file.ts')
  return { path, values: readYaml(path, readFileSync(path, 'utf8')) }
}

/** A secret or certificate from its file, without the line end. @throws {ConfigError} naming the variable. */
export function readSecret(path: string, variable: string): string {
  try {
    const text = readFileSync(path, 'utf8').trim()
    if (text === '') throw new ConfigError(`${variable}: the file ${path} is empty.`)
    return text
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(
      `${variable}: cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      { cause: error },
    )
  }
}
