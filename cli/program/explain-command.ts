import { type Command, Option } from 'commander'
import { type Language, LEVELS } from '../../contract/mod.ts'
import type { ExplainOptions } from '../commands/explain.ts'
import { ConfigError } from '../config/resolve.ts'
import { languageOf } from '../feed/facts.ts'
import type { ProgramContext } from './context.ts'

type Options = Omit<ExplainOptions, 'kpi' | 'language' | 'limit'> & { readonly limit: string; readonly lang?: Language }

/** `tram5g explain <kpi>`. */
export function addExplainCommand(program: Command, at: ProgramContext): void {
  program
    .command('explain')
    .description('what a figure is made of: parts, messages, evidence or cells, and why there is no value')
    .argument('<kpi>', 'its id, as in `tram5g catalogue`')
    .requiredOption('--at <instant>', 'within the window: 2026-11-22T09:05 (Việt Nam), or 15m (before now)')
    .addOption(
      new Option(
        '--level <level>',
        'of the window; absent: 15m, of a busy hour 1d; all: one figure from --at to --to',
      ).choices([...LEVELS, 'all']),
    )
    .option('--to <instant>', 'of --level all: its end; absent: now')
    .option('--cell <station/cell>', 'such as HN-0001/2')
    .option('--station <id>', 'the station as a whole, or its cells together')
    .option(
      '--where <tag=value>',
      'all cells with this tag: zone=…, operator=…; of one PLMN, slice or 5QI: plmn=…, snssai=…, fiveqi=…; repeat for more',
      collect,
      [],
    )
    .option('--limit <n>', 'messages, cells and intervals listed at most', '100')
    .addOption(new Option('--lang <language>', 'absent: as the terminal is set').choices(['vi', 'en']))
    .option('--json', 'the same JSON as the API', false)
    .action(async (kpi: string, { limit, lang, ...o }: Options) => {
      const { explain } = await import('../commands/explain.ts')
      const language = lang ?? languageOf(process.env)
      const width = process.stdout.columns
      const known = { ...o, kpi, language, limit: limitOf(limit), ...(width !== undefined && { width }) }
      await explain(await at.config(), known, at.now(), at.say)
    })
}

const collect = (value: string, before: string[]): string[] => [...before, value]

function limitOf(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 2000) return Number(text)
  throw new ConfigError(`--limit: expected 1 to 2000, got ${JSON.stringify(text)}.`)
}
