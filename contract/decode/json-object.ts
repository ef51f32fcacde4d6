import type { Reject } from '../reject.ts'

export type ParsedJson =
  | { readonly ok: true; readonly object: object }
  | { readonly ok: false; readonly reject: Reject }

/** The details never quote the text: nobody knows yet what stands in it, and it may name a subscriber. */
export function parseJsonObject(text: string): ParsedJson {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return refused('not-json', `${text.length} characters that are not JSON`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ok: true, object: value }
  return refused('not-an-object', value === null ? 'null' : `a ${Array.isArray(value) ? 'list' : typeof value}`)
}

function refused(code: 'not-json' | 'not-an-object', came: string): ParsedJson {
  return { ok: false, reject: { code, detail: `expected one JSON object, got ${came}` } }
}
