import { parse } from 'yaml'
import { quoted } from '../../contract/mod.ts'
import { ConfigError } from './resolve.ts'

/** Keys and values of a tram5g.yaml, whatever they are. @throws {ConfigError} where it is none. */
export function readYaml(path: string, text: string): ReadonlyMap<string, unknown> {
  let tree: unknown
  try {
    tree = parse(text)
  } catch (error) {
    throw new ConfigError(`${path} is not YAML: ${(error as Error).message.split('\n')[0] ?? ''}`, { cause: error })
  }
  if (tree === null || tree === undefined) return new Map()
  if (typeof tree !== 'object' || Array.isArray(tree))
    throw new ConfigError(`${path}: expected keys with values, got ${quoted(JSON.stringify(tree))}.`)
  return new Map(Object.entries(tree))
}
