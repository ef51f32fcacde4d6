import { z } from 'zod'

export const problemSchema = z.object({
  error: z.string().describe('Stable code, kebab-case.'),
  message: z.string().describe('What was expected, what came, what to do.'),
  allowed: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('For a refused parameter: the values that are taken.'),
})
export type ProblemBody = z.infer<typeof problemSchema>

/** An answer that is not 200: thrown by a route, sent by the error handler. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  readonly code: string
  readonly allowed: Readonly<Record<string, readonly string[]>> | undefined

  constructor(status: number, code: string, message: string, allowed?: Readonly<Record<string, readonly string[]>>) {
    super(message)
    this.status = status
    this.code = code
    this.allowed = allowed
  }

  body(): ProblemBody {
    const allowed = this.allowed
    if (allowed === undefined) return { error: this.code, message: this.message }
    return {
      error: this.code,
      message: this.message,
      allowed: Object.fromEntries(Object.entries(allowed).map(([name, values]) => [name, [...values]])),
    }
  }
}

export function badRequest(message: string, allowed?: Readonly<Record<string, readonly string[]>>): Problem {
  return new Problem(400, 'bad-request', message, allowed)
}
