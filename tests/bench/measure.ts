import { statSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What something took. */
export interface Spent {
  readonly wallMs: number
  /** Processor time of the whole process, its worker threads included [µs]. */
  readonly cpuUs: number
}

/** Starts a stopwatch; each call tells what was spent since then. */
export function stopwatch(): () => Spent {
  const startedMs = performance.now()
  const cpu = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { wallMs: performance.now() - startedMs, cpuUs: user + system }
  }
}

/** The value of which `share` (0 … 1) of the others are at most as large, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (value === undefined) throw new Error('nothing was measured')
  return value
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  if (upper === undefined || lower === undefined) throw new Error('nothing was measured')
  return (lower + upper) / 2
}

/** Most memory that this process has had [bytes]. */
export function peakRssBytes(): number {
  return process.resourceUsage().maxRSS * 1024
}

/** JavaScript objects that are left after everything that nobody needs any more has been collected [bytes]. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

/** What the files under a directory, or one file, take on the disk [bytes]: blocks, not lengths. */
export async function diskBytes(path: string): Promise<number> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.blocks * 512
  let bytes = 0
  for (const name of await readdir(path, { recursive: true })) {
    const { blocks } = await stat(join(path, name))
    bytes += blocks * 512
  }
  return bytes
}

/** Processes that wanted to run, over the last 1, 5 and 15 minutes. */
export function loadAverage(): readonly number[] {
  return loadavg().map((value) => Math.round(value * 100) / 100)
}

/** Polls until `isDone`; @throws Error with `what` after `deadlineMs`. */
export async function until(isDone: () => boolean, what: string, deadlineMs: number, everyMs = 5): Promise<void> {
  const deadline = performance.now() + deadlineMs
  while (!isDone()) {
    if (performance.now() > deadline) throw new Error(`waited ${deadlineMs} ms in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** Runs something with folders for a log and a state, which are removed at the end. */
export async function withFolders<T>(run: (log: string, state: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-bench-'))
  try {
    return await run(join(directory, 'log'), join(directory, 'state'))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
