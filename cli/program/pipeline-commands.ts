import { type Command, Option } from 'commander'
import type { BrokerAclOptions } from '../commands/broker-acl.ts'
import { ConfigError } from '../config/resolve.ts'
import { wholeNumber } from '../config/whole-number.ts'
import type { ProgramContext } from './context.ts'

const GIB = 1024 ** 3

/** `tram5g up|broker|collect|process|serve|simulate`: what runs until it is ended. */
export function addPipelineCommands(program: Command, at: ProgramContext): void {
  program
    .command('up')
    .description('everything in one process: embedded broker, simulated trial fleet, processor, DuckDB, console')
    .option('--no-simulator', 'all but the fleet')
    .option('--fleet <file>', 'fleet file (JSON), see `tram5g simulate --print-fleet`; absent: the trial of 2020')
    .action(async (options: { simulator: boolean; fleet?: string }) => {
      if (!options.simulator && options.fleet !== undefined)
        throw new ConfigError('--fleet: names the simulated fleet; it cannot be given with --no-simulator.')
      const { config } = await at.load({ realm: 'sim-demo', ...(options.simulator && { logBudget: GIB }) })
      if (options.simulator && !config.realm.startsWith('sim-')) {
        throw new ConfigError(
          `--realm ${config.realm}: the simulated fleet runs in a sim- realm only. Give --no-simulator, or a realm such as sim-demo.`,
        )
      }
      const { up } = await import('../commands/up.ts')
      await up({
        config,
        simulator: options.simulator,
        fleetFile: options.fleet,
        logger: await at.logger(config),
        now: at.now,
        say: at.say,
        signal: at.untilStopped(),
      })
    })

  const common = async (options: { realm?: string } = {}) => {
    const { config } = await at.load(options)
    return { config, logger: await at.logger(config), now: at.now, say: at.say, signal: at.untilStopped() }
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
      const { collect } = await import('../commands/collect.ts')
      await collect({ ...parts, command: 'broker' })
    })
  broker
    .command('acl')
    .description('who may publish and read what at a broker of your own, from the registry')
    .addOption(new Option('--format <broker>', 'whose file').choices(['mosquitto']).default('mosquitto'))
    .option('--out <file>', 'absent: standard output')
    .option('--collector <user>', "the collector's user; absent: TRAM5G_MQTT_USERNAME, or collector")
    .action(async (o: BrokerAclOptions) => {
      const { brokerAcl } = await import('../commands/broker-acl.ts')
      await brokerAcl(await at.config(), o, at.now(), at)
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
      const { collect } = await import('../commands/collect.ts')
      await collect({ ...parts, command: 'collect' })
    })
  program
    .command('process')
    .description('log → KPIs → store, beside a collector in another process; with DuckDB also console and API')
    .action(async () => {
      const parts = await common()
      const { processLog } = await import('../commands/process.ts')
      await processLog(parts)
    })
  program
    .command('serve')
    .description('console and API alone, over InfluxDB, or of an edition')
    .option('--edition <id>', 'figures of an edition that `tram5g reprocess` made')
    .action(async (o: { edition?: string }) => {
      const parts = await common()
      const { serve } = await import('../commands/serve.ts')
      await serve({ ...parts, edition: o.edition })
    })
  program
    .command('simulate')
    .description('a simulated fleet against a broker, in a sim- realm')
    .option('--fleet <file>', 'fleet file (JSON); absent: the trial of 2020')
    .option('--seed <number>', 'same seed, same fleet behaviour', '2020')
    .option('--print-fleet', 'only prints the fleet file, to be changed and given with --fleet', false)
    .action(async (options: { fleet?: string; seed: string; printFleet: boolean }) => {
      if (options.printFleet) {
        const { readFleet } = await import('../demo/read-fleet.ts')
        at.say(JSON.stringify(readFleet(options.fleet), null, 2))
        return
      }
      const parts = { ...(await common()), fleetFile: options.fleet, seed: wholeNumber('--seed', options.seed) }
      const { simulate } = await import('../commands/simulate.ts')
      await simulate(parts)
    })
}
