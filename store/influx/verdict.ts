import { StoreUnavailableError } from '../port.ts'
import type { HttpAnswer } from './http.ts'
import { retryAfterMs } from './retry-after.ts'

/** What an answer to a write means for the lines that were sent. */
export type Verdict =
  | { readonly kind: 'done' }
  /**
   * Keep every line and try again. `gone`: what the lines were meant for is not there any more, make it again.
   * `slow`: it took too long, so less at once may do.
   */
  | {
      readonly kind: 'unavailable'
      readonly error: StoreUnavailableError
      readonly gone: boolean
      readonly slow: boolean
    }
  /** The `dropped` oldest lines are beyond retention. */
  | { readonly kind: 'expired'; readonly dropped: number }
  /** Some line can never be stored; of how many is not always said. */
  | { readonly kind: 'line-fault'; readonly reason: string; readonly dropped: number | undefined }
  | { readonly kind: 'too-large' }

const RETENTION = /points (beyond|outside) (the )?retention policy/i
const LIMIT = /max-series-per-database|max-values-per-tag|limit exceeded|cardinality|quota/i
const UNAUTHORIZED = /unauthori[sz]ed|not authorized|authorization failed|authentication/i
/** Said in front: what follows quotes the line, which may speak of anything. */
const CERTAIN_LINE_FAULT = /^([^'"]*partial write: )?(unable to parse|field type conflict)/i
const LINE_FAULT =
  /unable to parse|field type conflict|type conflict|partial write|invalid (tag|field|line|point|number|boolean)|missing (tag|field|measurement)|max key|too long|bad timestamp|time outside range|duplicate tags/i
const GONE = /(database|retention policy|bucket|org\w*)\b.* not found/i

/** The server's own words, on one line, cut for a message. */
export function wordsOf(answer: HttpAnswer): string {
  return fullWordsOf(answer).slice(0, 300)
}

/** The JSON member that holds them, else the body. */
function fullWordsOf(answer: HttpAnswer): string {
  let text = answer.body
  try {
    const json = JSON.parse(text) as { error?: unknown; message?: unknown }
    if (typeof json.error === 'string') text = json.error
    else if (typeof json.message === 'string') text = json.message
  } catch {
    // not JSON: a proxy's page
  }
  return text.replace(/\s+/g, ' ').trim()
}

const ADVICE: Readonly<Record<number, string>> = {
  401: 'the token, user or password is wrong or has expired: give the right one',
  403: 'the user or token may not do this: it needs read and write on the database',
  404: 'the database, bucket or organisation is not there, or the URL is not that of InfluxDB',
  408: 'the server gave up waiting',
  425: 'the server is not ready yet',
  429: 'the server asks for fewer writes',
  503: 'the server is not ready or overloaded',
}

/** The one line an alarm shows: what was asked, what came, what to do. */
export function unavailable(what: string, answer: HttpAnswer, nowMs: number, advice?: string): StoreUnavailableError {
  const words = wordsOf(answer)
  const hint = advice ?? ADVICE[answer.status] ?? 'the server cannot take it now'
  const wait = retryAfterMs(answer.headers['retry-after'], nowMs)
  return new StoreUnavailableError(
    `InfluxDB answered ${answer.status} to ${what}: ${hint}${words === '' ? '' : ` (${words})`}`,
    wait === undefined ? {} : { retryAfterMs: wait },
  )
}

/**
 * Only 204 is a write: 200 is how old servers say *understood, not done*, 201 how InfluxDB 3 says *in part*.
 * What is not known to be a fault of a line is the server's, and keeps every line.
 */
export function verdictOf(answer: HttpAnswer, nowMs: number): Verdict {
  const { status } = answer
  if (status === 204) return { kind: 'done' }
  if (status === 413) return { kind: 'too-large' }
  const words = fullWordsOf(answer)
  const lineFault = (dropped?: number): Verdict => ({ kind: 'line-fault', reason: words.slice(0, 300), dropped })
  const keep = (advice?: string): Verdict => ({
    kind: 'unavailable',
    error: unavailable('a write', answer, nowMs, advice),
    gone: status === 404 || GONE.test(words),
    slow: status === 408 || status === 504 || (status === 500 && /time-?d? ?out/i.test(words)),
  })
  if (status < 300) {
    if (status !== 200 || words === '') return keep('only 204 says that everything is written')
  } else if (status < 400) {
    return keep('the URL redirects: give the one it leads to')
  } else if (status !== 400 && status !== 422) {
    return keep()
  }
  // the last one: a quoted line may hold others
  const dropped = /dropped=(\d+)\D*$/.exec(words)?.[1]
  const count = dropped === undefined ? undefined : Number(dropped)
  if (CERTAIN_LINE_FAULT.test(words)) return lineFault(count)
  if (LIMIT.test(words)) return keep('a limit of series or values is reached: raise it, or drop old series')
  if (UNAUTHORIZED.test(words)) return keep('the user or token may not write here')
  if (RETENTION.test(words)) return { kind: 'expired', dropped: count ?? 0 }
  if (LINE_FAULT.test(words)) return lineFault(count)
  return keep('not known as a fault of a line, so everything is kept: look into the log of the server')
}
