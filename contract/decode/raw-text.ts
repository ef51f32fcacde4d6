import type { Reject } from '../reject.ts'
import { LIMITS } from './limits.ts'

export interface RawText {
  readonly text: string
  /** Names of object members as written, repeated ones too. */
  readonly members: number
  /** Deepest nesting of brackets. */
  readonly depth: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The payload as text, with what JSON.parse would not tell: how deep it is (known before parsing), and how many members
 * were written, since of two equal names JSON.parse keeps only the last. Right for valid JSON; for anything else
 * JSON.parse says so afterwards.
 */
export function readText(payload: Uint8Array): RawText | Reject {
  let members = 0
  let open = 0
  let depth = 0
  const { length } = payload
  // all structure of JSON is ASCII, and no byte of a longer UTF-8 sequence is
  for (let i = 0; i < length; i++) {
    const byte = payload[i] as number
    // digits, commas, letters and spaces: most of what is there
    if (byte !== QUOTE && byte < COLON) continue
    if (byte === QUOTE) {
      // to the end of the text in quotes
      for (i++; i < length && payload[i] !== QUOTE; i++) if (payload[i] === BACKSLASH) i++
    } else if (byte === COLON) members++
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      open++
      if (open > depth) depth = open
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) open--
  }
  try {
    return { text: utf8.decode(payload), members, depth }
  } catch {
    return {
      code: 'not-json',
      detail: `expected one JSON object in UTF-8, got ${payload.length} bytes that are not UTF-8`,
    }
  }
}

export function tooDeep(depth: number): Reject {
  return { code: 'too-deep', detail: `expected brackets at most ${LIMITS.depth} deep, got ${depth}` }
}
