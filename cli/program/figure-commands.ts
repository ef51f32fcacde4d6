import { type Command, Option } from 'commander'
import type { Level } from '../../contract/mod.ts'
import type { KpiOptions } from '../commands/kpi.ts'
import { wholeNumber } from '../config/whole-number.ts'
import { languageOf } from '../feed/facts.ts'
import type { Language } from '../feed/words.ts'
import type { ProgramContext } from './context.ts'

/** `tram5g kpi|ledger|history|catalogue`. */
export function addFigureCommands(program: Command, at: ProgramContext): void {
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
      const { kpi } = await import('../commands/kpi.ts')
      await kpi(await at.config(), { kpis, ...o }, at.now(), at.say)
    })
  program
    .command('ledger')
    .description('what every station published, and where each message ended; fails where an equation does not close')
    .option('--station <id>')
    .option('--json', 'JSON', false)
    .action(async (o: { station?: string; json: boolean }) => {
      const { ledger } = await import('../commands/ledger.ts')
      if (!(await ledger(await at.config(), o, at.say))) at.fail()
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
      const { history } = await import('../commands/history.ts')
      const { json, limit, ...filter } = o
      await history(await at.config(), { ...filter, limit: wholeNumber('--limit', limit) }, json, at.say)
    })

  program
    .command('catalogue')
    .description('the KPIs: what there is, or one with formula, counters, bounds, limits and source')
    .argument('[kpi]', 'its id; absent: the list')
    .addOption(new Option('--lang <language>', 'absent: as the terminal is set').choices(['vi', 'en']))
    .action(async (id: string | undefined, o: { lang?: Language }) => {
      const { catalogue } = await import('../commands/catalogue.ts')
      catalogue(id, o.lang ?? languageOf(process.env), at.say)
    })
}

const collectList = (value: string, before: string[]): string[] => [...before, value]
