import { readFile } from 'node:fs/promises'
import type { Ended, Environment, Tram5gHome } from './tram5g-process.ts'

const KILLER = new URL('../../dist/tests/support/kill-at-step.js', import.meta.url).href
const environment = (more: Environment): Environment => ({ NODE_OPTIONS: `--import ${KILLER}`, ...more })

/** Runs a command to its end, undisturbed; what it asked of its files and databases, in order. */
export async function stepsOf(home: Tram5gHome, args: readonly string[]): Promise<string[]> {
  const path = await home.file('steps', '')
  ended(await home.run(args, environment({ STEPS_TO: path })))
  return (await readFile(path, 'utf8')).trim().split('\n')
}

/**
 * Runs a command again and again, killed at each of these steps in turn, and at last undisturbed.
 *
 * @param command arguments of what is still to be done; undefined: nothing is
 * @param look called after each kill
 * @returns where it was killed, in words: less often than asked where it came to its end before
 */
export async function runKilled(
  home: Tram5gHome,
  places: readonly number[],
  command: () => Promise<readonly string[] | undefined>,
  look: () => Promise<void>,
): Promise<string[]> {
  const killed: string[] = []
  for (const at of places) {
    const args = await command()
    if (args === undefined) return killed
    const run = await home.run(args, environment({ KILL_AT_STEP: String(at) }))
    const place = /killed at (step \d+, .*)/.exec(run.err)?.[1]
    if (place === undefined) ended(run)
    else {
      killed.push(place)
      await look()
    }
  }
  const args = await command()
  if (args !== undefined) ended(await home.run(args))
  return killed
}

function ended({ code, signal, err }: Ended): void {
  if (code !== 0 || err !== '') throw new Error(`it ended with ${code ?? signal}: ${err}`)
}
