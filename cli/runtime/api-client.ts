import { readSecret } from '../config/load.ts'
import type { Config } from '../config/settings.ts'
import type { RealmPaths } from './paths.ts'
import { readRunFile } from './run-file.ts'

/** An answer of the running process that is not one: its own words. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
}

/** Asks the process that serves this data, or undefined where none runs: then the caller opens the data itself. */
export async function askRunning<T>(config: Config, paths: RealmPaths, path: string): Promise<T | undefined> {
  const run = readRunFile(paths)
  if (run === undefined) return undefined
  const headers: Record<string, string> = {}
  if (config.httpTokenFile !== undefined)
    headers.authorization = `Bearer ${readSecret(config.httpTokenFile, 'TRAM5G_HTTP_TOKEN_FILE')}`
  let response: Response
  try {
    response = await fetch(new URL(path, run.url), { headers, signal: AbortSignal.timeout(30_000) })
  } catch (error) {
    throw new ApiError(
      `'tram5g ${run.command}' (process ${run.pid}) does not answer at ${run.url}: ${(error as Error).message}`,
      { cause: error },
    )
  }
  const body = (await response.json()) as T & { message?: string }
  if (!response.ok) throw new ApiError(body.message ?? `${run.url} answered ${response.status}`)
  return body
}
