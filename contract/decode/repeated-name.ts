import type { Reject } from '../reject.ts'
import { quotedVisibly } from './foreign-text.ts'
import { formatPath, type Path } from './path.ts'

export interface RepeatedName {
  /** The object that names it twice. */
  readonly path: Path
  readonly name: string
}

interface Open {
  /** Names so far; `undefined` for a list. */
  readonly names: Set<string> | undefined
  step: string | number
}

/**
 * Members that valid JSON text names twice in one object, which JSON.parse hides by keeping the last. Slow: only for
 * messages that are refused anyway, to say what was repeated and whether their identity can be trusted.
 */
export function findRepeatedNames(text: string): RepeatedName[] {
  const found: RepeatedName[] = []
  const stack: Open[] = []
  for (let i = 0; i < text.length; i++) {
    const top = stack.at(-1)
    switch (text.charAt(i)) {
      case '{':
        stack.push({ names: new Set(), step: '' })
        break
      case '[':
        stack.push({ names: undefined, step: 0 })
        break
      case '}':
      case ']':
        stack.pop()
        break
      case ',':
        if (typeof top?.step === 'number') top.step++
        break
      case '"': {
        const end = endOfString(text, i)
        if (top?.names !== undefined && isFollowedByColon(text, end)) {
          const name = String(JSON.parse(text.slice(i, end)))
          if (top.names.has(name)) found.push({ path: stack.slice(0, -1).map((open) => open.step), name })
          top.names.add(name)
          top.step = name
        }
        i = end - 1
        break
      }
      default:
    }
  }
  return found
}

/** Behind the closing quote. */
function endOfString(text: string, start: number): number {
  let i = start + 1
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1
  return i + 1
}

function isFollowedByColon(text: string, from: number): boolean {
  let i = from
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i++
  return text[i] === ':'
}

export function repeatedNameReject(repeated: readonly RepeatedName[]): Reject {
  const first = repeated[0]
  const where = formatPath(first?.path ?? [])
  const what = first === undefined ? 'one' : quotedVisibly(first.name)
  return { code: 'duplicate-name', detail: `${where}: expected every name once, got ${what} again` }
}
