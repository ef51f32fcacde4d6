import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { ConfigError } from '../config/resolve.ts'
import { checkRegistry, type ParsedRegistry } from './registry-line.ts'

/** A registry file: a CSV with a header line (UTF-8, with or without BOM), or a JSON list. */
export function readRegistry(path: string): ParsedRegistry {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError(`cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`, {
      cause: error,
    })
  }
  return path.endsWith('.json') ? fromJson(path, text) : fromCsv(path, text)
}

function fromJson(path: string, text: string): ParsedRegistry {
  let tree: unknown
  try {
    tree = JSON.parse(text)
  } catch (error) {
    throw new ConfigError(`${path} is not JSON: ${(error as Error).message}`, { cause: error })
  }
  if (!Array.isArray(tree)) throw new ConfigError(`${path}: expected a JSON list of stations, got ${typeof tree}.`)
  return checkRegistry(tree.map((value: unknown, i) => ({ row: i + 1, value })))
}

function fromCsv(path: string, text: string): ParsedRegistry {
  let records: { record: Record<string, string>; info: { lines: number } }[]
  try {
    records = parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as typeof records
  } catch (error) {
    throw new ConfigError(`${path} is not CSV: ${(error as Error).message}`, { cause: error })
  }
  // an empty cell is an absent value
  return checkRegistry(
    records.map(({ record, info }) => ({
      row: info.lines,
      value: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== '')),
    })),
  )
}
