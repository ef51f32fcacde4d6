import { run } from '../../cli/mod.ts'

/** One process that runs the commands it is sent, each as `tram5g` would in a process of its own. */
export interface AskedCommand {
  readonly args: readonly string[]
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
  /** Written to both outputs behind what the command says: outputs and answer come by different ways. */
  readonly end: string
}

export interface CommandEnd {
  readonly code: number
  /** What would have kept a process of its own from ending. */
  readonly left: readonly string[]
}

const DEADLINE_MS = 30_000

/** Handles and timers that are more than before; those that are about to close are waited for, as at the end of a process. */
async function leftBehind(before: readonly string[]): Promise<string[]> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const left = [...process.getActiveResourcesInfo()]
    for (const each of before) {
      const at = left.indexOf(each)
      if (at >= 0) left.splice(at, 1)
    }
    if (left.length === 0 || performance.now() > deadline) return left
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

async function answer({ args, directory, environment, end }: AskedCommand): Promise<CommandEnd> {
  process.chdir(directory)
  for (const key of Object.keys(process.env)) delete process.env[key]
  Object.assign(process.env, environment)
  // both outputs are open before it is counted what is
  process.stdout.write('')
  process.stderr.write('')
  const before = process.getActiveResourcesInfo()
  const code = await run([process.execPath, 'tram5g', ...args])
  const left = await leftBehind(before)
  // each command listens for signals of its own
  process.removeAllListeners('SIGINT').removeAllListeners('SIGTERM')
  process.stdout.write(end)
  process.stderr.write(end)
  return { code, left }
}

process.on('message', (asked: AskedCommand) => {
  void answer(asked).then((end) => process.send?.(end))
})
