import type { Command } from 'commander'
import type { DeclareOptions } from '../commands/outage.ts'
import type { ProgramContext } from './context.ts'

/** `tram5g outage declare|withdraw|list`. */
export function addOutageCommands(program: Command, at: ProgramContext): void {
  const load = () => import('../commands/outage.ts')
  const outage = program
    .command('outage')
    .description("the operator's word that a silent station was down, where its messages cannot say it")
  outage
    .command('declare')
    .description('down, and marked so, wherever nothing else is known')
    .requiredOption('--station <id>')
    .option('--cell <id>', 'repeat for more; absent: all its cells', (cell: string, before?: string[]) => [
      ...(before ?? []),
      cell,
    ])
    .requiredOption('--from <instant>', 'such as 2026-11-22T01:00 (Việt Nam)')
    .requiredOption('--to <instant>', 'exclusive; not in the future')
    .requiredOption('--why <why>', 'how it is known')
    .option('--by <who>', 'who says so', at.userName)
    .option('--id <id>', 'a name of its own; absent: a new one')
    .action(async (o: DeclareOptions) => (await load()).declareOutage(await at.config(), o, at.now(), at))
  outage
    .command('withdraw')
    .description('takes a declaration back, as if it had never been')
    .argument('<id>')
    .requiredOption('--why <why>')
    .option('--by <who>', 'who', at.userName)
    .action(async (id: string, o: { by: string; why: string }) =>
      (await load()).withdrawOutage(await at.config(), id, o, at.now, at),
    )
  outage
    .command('list')
    .description('what was declared, and what was taken back')
    .option('--json', 'JSON', false)
    .action(async (o: { json: boolean }) => (await load()).listOutages(await at.config(), o.json, at.now(), at.say))
}
