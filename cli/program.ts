import { Command, CommanderError, Option } from 'commander'
import type { Level } from '../contract/mod.ts'
import type { WrongDataError } from '../log/mod.ts'
import type { BrokerAclOptions } from './commands/broker-acl.ts'
import type { KpiOptions } from './commands/kpi.ts'
import { loadConfig } from './config/load.ts'
import { ConfigError, type Resolved } from './config/resolve.ts'
import { type Config, SETTINGS, type SettingName } from './config/settings.ts'
import { languageOf } from './feed/facts.ts'
import type { Language } from './feed/words.ts'
import { addCompareCommand } from './program/compare-commands.ts'
import type { ProgramContext } from './program/context.ts'
import { addExplainCommand } from './program/explain-command.ts'
import { addMaintenanceCommands } from './program/maintenance-commands.ts'
import { addOutageCommands } from './program/outage-commands.ts'
import { addRegistryCommands } from './program/registry-commands.ts'
import { addReprocessCommands } from './program/reprocess-commands.ts'
import { LockedError } from './runtime/lock.ts'
import type { Logger } from './runtime/logger.ts'

const GIB = 1024 ** 3

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
    config: async () => (await load(demoRealm())).config,
    now: Date.now,
    say,
    write: (text) => void process.stdout.write(text),
    warn: (line) => void process.stderr.write(`tram5g: ${line}\n`),
    userName: userName(),
  }
  program
    .command('up')
    .description('everything in one process: embedded broker, simulated trial fleet, processor, DuckDB, console')
    .option('--no-simulator', 'all but the fleet')
    .action(async (options: { simulator: boolean }) => {
      const { config } = await load({ realm: 'sim-demo', ...(options.simulator && { logBudget: GIB }) })
      if (options.simulator && !config.realm.startsWith('sim-')) {
        throw new ConfigError(
          `--realm ${config.realm}: the simulated fleet runs in a sim- realm only. Give --no-simulator, or a realm such as sim-demo.`,
        )
      }
      const { up } = await import('./commands/up.ts')
      await up({
        config,
        simulator: options.simulator,
        logger: await loggerOf(config),
        now: Date.now,
        say,
        signal: untilStopped(),
      })
    })

  const common = async (options: { realm?: string } = {}) => {
    const { config } = await load(options)
    return { config, logger: await loggerOf(config), now: Date.now, say, signal: untilStopped() }
  }

  const broker = program
    .command('broker')
    .description('the embedded broker with its intake: messages into the durable log')
    .action(async () => {
      const parts = await common()
      if (parts.config.mqttUrl !== undefined)
        throw new ConfigError(
          "TRAM5G_MQTT_URL is set: 'broker' is the embedded one. Use 'tram5g collect' for an external broker.",
        )
      const { collect } = await import('./commands/collect.ts')
      await collect({ ...parts, command: 'broker' })
    })
  broker
    .command('acl')
    .description('who may publish and read what at a broker of your own, from the registry')
    .addOption(new Option('--format <broker>', 'whose file').choices(['mosquitto']).default('mosquitto'))
    .option('--out <file>', 'absent: standard output')
    .option('--collector <user>', "the collector's user; absent: TRAM5G_MQTT_USERNAME, or collector")
    .action(async (o: BrokerAclOptions) => {
      const { brokerAcl } = await import('./commands/broker-acl.ts')
      await brokerAcl(await context.config(), o, Date.now(), context)
    })
  program
    .command('collect')
    .description('intake from an external broker: messages into the durable log')
    .action(async () => {
      const parts = await common()
      if (parts.config.mqttUrl === undefined)
        throw new ConfigError(
          "TRAM5G_MQTT_URL is not set: 'collect' needs an external broker. Use 'tram5g broker' for the embedded one.",
        )
      const { collect } = await import('./commands/collect.ts')
      await collect({ ...parts, command: 'collect' })
    })
  program
    .command('process')
    .description('log → KPIs → store, beside a collector in another process; with DuckDB also console and API')
    .action(async () => {
      const parts = await common()
      const { processLog } = await import('./commands/process.ts')
      await processLog(parts)
    })
  program
    .command('serve')
    .description('console and API alone, over InfluxDB, or of an edition')
    .option('--edition <id>', 'figures of an edition that `tram5g reprocess` made')
    .action(async (o: { edition?: string }) => {
      const parts = await common()
      const { serve } = await import('./commands/serve.ts')
      await serve({ ...parts, edition: o.edition })
    })
  program
    .command('simulate')
    .description('a simulated fleet against a broker, in a sim- realm')
    .option('--fleet <file>', 'fleet file (JSON); absent: the trial of 2020')
    .option('--seed <number>', 'same seed, same fleet behaviour', '2020')
    .action(async (options: { fleet?: string; seed: string }) => {
      const parts = { ...(await common()), fleetFile: options.fleet, seed: wholeNumber('--seed', options.seed) }
      const { simulate } = await import('./commands/simulate.ts')
      await simulate(parts)
    })

  program
    .command('kpi')
    .description('figures of the store, as a table or JSON')
    .argument('[kpi...]', 'KPI ids, see `tram5g catalogue`; absent: those asked for most; all: every one that fits')
    .option('--level <level>', '10s, 1m, 15m, 1h, 1d, or all for one value', '15m')
    .option('--from <instant>', 'such as 2026-11-22T09:00 (Việt Nam) or 6h (before now)')
    .option('--to <instant>', 'exclusive; absent: now')
    .option('--by <tags>', 'one series for each: zone, operator, station, cell …, plmn, snssai or fiveqi')
    .option('--where <tag=value>', 'repeat for more', collectList, [])
    .option('--json', 'the same JSON as the API', false)
    .option('--edition <id>', 'figures of an edition that `tram5g reprocess` made')
    .action(async (kpis: string[], o: Omit<KpiOptions, 'kpis'>) => {
      const { kpi } = await import('./commands/kpi.ts')
      await kpi(await context.config(), { kpis, ...o }, Date.now(), say)
    })
  addExplainCommand(program, context)
  program
    .command('ledger')
    .description('what every station published, and where each message ended; fails where an equation does not close')
    .option('--station <id>')
    .option('--json', 'JSON', false)
    .action(async (o: { station?: string; json: boolean }) => {
      const { ledger } = await import('./commands/ledger.ts')
      if (!(await ledger(await context.config(), o, say))) failed = true
    })
  program
    .command('history')
    .description('published figures that were amended: before, after, why')
    .option('--station <id>')
    .option('--cell <id>')
    .option('--level <level>')
    .option('--limit <n>', 'newest first', '50')
    .option('--json', 'JSON', false)
    .action(async (o: { station?: string; cell?: string; level?: Level; limit: string; json: boolean }) => {
      const { history } = await import('./commands/history.ts')
      const { json, limit, ...filter } = o
      await history(await context.config(), { ...filter, limit: wholeNumber('--limit', limit) }, json, say)
    })

  const letters = program.command('deadletters').description('messages that were refused, with their original bytes')
  letters
    .command('list')
    .option('--limit <n>', 'newest first', '50')
    .option('--json', 'JSON', false)
    .action(async (o: { limit: string; json: boolean }) => {
      const { listDeadLetters } = await import('./commands/dead-letters.ts')
      await listDeadLetters(await context.config(), wholeNumber('--limit', o.limit), o.json, say)
    })
  letters
    .command('show')
    .argument('<offset>')
    .option('--raw', 'the bytes and nothing else', false)
    .action(async (offset: string, o: { raw: boolean }) => {
      const { showDeadLetter } = await import('./commands/dead-letters.ts')
      await showDeadLetter(await context.config(), wholeNumber('offset', offset), o.raw, {
        say,
        write: (bytes) => process.stdout.write(bytes),
      })
    })
  letters
    .command('retry')
    .argument('[offset...]')
    .option('--code <code>', 'those of the newest 1000 that were refused for this reason')
    .option('--by <who>', 'who asks for it', userName())
    .option('--why <why>', 'why', 'run again')
    .action(async (offsets: string[], o: { code?: string; by: string; why: string }) => {
      const { retryDeadLetters, unresolvedOffsets } = await import('./commands/dead-letters.ts')
      const config = await context.config()
      const list =
        o.code === undefined ? offsets.map((x) => wholeNumber('offset', x)) : await unresolvedOffsets(config, o.code)
      if (list.length === 0) {
        throw new ConfigError(
          o.code === undefined
            ? 'no dead letters named: give offsets, or --code with a reason.'
            : `--code: no dead letter among the newest 1000 waits with the reason ${JSON.stringify(o.code)}. 'tram5g deadletters list' shows the reasons.`,
        )
      }
      await retryDeadLetters(config, list, { by: o.by, why: o.why, at: Date.now() }, say)
    })

  addRegistryCommands(program, context)

  addMaintenanceCommands(program, context)
  addOutageCommands(program, context)
  addReprocessCommands(program, context, {
    logger: loggerOf,
    signal: untilStopped,
    failed: () => {
      failed = true
    },
  })
  addCompareCommand(program, context)

  program
    .command('catalogue')
    .description('the KPIs: what there is, or one with formula, counters, bounds, limits and source')
    .argument('[kpi]', 'its id; absent: the list')
    .addOption(new Option('--lang <language>', 'absent: as the terminal is set').choices(['vi', 'en']))
    .action(async (id: string | undefined, o: { lang?: Language }) => {
      const { catalogue } = await import('./commands/catalogue.ts')
      catalogue(id, o.lang ?? languageOf(process.env), say)
    })
  program
    .command('dashboards')
    .description('Grafana dashboards with their provisioning, as files')
    .requiredOption('--out <dir>')
    .addOption(new Option('--influx <version>', 'of the InfluxDB that Grafana asks').choices(['1', '2']).default('2'))
    .action(async (o: { out: string; influx: '1' | '2' }) => {
      const { writeDashboards } = await import('./commands/dashboards.ts')
      await writeDashboards(await context.config(), o, say)
    })
  program
    .command('config')
    .description('what is in force, and from where')
    .option('--json', 'JSON', false)
    .action(async (o: { json: boolean }) => {
      const { showConfig } = await import('./commands/show-config.ts')
      showConfig(await load(demoRealm()), o.json, say)
    })
  program
    .command('doctor')
    .description('looks at everything the pipeline needs; fails where something is wrong')
    .option('--station <id>', "what this station's feed reaches, what is missing, what to do")
    .addOption(new Option('--lang <language>', 'of --station; absent: as the terminal is set').choices(['vi', 'en']))
    .option('--json', 'JSON; of --station', false)
    .action(async (o: { station?: string; lang?: Language; json: boolean }) => {
      if (o.station === undefined && (o.json || o.lang !== undefined))
        throw new ConfigError(`--${o.json ? 'json' : 'lang'}: goes with --station.`)
      const config = await context.config()
      const language = o.lang ?? languageOf(process.env)
      const ok =
        o.station === undefined
          ? await (await import('./commands/doctor.ts')).doctor(config, Date.now(), say)
          : await (await import('./commands/doctor-station.ts')).doctorStation(
              config,
              { station: o.station, language, json: o.json },
              say,
            )
      if (!ok) failed = true
    })

  try {
    await program.parseAsync(argv)
    return failed ? 1 : 0
  } catch (error) {
    return report(error)
  }
}

/** Commands that only look fall to the demo where nothing else is said. */
const demoRealm = (): Partial<Config> => ({ realm: 'sim-demo' })

const userName = (): string => process.env.USER ?? process.env.LOGNAME ?? 'unknown'

const collectList = (value: string, before: string[]): string[] => [...before, value]

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new ConfigError(`${name}: expected a whole number, got ${JSON.stringify(text)}.`)
  return Number(text)
}

const say = (line: string) => void process.stdout.write(`${line}\n`)

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
