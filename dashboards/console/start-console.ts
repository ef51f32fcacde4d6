import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Realm } from '../../contract/mod.ts'
import type { KpiStore } from '../../store/mod.ts'
import type { Explain } from './api/explain-routes.ts'
import { buildApp } from './app.ts'
import type { OnChange } from './change-feed.ts'
import type { HealthReport } from './health-report.ts'
import type { Logger } from './logger.ts'
import { pollChanges } from './poll-changes.ts'
import { MIN_TOKEN_LENGTH } from './security/access-token.ts'
import { isLoopback } from './security/host-check.ts'
import { kpiQueryOf } from './store-kpi-query.ts'

export interface ConsoleOptions {
  /** Address to listen on; any other than a loopback one needs a token. */
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly token?: string
  readonly realm: Realm
  readonly store: KpiStore
  readonly health: () => Promise<HealthReport>
  /** What a figure is made of, by whoever has state and log. */
  readonly explain: Explain
  /** Tells that figures changed; absent: the store's meta row is polled every 2 s. */
  readonly onChange?: OnChange
  /** Where the bundled page lies (`dist/console-page`). */
  readonly pageDirectory: string
  readonly logger: Logger
  readonly now: () => number
}

export interface RunningConsole {
  /** To open in a browser. */
  readonly url: string
  readonly port: number
  /** Ends live streams and connections within a second; may be called again. */
  close(): Promise<void>
}

export class ConsoleStartError extends Error {
  override readonly name = 'ConsoleStartError'
}

/**
 * Starts the console: page, HTTP API and live stream.
 *
 * @throws {ConsoleStartError} that says what to change: host without token, short token, page not built, port in use.
 */
export async function startConsole(options: ConsoleOptions): Promise<RunningConsole> {
  const { host, port, realm, store, health, explain, logger, now } = options
  const token = options.token?.trim()
  const pageDirectory = resolve(options.pageDirectory)
  check(host, token, pageDirectory)
  const query = kpiQueryOf(store)
  const onChange = options.onChange ?? pollChanges(store, logger)
  const app = await buildApp({
    realm,
    loopback: isLoopback(host),
    token,
    store,
    query,
    explain,
    health,
    onChange,
    pageDirectory,
    logger,
    now,
  })
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    throw listenError(error, host, port)
  }
  const bound = (app.server.address() as AddressInfo).port
  const url = `http://${urlHost(host)}:${bound}/`
  logger.info({ url, realm, secured: token !== undefined }, 'console: listening')
  let closing: Promise<void> | undefined
  return {
    url,
    port: bound,
    close: () => {
      closing ??= app.close().then(() => undefined)
      return closing
    },
  }
}

function check(host: string, token: string | undefined, pageDirectory: string): void {
  if (token === undefined && !isLoopback(host)) {
    throw new ConsoleStartError(
      `The console on ${host} would be open to others: set TRAM5G_HTTP_TOKEN_FILE to a file with a token, or TRAM5G_HTTP_HOST to 127.0.0.1.`,
    )
  }
  if (token !== undefined && token.length < MIN_TOKEN_LENGTH) {
    throw new ConsoleStartError(
      `The console's token has ${token.length} characters; it needs at least ${MIN_TOKEN_LENGTH}. Make one: openssl rand -base64 24`,
    )
  }
  for (const file of ['page.html', 'page.js', 'page.css']) {
    if (!existsSync(join(pageDirectory, file))) {
      throw new ConsoleStartError(
        `The console's page is not built: ${file} is missing in ${pageDirectory}. Run 'npm run build'.`,
      )
    }
  }
}

function listenError(error: unknown, host: string, port: number): Error {
  const code = (error as NodeJS.ErrnoException).code
  const remedy =
    code === 'EADDRINUSE'
      ? `port ${port} on ${host} is in use. End the other program, or set TRAM5G_HTTP_PORT to another port.`
      : code === 'EACCES'
        ? `port ${port} on ${host} may not be used by this user. Set TRAM5G_HTTP_PORT to one above 1023.`
        : code === 'EADDRNOTAVAIL'
          ? `${host} is no address of this machine. Set TRAM5G_HTTP_HOST.`
          : `cannot listen on ${host}:${port} (${code ?? 'unknown reason'}). See TRAM5G_HTTP_HOST and TRAM5G_HTTP_PORT.`
  return new ConsoleStartError(`The console cannot start: ${remedy}`, { cause: error })
}

/** What a browser on this machine can open: an address that means "all" is not one. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
