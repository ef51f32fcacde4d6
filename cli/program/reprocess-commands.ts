import type { Command } from 'commander'
import { instantFlag } from '../config/instant-flag.ts'
import { ConfigError } from '../config/resolve.ts'
import { ProgressLine } from '../runtime/progress-line.ts'
import type { ProgramContext } from './context.ts'

/** `tram5g reprocess [list|drop]`. */
export function addReprocessCommands(program: Command, at: ProgramContext): void {
  const editions = () => import('../commands/editions.ts')
  const command = program
    .command('reprocess')
    .description('figures by this catalogue and by what is known today, made from the log beside the present ones')
    .option('--why <why>', 'why; a new edition must say it')
    .option('--by <who>', 'who makes it', at.userName)
    .option('--from <instant>', 'only what was received from then on; absent: from the beginning of the log')
    .option('--to <instant>', 'only what was received before; absent: to what is its end now')
    .option('--edition <id>', 'goes on with one that was interrupted')
    .action(async (o: { why?: string; by: string; from?: string; to?: string; edition?: string }) => {
      const config = await at.config()
      const line = new ProgressLine(process.stderr)
      const { reprocess } = await import('../commands/reprocess.ts')
      const isDone = await reprocess({
        config,
        by: o.by,
        why: o.why,
        from: o.from === undefined ? undefined : instantFlag('--from', o.from, at.now()),
        to: o.to === undefined ? undefined : instantFlag('--to', o.to, at.now()),
        edition: o.edition,
        logger: await at.logger(config),
        now: at.now,
        random: Math.random,
        say: at.say,
        progress: (text) => line.show(text),
        signal: at.untilStopped(),
      })
      if (!isDone) at.fail()
    })
  command
    .command('list')
    .description('the editions of the realm: by whom, why, of what')
    .option('--json', 'JSON', false)
    .action(async (o: { json: boolean }) => (await editions()).showEditions(await at.config(), o.json, at.say))
  command
    .command('promote')
    .description(
      'an edition takes the place of the figures that are shown, --why is kept; no processor may run meanwhile',
    )
    .argument('<edition>')
    .action(async (id: string, _: object, self: Command) => {
      const config = await at.config()
      const line = new ProgressLine(process.stderr)
      // the options of `reprocess`, which takes them wherever they stand
      const { by, why } = self.optsWithGlobals<{ why?: string; by: string }>()
      if (why === undefined)
        throw new ConfigError('--why is missing: what takes the place of published figures says why.')
      const { promote } = await import('../commands/promote.ts')
      await promote({
        config,
        edition: id,
        by,
        why,
        logger: await at.logger(config),
        now: at.now,
        say: at.say,
        progress: (text) => line.show(text),
      })
    })
  command
    .command('drop')
    .description('removes the figures of an edition')
    .argument('<edition>')
    .action(async (id: string) => (await editions()).dropEdition(await at.config(), id, at.say))
}
