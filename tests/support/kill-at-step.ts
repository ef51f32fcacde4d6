import fs, { openSync, writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { DuckDBConnection } from '@duckdb/node-api'

/**
 * Loaded into a process before its own code (`node --import`): counts what it asks of its files and databases, and ends it by SIGKILL
 * at the n-th of these steps. A moment counted so is the same on a fast and on a slow machine, which one measured by a clock is not.
 * What is done in the background has just begun by then, and may or may not come to its end.
 */
const KILL_AT = Number(process.env.KILL_AT_STEP ?? 0)
/** Where it writes the name of each step. */
const STEPS_TO = process.env.STEPS_TO === undefined ? undefined : openSync(process.env.STEPS_TO, 'a')

type Call = (...args: unknown[]) => unknown

let steps = 0

function isReached(name: string): boolean {
  steps++
  if (STEPS_TO !== undefined) writeSync(STEPS_TO, `${name}\n`)
  return steps === KILL_AT
}

function die(name: string): void {
  writeSync(2, `killed at step ${steps}, ${name}\n`)
  process.kill(process.pid, 'SIGKILL')
}

/** @param nameOf of a call; undefined: it is no step */
function count(owner: object, method: string, nameOf: (told: unknown) => string | undefined, isInBackground: boolean) {
  const original = (owner as Record<string, Call>)[method]
  if (original === undefined) throw new Error(`there is no ${method} any more to count`)
  const counted = function (this: unknown, ...args: unknown[]): unknown {
    const name = nameOf(args[0])
    if (name === undefined || !isReached(name)) return original.apply(this, args)
    if (!isInBackground) die(name)
    const answer = original.apply(this, args)
    die(name)
    return answer
  }
  Object.defineProperty(owner, method, { value: counted })
}

for (const method of ['openSync', 'renameSync', 'rmSync']) {
  count(fs, method, (path) => `${method} ${String(path).split('/').slice(-2).join('/')}`, false)
}
syncBuiltinESMExports()

/** What changes nothing is no step. */
const statement = (sql: unknown): string | undefined =>
  /^\s*SELECT/i.test(String(sql)) ? undefined : String(sql).trim().split(' ').slice(0, 4).join(' ')
count(DuckDBConnection.prototype, 'run', statement, true)

interface Native {
  readonly nativeAddon: { readonly Env: new () => object }
  setNativeFunctions(native: object): void
}

// what is native in it cannot be changed, but what is made of it can; by its main module first, which sets it up
await import('lmdb')
const native: Native = await import(new URL('native.js', import.meta.resolve('lmdb')).href)
class CountedEnv extends native.nativeAddon.Env {}
count(CountedEnv.prototype, 'startWriting', () => 'lmdb transaction', true)
const counted: object = Object.create(native.nativeAddon, { Env: { value: CountedEnv } })
native.setNativeFunctions(counted)
