import type { Transport } from '@influxdata/influxdb-client'
import PQueue from 'p-queue'
import { isRealm, type Level, REALM_RULE, type Realm, realmKind } from '../../contract/mod.ts'
import type {
  DeadLetterRow,
  EventRow,
  HistoryFilter,
  HistoryRow,
  KpiStore,
  LedgerRow,
  RegistryRow,
  StationRow,
  StoreBatch,
  StoreMeta,
  SumQuery,
  SumSeries,
  WriteReport,
} from '../port.ts'
import { StoreUnavailableError } from '../port.ts'
import { InfluxHttp } from './http.ts'
import { MovedEvents } from './moved-events.ts'
import { META_TARGET, planWrite } from './plan.ts'
import { InfluxQuery, type QuerySeries, records } from './query.ts'
import * as side from './read-side.ts'
import { extremeInfluxQl, sumInfluxQl, sumSeries, withExtreme } from './read-sums.ts'
import { checkRetention, DEFAULT_RETENTION, KEEP_FOR_EVER, type Retention } from './target.ts'
import { InfluxWriter } from './writer.ts'

export interface InfluxLogger {
  debug(obj: object, msg: string): void
  info(obj: object, msg: string): void
  warn(obj: object, msg: string): void
  error(obj: object, msg: string): void
}

export interface InfluxStoreOptions {
  /** `http://127.0.0.1:8086`, without user or password. */
  readonly url: string
  /** 2.x, or `user:password` of 1.8 and later. */
  readonly token?: string
  /** 1.x, where it asks for them. */
  readonly username?: string
  readonly password?: string
  /** 2.x: the organisation; may be left out where the token sees only one. */
  readonly org?: string
  /** The realm is appended: `tram5g` and `live` make the database `tram5g_live`. */
  readonly database: string
  readonly realm: Realm
  /** What differs from 7 d, 90 d, 2 y, for ever, for ever; in `sim-` and `replay-` realms from for ever [ms]. */
  readonly retention?: Partial<Retention>
  /** Wall clock [epoch ms]. */
  readonly now: () => number
  /** For one request, answer included; default 30 000. */
  readonly timeoutMs?: number
  /** Writes in flight at once, each to another retention policy or bucket; default 4. */
  readonly concurrency?: number
  readonly transport?: Transport
  readonly logger?: InfluxLogger
}

/** Questions that wait for a connection; a page asks some ten at once. */
const MOST_WAITING = 500

const SILENT: InfluxLogger = { debug() {}, info() {}, warn() {}, error() {} }
const DATABASE_NAME = /^[A-Za-z0-9_-]{1,64}$/

/**
 * The KPI store in InfluxDB 1.x or 2.x: line protocol in, InfluxQL out, each answer of the server taken for what it
 * means (see `verdictOf`). Nothing is buffered here: `write` resolves when the server has said 204 to every line that
 * it can ever take.
 *
 * @throws {RangeError} for settings that cannot work.
 */
export function openInfluxStore(options: InfluxStoreOptions): KpiStore {
  return new InfluxStore(options)
}

class InfluxStore implements KpiStore {
  readonly kind = 'influxdb'
  readonly #http: InfluxHttp
  readonly #query: InfluxQuery
  readonly #writer: InfluxWriter
  readonly #moved: MovedEvents
  readonly #retention: Retention
  readonly #now: () => number
  readonly #reads: PQueue
  #written = 0

