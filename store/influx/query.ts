import { StoreUnavailableError } from '../port.ts'
import { type InfluxHttp, NoAnswerError } from './http.ts'
import { unavailable, wordsOf } from './verdict.ts'

export interface QuerySeries {
  readonly name: string
  readonly tags?: Readonly<Record<string, string>>
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
  readonly partial?: boolean
}

interface QueryBody {
  readonly error?: string
  readonly results?: readonly {
    readonly error?: string
    readonly series?: readonly QuerySeries[]
    readonly partial?: boolean
  }[]
}

/** The server understood the question and said no. */
export class InfluxQueryError extends Error {
  override readonly name = 'InfluxQueryError'
}

/** Statements that fail because something is not there (yet). */
export const NOT_FOUND = /(database|retention policy|bucket).*not found/i

/**
 * InfluxQL over `POST /query`, times in ms; POST, because a question may be longer than a URL.
 *
 * @throws {StoreUnavailableError} where no answer came. @throws {InfluxQueryError} where the answer is an error, or not whole.
 */
export class InfluxQuery {
  readonly #http: InfluxHttp
  readonly #now: () => number
  readonly #database: string

  constructor(http: InfluxHttp, database: string, now: () => number) {
    this.#http = http
    this.#database = database
    this.#now = now
  }

  async series(influxQl: string): Promise<readonly QuerySeries[]> {
    try {
      return await this.#ask(influxQl, true)
    } catch (cause) {
      if (!(cause instanceof InfluxQueryError && NOT_FOUND.test(cause.message))) throw cause
      throw new StoreUnavailableError(
        `InfluxDB has no database ${this.#database} yet, or not all of it: what processes makes it at its start (${cause.message})`,
        { cause },
      )
    }
  }

  /** For statements about databases, of which the one in question may not exist. */
  async manage(influxQl: string): Promise<readonly QuerySeries[]> {
    return this.#ask(influxQl, false)
  }

  async #ask(influxQl: string, inDatabase: boolean): Promise<readonly QuerySeries[]> {
    const form = new URLSearchParams({ q: influxQl, epoch: 'ms' })
    if (inDatabase) form.set('db', this.#database)
    const answer = await this.#http
      .send({
        method: 'POST',
        path: '/query',
        body: form.toString(),
        contentType: 'application/x-www-form-urlencoded',
      })
      .catch((error: unknown) => {
        if (!(error instanceof NoAnswerError)) throw error
        throw new StoreUnavailableError(`InfluxDB did not answer a query: ${error.message}`, { cause: error })
      })
    if (answer.status === 400 || answer.status === 422) throw new InfluxQueryError(wordsOf(answer))
    if (answer.status !== 200) throw unavailable('a query', answer, this.#now())
    return wholeSeries(answer.body)
  }
}

function wholeSeries(body: string): readonly QuerySeries[] {
  let parsed: QueryBody
  try {
    parsed = JSON.parse(body) as QueryBody
  } catch (cause) {
    throw new StoreUnavailableError('the answer to a query is not JSON: is the URL that of InfluxDB?', { cause })
  }
  const [result] = parsed.results ?? []
  const error = parsed.error ?? result?.error
  if (error !== undefined) throw new InfluxQueryError(error)
  const series = result?.series ?? []
  if (result?.partial === true || series.some((one) => one.partial === true)) {
    throw new InfluxQueryError('the server cut its answer (max-row-limit): set max-row-limit = 0 in its configuration')
  }
  return series
}

/** Rows as records by column, tags of a GROUP BY among them. */
export function records(series: readonly QuerySeries[]): Record<string, unknown>[] {
  return series.flatMap(({ tags, columns, values }) =>
    values.map((value) => ({ ...tags, ...Object.fromEntries(columns.map((column, i) => [column, value[i]])) })),
  )
}
