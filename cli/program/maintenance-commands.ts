import type { Command } from 'commander'
import type { AddOptions } from '../commands/maintenance.ts'
import type { ProgramContext } from './context.ts'

/** `tram5g maintenance add|close|withdraw|list`. */
export function addMaintenanceCommands(program: Command, at: ProgramContext): void {
  const load = () => import('../commands/maintenance.ts')
  const maintenance = program.command('maintenance').description('registered planned work')
  maintenance
    .command('add')
    .description('before it starts, or afterwards and then marked so')
    .argument('<target...>', 'HN-0001 for a station, HN-0001/2 for a cell')
    .requiredOption('--from <instant>', 'such as 2026-11-22T01:00 (Việt Nam)')
    .requiredOption('--to <instant>', 'exclusive')
    .requiredOption('--why <why>', 'what is done')
    .option('--by <who>', 'who registers it', at.userName)
    .option('--ticket <id>', 'of your own system')
    .option('--approved-by <who>', 'who allowed it')
    .option('--id <id>', 'a name of its own; absent: a new one')
    .action(async (targets: string[], o: AddOptions) =>
      (await load()).addMaintenance(await at.config(), targets, o, at.now(), at),
    )
  maintenance
    .command('close')
    .description('the work ended early; a window that has not begun is taken back')
    .argument('<id>')
    .option('--to <instant>', 'absent: now')
    .requiredOption('--why <why>')
    .option('--by <who>', 'who', at.userName)
    .action(async (id: string, o: { to?: string; by: string; why: string }) =>
      (await load()).closeMaintenance(await at.config(), id, o, at.now, at),
    )
  maintenance
    .command('withdraw')
    .description('takes a window back, as if it had never been registered')
    .argument('<id>')
    .requiredOption('--why <why>')
    .option('--by <who>', 'who', at.userName)
    .action(async (id: string, o: { by: string; why: string }) =>
      (await load()).withdrawMaintenance(await at.config(), id, o, at.now, at),
    )
  maintenance
    .command('list')
    .description('planned, running, over, taken back')
    .option('--json', 'JSON', false)
    .action(async (o: { json: boolean }) => (await load()).listMaintenance(await at.config(), o.json, at.now(), at.say))
}
