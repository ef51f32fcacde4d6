import { readFileSync, rmSync } from 'node:fs'
import { writeWhole } from './lock.ts'
import type { RealmPaths } from './paths.ts'

/** Where the running process of a realm answers; other commands ask it. */
export interface RunFile {
  readonly pid: number
  readonly url: string
  readonly realm: string
  readonly command: string
  readonly mqttUrl?: string
}

export function writeRunFile(paths: RealmPaths, run: RunFile): () => void {
  writeWhole(paths.run, `${JSON.stringify(run, null, 2)}\n`)
  return () => rmSync(paths.run, { force: true })
}

/** The running process, or undefined where none is (the file of one that was killed does not count). */
export function readRunFile(paths: RealmPaths): RunFile | undefined {
  try {
    const run = JSON.parse(readFileSync(paths.run, 'utf8')) as RunFile
    process.kill(run.pid, 0)
    return run
  } catch {
    return undefined
  }
}
