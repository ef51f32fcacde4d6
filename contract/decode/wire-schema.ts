import { z } from 'zod'
import type { Reject, RejectCode } from '../reject.ts'
import { describe, formatPath, type Path, valueAt } from './path.ts'

export type Checked<Output> =
  | { readonly ok: true; readonly value: Output }
  | { readonly ok: false; readonly reject: Reject }

/** Checks a parsed message; what it refuses it explains: where, what was expected, what came. */
export type WireSchema<Output> = (message: unknown) => Checked<Output>

export interface WireSchemaOptions {
  /** Paths whose wrong values have a code of their own; all other wrong values are `wrong-type`. */
  readonly codes?: Readonly<Record<string, RejectCode>>
  /** Keys whose values must not be repeated anywhere, not even in a reject. */
  readonly secret?: readonly string[]
}

/** Compiled at the first message: code generation costs milliseconds, and a page that only reads the catalogue needs none. */
export function wireSchema<Output>(make: () => z.ZodType<Output>, options: WireSchemaOptions = {}): WireSchema<Output> {
  let compiled: z.ZodType<Output> | undefined
  return (message) => {
    compiled ??= z.compile(make())
    const result = compiled.safeParse(message)
    if (result.success) return { ok: true, value: result.data }
    return { ok: false, reject: explain(message, result.error.issues, options) }
  }
}

/** Unknown keys first: a misspelt key is also a missing one, and its own name says more. */
function explain(message: unknown, issues: readonly z.core.$ZodIssue[], options: WireSchemaOptions): Reject {
  const issue = issues.find((each) => each.code === 'unrecognized_keys') ?? issues[0]
  if (issue === undefined) return { code: 'wrong-type', detail: 'message: not as the contract says' }
  if (issue.code === 'unrecognized_keys') {
    const came = issue.keys.slice(0, 3).map(describe).join(', ')
    const where = formatPath(issue.path)
    return { code: 'unknown-key', detail: `${where}: expected only ${issue.message}, got ${came}` }
  }
  const value = valueAt(message, issue.path)
  return {
    code: codeAt(issue.path, value, options),
    detail: `${formatPath(issue.path)}: expected ${issue.message}, got ${came(issue.path, value, options)}`,
  }
}

function codeAt(path: Path, value: unknown, options: WireSchemaOptions): RejectCode {
  return (typeof value === 'number' ? options.codes?.[formatPath(path)] : undefined) ?? 'wrong-type'
}

function came(path: Path, value: unknown, options: WireSchemaOptions): string {
  const secret = options.secret?.some((key) => path.includes(key)) ?? false
  return secret && value !== undefined ? `a ${typeof value} that is not repeated here` : describe(value)
}
