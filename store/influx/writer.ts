import PQueue from 'p-queue'
import { StoreUnavailableError, type WriteReport } from '../port.ts'
import { BatchSize } from './batch-size.ts'
import { type HttpAnswer, type InfluxHttp, NoAnswerError } from './http.ts'
import type { Line } from './line.ts'
import { prepareBuckets } from './prepare-buckets.ts'
import { preparePolicies } from './prepare-policies.ts'
import type { InfluxQuery } from './query.ts'
import { type Flavour, flavourOf } from './server.ts'
import { bucketName, type Retention, type Target } from './target.ts'
import { unavailable, type Verdict, verdictOf } from './verdict.ts'
import { batchesOf, type LinesReport, writeBatch } from './write-lines.ts'

export interface InfluxWriterOptions {
  readonly http: InfluxHttp
  readonly query: InfluxQuery
  readonly database: string
  readonly org: string | undefined
  readonly retention: Retention
  readonly concurrency: number
  readonly now: () => number
  readonly logger: { info(obj: object, msg: string): void }
}

export interface Lane {
  readonly target: Target
  readonly lines: readonly Line[]
}

interface Ready {
  readonly flavour: Flavour
  readonly org: string | undefined
}

/**
 * Writes lines and learns by itself what kind of server it writes to. One write in flight per retention policy or
 * bucket, so that two writes of one point cannot overtake each other; a few in flight over all.
 */
export class InfluxWriter {
  readonly #options: InfluxWriterOptions
  readonly #requests: PQueue
  readonly #lanes = new Map<string, PQueue>()
  readonly #size = new BatchSize()
  #ready: Promise<Ready> | undefined

  constructor(options: InfluxWriterOptions) {
    this.#options = options
    this.#requests = new PQueue({ concurrency: options.concurrency })
  }

  /** Finds out what answers, and creates what is missing. */
  async prepare(): Promise<void> {
    this.#ready = undefined
    await this.#whenReady()
  }

  /**
   * Resolves when every line is written, expired or refused.
   *
   * @throws {StoreUnavailableError} as soon as the server cannot take something; nothing more is begun then.
   */
  async write(lanes: readonly Lane[], signal?: AbortSignal): Promise<LinesReport> {
    const ready = await this.#whenReady()
    let failed = false
    const run = async ({ target, lines }: Lane): Promise<LinesReport[]> => {
      const reports: LinesReport[] = []
      for (const batch of batchesOf(lines, () => this.#size.lines)) {
        if (failed) break
        reports.push(await writeBatch(batch, (some) => this.#post(ready, target, some, signal)))
      }
      return reports
    }
    const outcomes = await Promise.allSettled(
      lanes.map((lane) =>
        this.#laneOf(lane.target)
          .add(() => run(lane))
          .catch((error: unknown) => {
            failed = true
            throw error
          }),
      ),
    )
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
    return sumOf(outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : [])))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.onIdle()))
  }

  #laneOf({ policy }: Target): PQueue {
    const lane = this.#lanes.get(policy) ?? new PQueue({ concurrency: 1 })
    this.#lanes.set(policy, lane)
    return lane
  }

  async #post(ready: Ready, target: Target, lines: readonly Line[], signal?: AbortSignal): Promise<Verdict> {
    const verdict = await this.#requests.add(async (): Promise<Verdict> => {
      try {
        const answer = await this.#options.http.send({
          method: 'POST',
          path: this.#pathOf(ready, target),
          body: lines.map(({ text }) => text).join('\n'),
          contentType: 'text/plain; charset=utf-8',
          gzip: true,
          signal,
        })
        return verdictOf(answer, this.#options.now())
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error
        return { kind: 'unavailable', error: noAnswer(error), gone: false, slow: error.timedOut }
      }
    })
    if (verdict.kind === 'too-large' || (verdict.kind === 'unavailable' && verdict.slow))
      this.#size.shrink(lines.length)
    if (verdict.kind === 'done') this.#size.grow()
    // made again before the next write: the database was dropped, or another server answers now
    if (verdict.kind === 'unavailable' && verdict.gone) this.#ready = undefined
    return verdict
  }

  #pathOf({ flavour, org }: Ready, { policy, precision }: Target): string {
    const { database } = this.#options
    if (flavour === 'v1-write') {
      // 1.x calls nanoseconds n, and is silent about a name it does not know
      const query = new URLSearchParams({ db: database, rp: policy, precision: precision === 'ns' ? 'n' : precision })
      return `/write?${query}`
    }
    const bucket = flavour === 'v2' ? bucketName(database, policy) : `${database}/${policy}`
    return `/api/v2/write?${new URLSearchParams({ bucket, precision, ...(org === undefined ? {} : { org }) })}`
  }

  #whenReady(): Promise<Ready> {
    this.#ready ??= this.#prepare().catch((error: unknown) => {
      this.#ready = undefined
      throw error
    })
    return this.#ready
  }

  async #prepare(): Promise<Ready> {
    const { http, query, now, org } = this.#options
    const flavour = flavourOf(await this.#version())
    if (flavour !== 'v2') {
      await preparePolicies(query, this.#options)
      return { flavour, org: undefined }
    }
    return { flavour, org: await prepareBuckets(http, { ...this.#options, org, nowMs: now() }) }
  }

  /** As the server says it itself: the header of `/ping`, else the body of `/ping` (3.x) or `/health`. */
  async #version(): Promise<string> {
    for (const path of ['/ping', '/health']) {
      const answer = await this.#get(path)
      if (answer.status === 401 || answer.status >= 500) throw unavailable(`GET ${path}`, answer, this.#options.now())
      const version = answer.headers['x-influxdb-version'] ?? versionIn(answer.body)
      if (version !== undefined) return version
    }
    return ''
  }

  async #get(path: string): Promise<HttpAnswer> {
    try {
      return await this.#options.http.send({ method: 'GET', path })
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error
      throw noAnswer(error)
    }
  }
}

function noAnswer(error: NoAnswerError): StoreUnavailableError {
  return new StoreUnavailableError(`InfluxDB did not answer: ${error.message}`, { cause: error })
}

function versionIn(body: string): string | undefined {
  try {
    const { version } = JSON.parse(body) as { version?: unknown }
    return typeof version === 'string' ? version : undefined
  } catch {
    return undefined
  }
}

function sumOf(reports: readonly LinesReport[]): WriteReport & LinesReport {
  return {
    written: reports.reduce((sum, report) => sum + report.written, 0),
    expired: reports.reduce((sum, report) => sum + report.expired, 0),
    refused: reports.flatMap((report) => report.refused),
  }
}
