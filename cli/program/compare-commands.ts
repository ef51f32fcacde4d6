import type { Command } from 'commander'
import { ConfigError } from '../config/resolve.ts'
import { ProgressLine } from '../runtime/progress-line.ts'
import type { ProgramContext } from './context.ts'

interface CompareFlags {
  readonly edition: string[]
  readonly level: string
  readonly from?: string
  readonly to?: string
  readonly by: string
  readonly where: string[]
  readonly limit: string
  readonly offset: string
  readonly json: boolean
  readonly csv: boolean
}

const collect = (value: string, before: string[]): string[] => [...before, value]

/** `tram5g compare`. */
export function addCompareCommand(program: Command, at: ProgramContext): void {
  program
    .command('compare')
    .description('which figures an edition changes, by how much and why: a summary by KPI, then the figures')
    .argument('[kpi...]', 'KPI ids; absent: every one that fits')
    .option('--edition <id>', 'twice: the first against the second; once: the present figures against it', collect, [])
    .option('--level <levels>', '10s, 1m, 15m, 1h, 1d separated by commas, or all', '15m,1h,1d')
    .option('--from <instant>', 'absent: all that both tell')
    .option('--to <instant>', 'exclusive; absent: all that both tell')
    .option('--by <tags>', 'what is compared: zone, or station,cell …; empty: all together', 'zone')
    .option('--where <tag=value>', 'repeat for more', collect, [])
    .option('--limit <n>', 'figures listed behind the summary', '50')
    .option('--offset <n>', 'listed from there on', '0')
    .option('--json', 'JSON', false)
    .option('--csv', 'every figure that differs, as CSV', false)
    .action(async (kpis: string[], o: CompareFlags) => {
      if (o.json && o.csv) throw new ConfigError('--json, --csv: give one of them.')
      const line = new ProgressLine(process.stderr)
      const { compare } = await import('../commands/compare.ts')
      await compare(
        await at.config(),
        {
          kpis,
          editions: o.edition,
          levels: o.level,
          from: o.from,
          to: o.to,
          by: o.by,
          where: o.where,
          limit: wholeNumber('--limit', o.limit),
          offset: wholeNumber('--offset', o.offset),
          format: o.json ? 'json' : o.csv ? 'csv' : 'text',
        },
        at.now(),
        { say: at.say, progress: (text) => line.show(text) },
      )
    })
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new ConfigError(`${name}: expected a whole number, got ${JSON.stringify(text)}.`)
  return Number(text)
}
