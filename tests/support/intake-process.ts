import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { IntakeOrders, IntakeReady } from './intake-child.ts'

const ENTRY = fileURLToPath(new URL('./intake-child.ts', import.meta.url))
/** Below the repository, so that it finds the packages. */
const BUNDLE = fileURLToPath(new URL('../../dist/tests-bundled/intake-child.mjs', import.meta.url))

let bundled: Promise<unknown> | undefined

/** From the sources as they are now, whatever was built before. */
function bundle(): Promise<unknown> {
  bundled ??= build({
    entryPoints: [ENTRY],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  return bundled
}

/** An intake in a process of its own. */
export interface IntakeProcess extends IntakeReady {
  /** SIGKILL: as a crash. */
  kill9(): Promise<void>
}

/** Resolves when it takes in. */
export async function startIntakeProcess(orders: IntakeOrders): Promise<IntakeProcess> {
  await bundle()
  const child = spawn(process.execPath, [BUNDLE, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'pipe'] })
  const killWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const exited = once(child, 'exit').then(() => process.off('exit', killWithUs))
  const { port } = await ready(child)
  return {
    port,
    kill9: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function ready(child: ChildProcess): Promise<IntakeReady> {
  return new Promise((resolve, reject) => {
    let errors = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    child.once('exit', (code, signal) => reject(new Error(`the intake ended with ${code ?? signal}: ${errors}`)))
    if (!child.stdout) return reject(new Error('the intake has no output'))
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as IntakeReady))
  })
}
