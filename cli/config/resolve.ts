import { quoted } from '../../contract/mod.ts'
import { type Config, DEFAULTS, SETTINGS, type Setting, type SettingName, yamlKey } from './settings.ts'

/** A start that must not happen: one line that names the key, what came, and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export type Origin = 'flag' | 'environment' | 'file' | 'default' | 'command'

export interface Resolved {
  readonly config: Config
  readonly origins: Readonly<Partial<Record<SettingName, Origin>>>
}

export interface ConfigFile {
  readonly path: string
  readonly values: ReadonlyMap<string, unknown>
}

export interface Sources {
  readonly flags: Readonly<Partial<Record<SettingName, unknown>>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** tram5g.yaml, where there is one. */
  readonly file: ConfigFile | undefined
  /** What this command takes where nothing else is said. */
  readonly commandDefaults?: Partial<Config>
}

const NAMES = Object.keys(SETTINGS) as SettingName[]

/** flags > environment > tram5g.yaml > defaults; unknown keys are errors. */
export function resolveConfig(sources: Sources): Resolved {
  if (sources.file !== undefined) checkKeys(sources.file)
  checkEnvironment(sources.env)
  const values: Record<string, unknown> = {}
  const origins: Partial<Record<SettingName, Origin>> = {}
  for (const name of NAMES) {
    const found = firstOf(name, sources)
    if (found === undefined) continue
    values[name] = check(name, found.value, found.where)
    origins[name] = found.origin
  }
  if (values.realm === undefined) {
    throw new ConfigError(`TRAM5G_REALM is not set: expected ${SETTINGS.realm.allowed}. Set it, or give --realm.`)
  }
  return { config: values as unknown as Config, origins }
}

interface Found {
  readonly value: unknown
  readonly origin: Origin
  readonly where: string
}

function firstOf(name: SettingName, sources: Sources): Found | undefined {
  const flag = sources.flags[name]
  if (flag !== undefined)
    return { value: flag, origin: 'flag', where: `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}` }
  const { env } = SETTINGS[name]
  const fromEnv = sources.env[env]
  if (fromEnv !== undefined && fromEnv !== '') return { value: fromEnv, origin: 'environment', where: env }
  const key = yamlKey(name)
  const { file } = sources
  if (file?.values.has(key)) return { value: file.values.get(key), origin: 'file', where: `${key} in ${file.path}` }
  const command = sources.commandDefaults?.[name]
  if (command !== undefined) return { value: command, origin: 'command', where: name }
  const fallback = (DEFAULTS as Partial<Record<SettingName, unknown>>)[name]
  return fallback === undefined ? undefined : { value: fallback, origin: 'default', where: name }
}

function check(name: SettingName, value: unknown, where: string): unknown {
  const setting: Setting = SETTINGS[name]
  const parsed = setting.schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(`${where}: expected ${setting.allowed}, got ${quoted(withoutLogin(String(value)))}.`)
}

/** A password that stands in a URL by mistake is not repeated on the terminal. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/[^/]*@/, '//***@')
}

function checkKeys({ path, values }: ConfigFile): void {
  const known = NAMES.map(yamlKey)
  for (const key of values.keys()) {
    if (!known.includes(key))
      throw new ConfigError(`${path}: unknown key ${quoted(key)}. Allowed: ${known.join(', ')}.`)
  }
}

/** A misspelt TRAM5G_ variable is a wrong start, not a default. */
function checkEnvironment(env: Sources['env']): void {
  const known = new Set<string>(NAMES.map((name) => SETTINGS[name].env))
  for (const key of Object.keys(env)) {
    if (!key.startsWith('TRAM5G_') || known.has(key) || OTHER_VARIABLES.has(key)) continue
    throw new ConfigError(`${key}: unknown variable. Allowed: ${[...known].join(', ')}.`)
  }
}

/** Read by tests and tools, not by the product. */
const OTHER_VARIABLES = new Set([
  'TRAM5G_TEST_INFLUXD',
  'TRAM5G_FORBID_SKIP',
  'TRAM5G_SAMPLES',
  'TRAM5G_SCHEMAS',
  'TRAM5G_BENCH',
])
