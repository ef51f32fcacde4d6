import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Fleet, parseFleet, TRIAL_2020_FLEET } from '../../simulators/mod.ts'
import { ConfigError } from '../config/resolve.ts'

/** The fleet of a file; without one that of the trial of 2020. @throws {ConfigError} that names all that is wrong in the file. */
export function readFleet(path: string | undefined): Fleet {
  if (path === undefined) return TRIAL_2020_FLEET
  try {
    return parseFleet(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new ConfigError(`--fleet ${path}: ${(error as Error).message}`, { cause: error })
  }
}

/** By what a fleet is known again: a file by its content, that of the trial by its name, since a later version may know it better. */
export function markOf(fleet: Fleet): string {
  if (fleet === TRIAL_2020_FLEET) return 'trial-2020'
  return createHash('sha256').update(JSON.stringify(fleet)).digest('hex').slice(0, 16)
}
