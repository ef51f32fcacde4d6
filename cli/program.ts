import { Command, CommanderError, Option } from 'commander'
import type { WrongDataError } from '../log/mod.ts'
import { loadConfig } from './config/load.ts'
import { ConfigError, type Resolved } from './config/resolve.ts'
import { type Config, SETTINGS, type SettingName } from './config/settings.ts'
import { addCompareCommand } from './program/compare-commands.ts'
import { DEMO_REALM, type ProgramContext } from './program/context.ts'
import { addDeadLetterCommands } from './program/dead-letter-commands.ts'
import { addExplainCommand } from './program/explain-command.ts'
import { addFigureCommands } from './program/figure-commands.ts'
import { addInstallationCommands } from './program/installation-commands.ts'
import { addMaintenanceCommands } from './program/maintenance-commands.ts'
import { addOutageCommands } from './program/outage-commands.ts'
import { addPipelineCommands } from './program/pipeline-commands.ts'
import { addRegistryCommands } from './program/registry-commands.ts'
import { addReprocessCommands } from './program/reprocess-commands.ts'
import { LockedError } from './runtime/lock.ts'
import type { Logger } from './runtime/logger.ts'

/**
 * The command line. Resolves with the exit code: 0 done, 1 failed, 2 wrong use or configuration. What a command needs is loaded
 * when it runs, so that none waits for the broker, database and web server of the others.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const program = new Command('tram5g')
    .description('Telemetry pipeline of a 5G trial network: MQTT in, KPIs out, nothing lost on the way.')
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) })
    .exitOverride()
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const flag = name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
    program.addOption(new Option(`--${flag} <value>`, `${setting.about} [${setting.env}]`))
  }
  const flags = () => program.opts<Partial<Record<SettingName, unknown>>>()
  let failed = false
  const load = (defaults?: Partial<Config>): Promise<Resolved> => loadConfig(flags(), defaults)

  const context: ProgramContext = {
    load,
    config: async () => (await load(DEMO_REALM)).config,
    now: Date.now,
    say: (line) => void process.stdout.write(`${line}\n`),
    write: (text) => void process.stdout.write(text),
    warn: (line) => void process.stderr.write(`tram5g: ${line}\n`),
    userName: process.env.USER ?? process.env.LOGNAME ?? 'unknown',
    logger: loggerOf,
    untilStopped,
    fail: () => {
      failed = true
    },
  }
  addPipelineCommands(program, context)
  addFigureCommands(program, context)
  addExplainCommand(program, context)
  addDeadLetterCommands(program, context)
  addRegistryCommands(program, context)
  addMaintenanceCommands(program, context)
  addOutageCommands(program, context)
  addReprocessCommands(program, context)
  addCompareCommand(program, context)
  addInstallationCommands(program, context)

  try {
    await program.parseAsync(argv)
    return failed ? 1 : 0
  } catch (error) {
    return report(error)
  }
}

async function loggerOf(config: Config): Promise<Logger> {
  const { makeLogger } = await import('./runtime/logger.ts')
  return await makeLogger(config.logLevel, process.stderr.isTTY)
}

/** Aborts at SIGINT or SIGTERM; a second one ends the process at once. */
function untilStopped(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return controller.signal
}

/** Commander's complaint, without the whole help behind it. */
function oneLine(complaint: string): string {
  const text = complaint
    .replace(/^error: /, '')
    .trim()
    .replace(/\.$/, '')
    .replaceAll(/\s*\n\s*/g, ' ')
  return `tram5g: ${text}. 'tram5g --help' says what there is.\n`
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`tram5g: ${text}\n`)
  const isWrongUse = error instanceof ConfigError || error instanceof LockedError || isWrongData(error)
  if (!isWrongUse && error instanceof Error && process.env.TRAM5G_LOG_LEVEL === 'debug')
    process.stderr.write(`${error.stack ?? ''}\n`)
  return isWrongUse ? 2 : 1
}

/** By its name: the room of the log is loaded by the commands that need it alone. */
function isWrongData(error: unknown): boolean {
  return error instanceof Error && error.name === ('WrongDataError' satisfies WrongDataError['name'])
}
