import type { Reject } from '../reject.ts'
import { describe } from './path.ts'

export type ParsedJson =
  | { readonly ok: true; readonly object: object }
  | { readonly ok: false; readonly reject: Reject }

export function parseJsonObject(text: string): ParsedJson {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // the parser's own words differ between versions, and quote foreign text
    return { ok: false, reject: { code: 'not-json', detail: `expected one JSON object, got ${describe(text)}` } }
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ok: true, object: value }
  return { ok: false, reject: { code: 'not-an-object', detail: `expected one JSON object, got ${describe(value)}` } }
}
