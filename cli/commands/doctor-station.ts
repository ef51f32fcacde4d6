import { STATION_PATTERN } from '../../contract/mod.ts'
import type { LedgerRow, StationRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { ENGLISH } from '../feed/english.ts'
import { factsIn, timeIn } from '../feed/facts.ts'
import { type Check, type Reach, reachOf } from '../feed/reach.ts'
import { VIETNAMESE } from '../feed/vietnamese.ts'
import type { Language, Words } from '../feed/words.ts'
import { askRunning } from '../runtime/api-client.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, vi: VIETNAMESE }

export interface StationOptions {
  readonly station: string
  readonly language: Language
  readonly json: boolean
}

/** `tram5g doctor --station`: what a station's feed reaches, what is missing, what to do. False where level 1 is not reached. */
export async function doctorStation(config: Config, o: StationOptions, say: (text: string) => void): Promise<boolean> {
  if (!STATION_PATTERN.test(o.station))
    throw new ConfigError(`--station: expected 1 to 64 of A-Z a-z 0-9 _ -, got ${JSON.stringify(o.station)}.`)
  const { row, ledger } = await look(config, o.station)
  if (row === undefined)
    throw new ConfigError(
      `--station: ${o.station} is unknown in realm ${config.realm}: neither registered nor ever heard.`,
    )
  const reach = reachOf(row, ledger)
  if (o.json)
    say(
      JSON.stringify(
        { station: o.station, registered: row.registered, silentSince: row.silentSince, ...reach },
        null,
        2,
      ),
    )
  else for (const line of report(row, ledger, reach, o.language)) say(line)
  return reach.levels[1] !== 'no'
}

async function look(
  config: Config,
  station: string,
): Promise<{ row: StationRow | undefined; ledger: LedgerRow | undefined }> {
  const paths = realmPaths(config)
  const answer = await askRunning<{ stations: StationRow[] }>(config, paths, '/api/v1/stations')
  const { stations, ledgers } =
    answer === undefined
      ? await withStore(config, paths, async (store) => ({
          stations: await store.stations(),
          ledgers: await store.ledger(station),
        }))
      : {
          stations: answer.stations,
          ledgers:
            (await askRunning<{ stations: LedgerRow[] }>(config, paths, `/api/v1/ledger?station=${station}`))
              ?.stations ?? [],
        }
  return { row: stations.find((s) => s.station === station), ledger: ledgers[0] }
}

function report(
  row: StationRow,
  ledger: LedgerRow | undefined,
  { checks, levels }: Reach,
  language: Language,
): string[] {
  const words = WORDS[language]
  const lines = [words.title(row.station)]
  if (!row.registered) lines.push(`  ${words.unregistered}`)
  if (row.feed === null) return [...lines, `  ${words.neverHeard}`]
  if (row.silentSince !== null) lines.push(`  ${words.silent(timeIn(language, row.silentSince))}`)
  for (const level of [1, 2, 3] as const) {
    lines.push('', `${words.levels[level]}: ${words.verdict[levels[level]]}`)
    lines.push(...checks.filter((check) => check.level === level).flatMap((check) => told(check, words, language)))
  }
  lines.push(
    '',
    words.alsoTitle,
    ...checks.filter((check) => check.level === 0).flatMap((check) => told(check, words, language)),
  )
  const refused = Object.entries(ledger?.rejected ?? {}).map(([code, count]) => `${code} ${count}`)
  if (refused.length > 0) lines.push(`  ${words.refused(refused.join(', '))}`)
  return lines
}

function told({ id, shown, facts }: Check, words: Words, language: Language): string[] {
  const { name, seen, missing, notShown, todo } = words.checks[id]
  const f = factsIn(language, facts)
  const what = shown === 'yes' ? seen(f) : shown === 'no' ? missing(f) : (notShown ?? missing(f))
  const width = Math.max(...Object.values(words.shown).map((text) => text.length))
  const line = `  ${words.shown[shown].padEnd(width)}  ${name}: ${what}`
  return shown === 'yes' ? [line] : [line, `  ${''.padEnd(width)}    → ${words.todo}: ${todo}`]
}
