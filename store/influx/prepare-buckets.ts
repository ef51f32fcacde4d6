import { StoreUnavailableError } from '../port.ts'
import { type HttpAnswer, type InfluxHttp, NoAnswerError } from './http.ts'
import type { PrepareOptions } from './prepare-policies.ts'
import { bucketName, POLICIES, retentionOf, shardMs } from './target.ts'
import { unavailable } from './verdict.ts'

interface Bucket {
  readonly id: string
  readonly name: string
  readonly retentionRules?: readonly { readonly everySeconds: number }[]
}

/**
 * InfluxDB 2.x: a bucket per policy, `database/10s` … and `database` for the rest; InfluxQL sees them as database and
 * retention policies by itself (2.4 and later). What is right is left alone.
 *
 * @returns the organisation's name, which every write names.
 * @throws {StoreUnavailableError}
 */
export async function prepareBuckets(
  http: InfluxHttp,
  options: PrepareOptions & { readonly org: string | undefined; readonly nowMs: number },
): Promise<string> {
  const ask = async <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<T | undefined> => {
    const answer = await http
      .send({ method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      .catch((error: unknown) => {
        if (!(error instanceof NoAnswerError)) throw error
        throw new StoreUnavailableError(`InfluxDB did not answer: ${error.message}`, { cause: error })
      })
    // a bucket asked for by its name is not an empty list, but not found
    if (answer.status === 404 && /bucket .*not found/.test(answer.body)) return undefined
    if (answer.status >= 300) throw unavailable(`${method} ${path}`, answer, options.nowMs, adviceFor(answer, options))
    return JSON.parse(answer.body) as T
  }

  const filter = options.org === undefined ? '' : `?org=${encodeURIComponent(options.org)}`
  const { orgs = [] } = (await ask<{ orgs?: { id: string; name: string }[] }>('GET', `/api/v2/orgs${filter}`)) ?? {}
  const [org] = orgs
  if (org === undefined || orgs.length > 1) {
    const seen = orgs.map(({ name }) => name).join(', ') || 'none'
    throw new StoreUnavailableError(
      `the InfluxDB organisation is not clear: expected one${options.org === undefined ? '' : ` named ${options.org}`}, the token sees ${seen}; set TRAM5G_INFLUX_ORG`,
    )
  }
  for (const policy of POLICIES) {
    const name = bucketName(options.database, policy)
    const keptMs = retentionOf(policy, options.retention)
    const rule = {
      type: 'expire',
      everySeconds: keptMs === null ? 0 : Math.round(keptMs / 1000),
      shardGroupDurationSeconds: Math.round(shardMs(policy, keptMs) / 1000),
    }
    const query = `?orgID=${org.id}&name=${encodeURIComponent(name)}`
    const { buckets = [] } = (await ask<{ buckets?: Bucket[] }>('GET', `/api/v2/buckets${query}`)) ?? {}
    const found = buckets.find((bucket) => bucket.name === name)
    if (found === undefined) {
      await ask('POST', '/api/v2/buckets', { orgID: org.id, name, retentionRules: [rule] })
    } else if ((found.retentionRules?.[0]?.everySeconds ?? 0) !== rule.everySeconds) {
      await ask('PATCH', `/api/v2/buckets/${found.id}`, { retentionRules: [rule] })
    } else continue
    options.logger.info({ bucket: name, keptMs }, found === undefined ? 'bucket created' : 'bucket retention set')
  }
  return org.name
}

function adviceFor(answer: HttpAnswer, { org }: { org: string | undefined }): string | undefined {
  if (answer.status === 404)
    return `there is no organisation ${org ?? ''} that the token may see: check TRAM5G_INFLUX_ORG`
  if (answer.status === 403)
    return 'the token may not read or create buckets: give one that may, or create them beforehand'
  return undefined
}
