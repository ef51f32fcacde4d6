import { Command, CommanderError, Option } from 'commander'
import { up } from './commands/up.ts'
import { loadConfig } from './config/load.ts'
import { ConfigError, type Resolved } from './config/resolve.ts'
import { type Config, SETTINGS, type SettingName } from './config/settings.ts'
import { LockedError } from './runtime/lock.ts'
import { makeLogger } from './runtime/logger.ts'

const GIB = 1024 ** 3

/** The command line. Resolves with the exit code: 0 done, 1 failed, 2 wrong use or configuration. */
export async function run(argv: readonly string[]): Promise<number> {
  const program = new Command('tram5g')
    .description('Telemetry pipeline of a 5G trial network: MQTT in, KPIs out, nothing lost on the way.')
    .showHelpAfterError()
    .exitOverride()
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const flag = name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)
    program.addOption(new Option(`--${flag} <value>`, `${setting.about} [${setting.env}]`))
  }
  const flags = () => program.opts<Partial<Record<SettingName, unknown>>>()
  const load = (defaults?: Partial<Config>): Resolved => loadConfig(flags(), defaults)

  program
    .command('up')
    .description('everything in one process: embedded broker, simulated trial fleet, processor, DuckDB, console')
    .option('--no-simulator', 'all but the fleet')
    .action(async (options: { simulator: boolean }) => {
      const { config } = load({ realm: 'sim-demo', ...(options.simulator && { logBudget: GIB }) })
      if (options.simulator && !config.realm.startsWith('sim-')) {
        throw new ConfigError(`--realm ${config.realm}: the simulated fleet runs in a sim- realm only. Give --no-simulator, or a realm such as sim-demo.`)
      }
      await up({ config, simulator: options.simulator, logger: loggerOf(config), now: Date.now, say, signal: untilStopped() })
    })

  try {
    await program.parseAsync(argv)
    return 0
  } catch (error) {
    return report(error)
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

function loggerOf(config: Config) {
  return makeLogger(config.logLevel, process.stderr.isTTY)
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

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`tram5g: ${text}\n`)
  const isWrongUse = error instanceof ConfigError || error instanceof LockedError
  if (!isWrongUse && error instanceof Error && process.env['TRAM5G_LOG_LEVEL'] === 'debug') process.stderr.write(`${error.stack ?? ''}\n`)
  return isWrongUse ? 2 : 1
}
