import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'

interface Holder {
  readonly pid: number
  /** When that process started, where the system tells: a pid alone may be another's by now. */
  readonly startedAt: string
  readonly command: string
}

export class LockedError extends Error {
  override readonly name = 'LockedError'
}

/** Start time of a process in clock ticks since boot, by /proc; '' where there is none. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return holder.startedAt === startOf(holder.pid)
}

/**
 * Holds `path` for this process, so that no second one works on the same data; returns what releases it. A lock whose
 * process has ended is taken over.
 * @throws {LockedError} that names the process and what to do.
 */
export function takeLock(path: string, command: string, what: string): () => void {
  const holder: Holder = { pid: process.pid, startedAt: startOf(process.pid), command }
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const fd = openSync(path, 'wx')
      writeSync(fd, JSON.stringify(holder))
      closeSync(fd)
      return () => rmSync(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(path, error)
    }
    const other = readHolder(path)
    if (other !== undefined && isAlive(other)) {
      throw new LockedError(
        `${what} of this data is already running: 'tram5g ${other.command}', process ${other.pid}. End it first, or use another TRAM5G_DATA_DIR or TRAM5G_REALM.`,
      )
    }
    // moved aside first, so that of two that find it stale only one removes it
    const stale = `${path}.stale-${process.pid}`
    try {
      renameSync(path, stale)
      rmSync(stale, { force: true })
    } catch {
      // the other one was faster: look again
    }
  }
  throw new LockedError(`${what}: ${path} cannot be taken. Remove the file if no tram5g process runs.`)
}

function cannotWrite(path: string, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
  const remedy = code === 'ENOSPC' || code === 'EDQUOT' ? 'free disk space' : 'give this user the right to write there'
  return new Error(`${path} cannot be written (${code}): ${remedy}, or set TRAM5G_DATA_DIR.`, { cause: error })
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

/** Writes a file so that a reader sees the old or the new content, never half of one. */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, text, { mode })
  renameSync(draft, path)
}
