import { statSync } from 'node:fs'
import { ConfigError } from '../config/resolve.ts'
import { writeWhole } from './lock.ts'

/**
 * A file that `--out` names: a reader sees the old or the new one, never half of it.
 * Who may read it stays as it is; a new one may be read by all, such as by a broker of another user.
 *
 * @throws {ConfigError} where it cannot be written.
 */
export function writeOut(path: string, text: string): void {
  try {
    writeWhole(path, text, modeOf(path))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new ConfigError(`--out: cannot write ${path} (${code}).`, { cause: error })
  }
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode & 0o777
  } catch {
    return 0o644
  }
}
