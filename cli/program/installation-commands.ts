import { type Command, Option } from 'commander'
import { ConfigError } from '../config/resolve.ts'
import { languageOf } from '../feed/facts.ts'
import type { Language } from '../feed/words.ts'
import { DEMO_REALM, type ProgramContext } from './context.ts'

/** `tram5g dashboards|config|doctor`: what the pipeline stands on. */
export function addInstallationCommands(program: Command, at: ProgramContext): void {
  program
    .command('dashboards')
    .description('Grafana dashboards with their provisioning, as files')
    .requiredOption('--out <dir>')
    .addOption(new Option('--influx <version>', 'of the InfluxDB that Grafana asks').choices(['1', '2']).default('2'))
    .action(async (o: { out: string; influx: '1' | '2' }) => {
      const { writeDashboards } = await import('../commands/dashboards.ts')
      await writeDashboards(await at.config(), o, at.say)
    })
  program
    .command('config')
    .description('what is in force, and from where')
    .option('--json', 'JSON', false)
    .action(async (o: { json: boolean }) => {
      const { showConfig } = await import('../commands/show-config.ts')
      showConfig(await at.load(DEMO_REALM), o.json, at.say)
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
      const config = await at.config()
      const language = o.lang ?? languageOf(process.env)
      const ok =
        o.station === undefined
          ? await (await import('../commands/doctor.ts')).doctor(config, at.now(), at.say)
          : await (await import('../commands/doctor-station.ts')).doctorStation(
              config,
              { station: o.station, language, json: o.json },
              at.say,
            )
      if (!ok) at.fail()
    })
}
