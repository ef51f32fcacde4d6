import type { Command } from 'commander'
import { instantFlag } from '../config/instant-flag.ts'
import type { ProgramContext } from './context.ts'

/** `tram5g registry import|show|export|template`. */
export function addRegistryCommands(program: Command, at: ProgramContext): void {
  const registry = program.command('registry').description('which stations there are: operator, zone, vendor, phase')
  registry
    .command('import')
    .description('all lines of a file, or none; columns: docs/registry.md')
    .argument('<file>', '.csv with a header line, or .json')
    .option('--by <who>', 'who says so', at.userName)
    .option('--why <why>', 'why', 'registry import')
    .option('--dry-run', 'shows what would change, and writes nothing', false)
    .action(async (file: string, o: { by: string; why: string; dryRun: boolean }) =>
      (await import('../commands/registry-import.ts')).importRegistry(await at.config(), file, o, at.now(), at),
    )
  registry
    .command('show')
    .description('the stations now, at another instant, or all that is registered of one')
    .option('--station <id>', 'all its lines, with who said them and why')
    .option('--at <instant>', 'what held or will hold then')
    .option('--json', 'JSON', false)
    .action(async (o: { station?: string; at?: string; json: boolean }) =>
      (await import('../commands/registry-show.ts')).showRegistry(
        await at.config(),
        {
          station: o.station,
          atMs: o.at === undefined ? undefined : instantFlag('--at', o.at, at.now()),
          json: o.json,
        },
        at.say,
      ),
    )
  registry
    .command('export')
    .description('every line with its date, as a CSV that imports again')
    .option('--out <file>', 'absent: standard output')
    .action(async (o: { out?: string }) =>
      (await import('../commands/registry-show.ts')).exportRegistry(await at.config(), o.out, at.write),
    )
  registry
    .command('template')
    .description('a CSV to begin with: every column, and two stations of nobody as remarks')
    .action(async () => at.write((await import('../registry/write-csv.ts')).registryTemplate()))
}
