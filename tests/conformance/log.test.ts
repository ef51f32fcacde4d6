import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { memoryLog, openLmdbLog, type TelemetryLog } from '../../log/mod.ts'
import { type LogSettings, logConformance } from './log-suite.ts'

logConformance('memory', () => ({
  open: async (settings) => memoryLog({ realm: 'sim-test', ...settings }),
  reopen: undefined,
  dispose: async () => {},
}))

logConformance('LMDB', () => {
  let directory: string | undefined
  const opened: TelemetryLog[] = []
  const open = async (settings: LogSettings = {}) => {
    directory ??= await mkdtemp(`${tmpdir()}/tram5g-log-`)
    const log = await openLmdbLog({
      directory,
      realm: 'sim-test',
      budgetBytes: 64 * 1024 * 1024,
      onCommitStuck: () => {
        throw new Error('a commit did not end')
      },
      ...settings,
    })
    opened.push(log)
    return log
  }
  return {
    open,
    reopen: open,
    dispose: async () => {
      for (const log of opened.splice(0)) await log.close()
      if (directory) await rm(directory, { recursive: true, force: true })
    },
  }
})
