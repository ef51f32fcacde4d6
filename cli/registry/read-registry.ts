import { readFileSync } from 'node:fs'
import { ConfigError } from '../config/resolve.ts'
import { type CheckedRegistry, checkLines } from './check-lines.ts'
import { csvEntries } from './csv-entries.ts'
import { jsonEntries } from './json-entries.ts'

/**
 * A registry file: a CSV with a header line, or a JSON list (`.json`); UTF-8, with or without BOM.
 *
 * @throws {ConfigError} where it cannot be read, or is neither.
 */
export function readRegistry(path: string): CheckedRegistry {
  const text = readText(path)
  const isJson = path.endsWith('.json')
  try {
    const { entries, problems } = isJson ? jsonEntries(text) : csvEntries(text)
    if (entries.length === 0 && problems.length === 0)
      return { ok: false, problems: ['expected at least one station; got none'] }
    return checkLines(entries, problems)
  } catch (error) {
    throw new ConfigError(`${path} is not ${isJson ? 'a JSON list' : 'CSV'}: ${(error as Error).message}.`, {
      cause: error,
    })
  }
}

function readText(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new ConfigError(`cannot read ${path} (${code}).`, { cause: error })
  }
  try {
    // takes the BOM away, too
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new ConfigError(`${path} is not UTF-8: save it as "CSV UTF-8" in the spreadsheet.`, { cause: error })
  }
}
