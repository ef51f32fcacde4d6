import { CELL_TAGS, LEVELS, type Level } from '../../contract/mod.ts'
import { compareFigures, sharedSpan } from '../compare/compare-figures.ts'
import { CSV_HEADER, csvLine } from '../compare/csv.ts'
import type { FigureSource } from '../compare/figure-source.ts'
import { CURRENT, newestFinished, openSource } from '../compare/open-source.ts'
import { Summary } from '../compare/summary.ts'
import { summaryText } from '../compare/summary-text.ts'
import { instantFlag } from '../config/instant-flag.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { realmPaths } from '../runtime/paths.ts'

export interface CompareCommand {
  readonly kpis: readonly string[]
  /** One: the present figures against it; two: the first against the second; none: against the newest. */
  readonly editions: readonly string[]
  readonly levels: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly by: string
  readonly where: readonly string[]
  readonly limit: number
  readonly offset: number
  readonly format: 'text' | 'json' | 'csv'
}

export interface CompareOutput {
  readonly say: (text: string) => void
  readonly progress: (text: string) => void
}

/** `tram5g compare`: which figures are others in an edition, by how much and, as far as it is known, why. */
export async function compare(config: Config, o: CompareCommand, nowMs: number, out: CompareOutput): Promise<void> {
  const paths = realmPaths(config)
  const [first, second] = namesOf(o.editions, newestFinished(paths))
  const opened: FigureSource[] = []
  const open = async (name: string) => {
    const source = await openSource(config, paths, name)
    opened.push(source)
    return source
  }
  try {
    const options = {
      before: await open(first),
      after: await open(second),
      levels: levelsOf(o.levels),
      by: tagsOf(o.by),
      where: whereOf(o.where),
      span: {
        ...(o.from !== undefined && { from: instantFlag('--from', o.from, nowMs) }),
        ...(o.to !== undefined && { to: instantFlag('--to', o.to, nowMs) }),
      },
      ...(o.kpis.length > 0 && { kpis: o.kpis }),
    }
    checkKpis(o.kpis, options.before, options.after)
    const span = spanOf(options)
    const summary = new Summary(o)
    if (o.format === 'csv') out.say(CSV_HEADER(options.by))
    for await (const compared of compareFigures(options)) {
      summary.add(compared)
      out.progress(`${compared.level}: ${summary.figures} figures compared, ${summary.total} differ`)
      if (o.format === 'csv') for (const each of compared.differences) out.say(csvLine(options.by, each))
    }
    out.progress('')
    const { before, after, levels, by } = options
    const head = { before: about(before), after: about(after), span, levels, by }
    if (o.format === 'json') out.say(JSON.stringify({ ...head, ...asJson(summary, o) }, null, 2))
    if (o.format === 'text') out.say(summaryText({ ...head, summary, offset: o.offset }))
  } finally {
    for (const source of opened) await source.close()
  }
}

const about = ({ name, catalogue, appliedOffset }: FigureSource) => ({
  name,
  catalogue: catalogue.version,
  appliedOffset,
})

const asJson = (summary: Summary, { offset, limit }: CompareCommand) => ({
  figures: summary.figures,
  different: summary.total,
  kpis: summary.different,
  offset,
  limit,
  differences: summary.listed,
})

function namesOf(editions: readonly string[], newest: string | undefined): [string, string] {
  const [first, second, ...more] = editions
  if (more.length > 0) throw new ConfigError(`--edition: given ${editions.length} times; two at most are compared.`)
  if (first !== undefined) return second === undefined ? [CURRENT, first] : [first, second]
  if (newest !== undefined) return [CURRENT, newest]
  throw new ConfigError(
    "there is no finished edition to compare the present figures with: 'tram5g reprocess' makes one, 'tram5g reprocess list' shows what there is.",
  )
}

function spanOf(options: Parameters<typeof sharedSpan>[0]) {
  try {
    return sharedSpan(options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new ConfigError(`--from, --to: ${error.message}`, { cause: error })
  }
}

/** Coarse to fine. */
function levelsOf(text: string): Level[] {
  const words = text === 'all' ? LEVELS : text.split(',').map((word) => word.trim())
  const wrong = words.find((word) => !(LEVELS as readonly string[]).includes(word))
  if (wrong !== undefined)
    throw new ConfigError(
      `--level: expected ${LEVELS.join(', ')} separated by commas, or all, got ${JSON.stringify(wrong)}.`,
    )
  return LEVELS.filter((level) => words.includes(level)).reverse()
}

function tagsOf(text: string): string[] {
  const tags = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
  for (const tag of tags) checkTag('--by', tag)
  return tags
}

function whereOf(pairs: readonly string[]): Record<string, string[]> {
  const where: Record<string, string[]> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new ConfigError(`--where: expected tag=value, got ${JSON.stringify(pair)}.`)
    const tag = pair.slice(0, at)
    checkTag('--where', tag)
    where[tag] = [...(where[tag] ?? []), pair.slice(at + 1)]
  }
  return where
}

function checkTag(flag: string, tag: string): void {
  if ((CELL_TAGS as readonly string[]).includes(tag)) return
  throw new ConfigError(`${flag}: expected tags of ${CELL_TAGS.join(', ')}, got ${JSON.stringify(tag)}.`)
}

function checkKpis(kpis: readonly string[], ...sources: readonly FigureSource[]): void {
  const known = new Set(sources.flatMap(({ catalogue }) => catalogue.kpis.map(({ id }) => id)))
  const wrong = kpis.find((id) => !known.has(id))
  if (wrong !== undefined)
    throw new ConfigError(
      `kpi: neither catalogue has ${JSON.stringify(wrong)}. 'tram5g catalogue' lists those of this version.`,
    )
}
