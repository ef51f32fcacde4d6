import type { Offset } from '../../log/mod.ts'
import type { DeadLetterRow } from '../../store/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/time.ts'
import { askRunning } from '../runtime/api-client.ts'
import { appendRecord } from '../runtime/append-control.ts'
import { openLogReader } from '../runtime/open-log.ts'
import { realmPaths } from '../runtime/paths.ts'
import { withStore } from '../runtime/with-store.ts'

async function letters(config: Config, limit: number): Promise<readonly DeadLetterRow[]> {
  const paths = realmPaths(config)
  const answer =
    (await askRunning<{ deadLetters: DeadLetterRow[] }>(config, paths, `/api/v1/deadletters?limit=${limit}`)) ??
    (await withStore(config, paths, async (store) => ({ deadLetters: await store.deadLetters(limit) })))
  return answer.deadLetters
}

/** `tram5g deadletters list` */
export async function listDeadLetters(
  config: Config,
  limit: number,
  json: boolean,
  say: (text: string) => void,
): Promise<void> {
  const rows = await letters(config, limit)
  if (json) return say(JSON.stringify({ deadLetters: rows }, null, 2))
  say(
    table(
      ['offset', 'received (UTC+7)', 'station', 'reason', 'bytes', 'resolved', 'detail'],
      rows.map((r) => [
        r.offset,
        localTime(r.receivedAt),
        r.station,
        r.code,
        r.bytes,
        r.resolved ? 'yes' : 'no',
        r.detail,
      ]),
    ),
  )
}

/** `tram5g deadletters show`: the original bytes, untouched, from the log. */
export async function showDeadLetter(
  config: Config,
  offset: number,
  raw: boolean,
  out: { say(text: string): void; write(bytes: Uint8Array): void },
): Promise<void> {
  const log = await openLogReader(config, realmPaths(config))
  try {
    const [entry] = await log.get(0, [offset as Offset])
    if (entry === undefined)
      throw new ConfigError(`offset ${offset}: the log has no such entry, or keeps it no longer.`)
    if (raw) return out.write(entry.payload)
    out.say(`topic     ${entry.topic}`)
    out.say(`received  ${localTime(entry.receivedAt)} (UTC+7)`)
    out.say(`bytes     ${entry.payload.byteLength}`)
    // shown with escapes: it is foreign text on a terminal
    out.say(JSON.stringify(Buffer.from(entry.payload).toString('utf8').slice(0, 4000)))
  } finally {
    await log.close()
  }
}

/** `tram5g deadletters retry`: under today's rules, as a record in the log. */
export async function retryDeadLetters(
  config: Config,
  offsets: readonly number[],
  word: { by: string; why: string; at: number },
  say: (text: string) => void,
): Promise<void> {
  for (const offset of offsets) await appendRecord(config, { type: 'retry', ...word, offset })
  say(`${offsets.length} dead letters will be run again; 'tram5g deadletters list' shows how they end.`)
}

/** As many as the API gives at once; older ones are run again by their offsets. */
const NEWEST = 1000

/** Of the newest letters, oldest first: run again in the order in which they came. */
export async function unresolvedOffsets(config: Config, code: string): Promise<number[]> {
  const found = (await letters(config, NEWEST)).filter((r) => r.code === code && !r.resolved)
  return found.map((r) => r.offset).sort((a, b) => a - b)
}