  constructor(options: InfluxStoreOptions) {
    const { now, realm, logger = SILENT } = options
    if (!isRealm(realm)) throw new RangeError(`realm is ${JSON.stringify(realm)}: expected ${REALM_RULE}`)
    if (!DATABASE_NAME.test(options.database)) {
      throw new RangeError(
        `the database is called ${JSON.stringify(options.database)}: expected 1 to 64 of A-Z a-z 0-9 _ -`,
      )
    }
    const database = `${options.database}_${realm}`
    const usual = realmKind(realm) === 'live' ? DEFAULT_RETENTION : KEEP_FOR_EVER
    const concurrency = options.concurrency ?? 4
    this.#retention = checkRetention({ ...usual, ...options.retention })
    this.#now = now
    this.#http = new InfluxHttp({
      ...options,
      timeoutMs: options.timeoutMs ?? 30_000,
      // reads have connections of their own: a page never waits for a catch-up
      connections: concurrency * 2,
    })
    this.#query = new InfluxQuery(this.#http, database, now)
    this.#moved = new MovedEvents(this.#query, logger)
    this.#reads = new PQueue({ concurrency })
    this.#writer = new InfluxWriter({
      http: this.#http,
      query: this.#query,
      database,
      org: options.org,
      retention: this.#retention,
      concurrency,
      now,
      logger,
    })
  }

  prepare(): Promise<void> {
    return this.#writer.prepare()
  }

  async write(batch: StoreBatch, signal?: AbortSignal): Promise<WriteReport> {
    const nowMs = this.#now()
    // in ms, and greater than before where the clock stands or goes back
    this.#written = Math.max(this.#written + 1, nowMs)
    const plan = planWrite(batch, {
      nowMs,
      written: this.#written,
      keptSince: (level) => this.keptSince(level, nowMs),
    })
    const report = await this.#writer.write(plan.lanes, signal)
    await this.#moved.clear(batch.events)
    if (plan.meta !== undefined) await this.#writer.write([{ target: META_TARGET, lines: [plan.meta] }], signal)
    return {
      written: report.written,
      expired: plan.expired + report.expired,
      refused: [...plan.refused, ...report.refused],
    }
  }

  async sum(query: SumQuery): Promise<SumSeries[]> {
    const influxQl = sumInfluxQl(query)
    if (influxQl === undefined) return []
    const [sums, ...extremes] = await Promise.all([
      this.#series(influxQl),
      ...(query.extremes ?? []).map(async (extreme) => {
        const statement = extremeInfluxQl(query, extreme)
        return { field: extreme.field, answer: statement === undefined ? [] : await this.#series(statement) }
      }),
    ])
    return extremes.reduce(
      (series, { field, answer }) => withExtreme(query, field, series, answer),
      sumSeries(query, sums),
    )
  }

  async stations(): Promise<StationRow[]> {
    return side.stationsOf(await this.#rows(side.STATIONS_QL))
  }

  async registry(station?: string): Promise<RegistryRow[]> {
    const influxQl = side.registryQl(station)
    return influxQl === undefined ? [] : side.registryOf(await this.#rows(influxQl))
  }

  async ledger(station?: string): Promise<LedgerRow[]> {
    const influxQl = side.ledgerQl(station)
    return influxQl === undefined ? [] : side.ledgerOf(await this.#rows(influxQl))
  }

  async events(from: number, to: number): Promise<EventRow[]> {
    return from >= to ? [] : side.eventsOf(await this.#rows(side.eventsQl(from, to)))
  }

  async history(filter: HistoryFilter): Promise<HistoryRow[]> {
    const influxQl = filter.limit < 1 ? undefined : side.historyQl(filter)
    return influxQl === undefined ? [] : side.historyOf(await this.#rows(influxQl))
  }

  async deadLetters(limit: number): Promise<DeadLetterRow[]> {
    return limit < 1 ? [] : side.deadLettersOf(await this.#rows(side.deadLettersQl(limit)))
  }

  async meta(): Promise<StoreMeta | undefined> {
    return side.metaOf(await this.#rows(side.META_QL))
  }

  keptSince(level: Level, nowMs: number): number {
    const keptMs = this.#retention[level]
    return keptMs === null ? Number.NEGATIVE_INFINITY : nowMs - keptMs
  }

  async close(): Promise<void> {
    await this.#writer.close()
    this.#http.close()
  }

  async #rows(influxQl: string): Promise<Record<string, unknown>[]> {
    return records(await this.#series(influxQl))
  }

  #series(influxQl: string): Promise<readonly QuerySeries[]> {
    if (this.#reads.size >= MOST_WAITING) {
      throw new StoreUnavailableError(`${MOST_WAITING} questions wait for InfluxDB already: ask again later`)
    }
    return this.#reads.add(() => this.#query.series(influxQl))
  }
}
