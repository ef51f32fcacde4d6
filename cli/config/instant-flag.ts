import { parseInstant } from '../output/time.ts'
import { ConfigError } from './resolve.ts'

/** An instant given with a flag. @throws {ConfigError} that names the flag, what came and what is allowed. */
export function instantFlag(flag: string, text: string, nowMs: number): number {
  try {
    return parseInstant(text, nowMs)
  } catch (error) {
    throw new ConfigError(`${flag}: ${(error as Error).message}.`, { cause: error })
  }
}
