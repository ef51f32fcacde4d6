import type { z } from 'zod'
import { quoted } from '../../../contract/mod.ts'
import { badRequest } from './problem.ts'

/**
 * The query string as the schema wants it.
 *
 * @throws {Problem} 400 that names each parameter, what was expected and what came; unknown parameters too.
 */
export function parseQuery<S extends z.ZodObject>(schema: S, query: unknown): z.output<S> {
  const parsed = schema.safeParse(query)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.')
    if (issue.code === 'unrecognized_keys') return `unknown parameter ${issue.keys.map(quoted).join(', ')}`
    const came = (query as Record<string, unknown>)[name]
    const what = came === undefined ? 'nothing' : quoted(typeof came === 'string' ? came : JSON.stringify(came))
    return `${name}: ${issue.message}, got ${what}`
  })
  throw badRequest(`${faults.join('; ')}.`, { parameters: Object.keys(schema.shape) })
}
