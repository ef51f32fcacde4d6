import type { Command } from 'commander'
import { ConfigError } from '../config/resolve.ts'
import { wholeNumber } from '../config/whole-number.ts'
import type { ProgramContext } from './context.ts'

/** `tram5g deadletters list|show|retry`. */
export function addDeadLetterCommands(program: Command, at: ProgramContext): void {
  const letters = program.command('deadletters').description('messages that were refused, with their original bytes')
  letters
    .command('list')
    .option('--limit <n>', 'newest first', '50')
    .option('--json', 'JSON', false)
    .action(async (o: { limit: string; json: boolean }) => {
      const { listDeadLetters } = await import('../commands/dead-letters.ts')
      await listDeadLetters(await at.config(), wholeNumber('--limit', o.limit), o.json, at.say)
    })
  letters
    .command('show')
    .argument('<offset>')
    .option('--raw', 'the bytes and nothing else', false)
    .action(async (offset: string, o: { raw: boolean }) => {
      const { showDeadLetter } = await import('../commands/dead-letters.ts')
      await showDeadLetter(await at.config(), wholeNumber('offset', offset), o.raw, {
        say: at.say,
        write: (bytes) => process.stdout.write(bytes),
      })
    })
  letters
    .command('retry')
    .argument('[offset...]')
    .option('--code <code>', 'those of the newest 1000 that were refused for this reason')
    .option('--by <who>', 'who asks for it', at.userName)
    .option('--why <why>', 'why', 'run again')
    .action(async (offsets: string[], o: { code?: string; by: string; why: string }) => {
      const { retryDeadLetters, unresolvedOffsets } = await import('../commands/dead-letters.ts')
      const config = await at.config()
      const list =
        o.code === undefined ? offsets.map((x) => wholeNumber('offset', x)) : await unresolvedOffsets(config, o.code)
      if (list.length === 0) {
        throw new ConfigError(
          o.code === undefined
            ? 'no dead letters named: give offsets, or --code with a reason.'
            : `--code: no dead letter among the newest 1000 waits with the reason ${JSON.stringify(o.code)}. 'tram5g deadletters list' shows the reasons.`,
        )
      }
      await retryDeadLetters(config, list, { by: o.by, why: o.why, at: at.now() }, at.say)
    })
}
