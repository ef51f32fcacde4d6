import { quoted } from '../../contract/mod.ts'
import type { Entry } from './check-lines.ts'

/**
 * A JSON list of objects. The row of each is the line on which it begins; null is absent.
 *
 * @throws Error where it is no JSON, or no list.
 */
export function jsonEntries(text: string): { entries: Entry[]; problems: string[] } {
  const tree = JSON.parse(text) as unknown
  if (!Array.isArray(tree)) throw new Error(`expected a list of stations, got ${tree === null ? 'null' : typeof tree}`)
  const rows = rowsOfItems(text)
  const entries: Entry[] = []
  const problems: string[] = []
  for (const [i, item] of (tree as unknown[]).entries()) {
    const row = rows[i] ?? 1
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      problems.push(`row ${row}: expected an object with the columns of a station; got ${quoted(JSON.stringify(item))}`)
      continue
    }
    const values = Object.entries(item as Record<string, unknown>).filter(([, value]) => value !== null && value !== '')
    entries.push({ row, values: Object.fromEntries(values) })
  }
  return { entries, problems }
}

/** On which line each item of the outermost list begins. The text is known to be JSON. */
function rowsOfItems(text: string): number[] {
  const rows: number[] = []
  let row = 1
  let depth = 0
  let inString = false
  let awaitsItem = false
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] as string
    if (letter === '\n') row++
    if (inString) {
      if (letter === '\\') i++
      else if (letter === '"') inString = false
      continue
    }
    if (/\s/.test(letter)) continue
    if (depth === 1 && awaitsItem && letter !== ']') {
      rows.push(row)
      awaitsItem = false
    }
    if (letter === '"') inString = true
    else if (letter === '[' || letter === '{') {
      depth++
      if (depth === 1) awaitsItem = true
    } else if (letter === ']' || letter === '}') depth--
    else if (letter === ',' && depth === 1) awaitsItem = true
  }
  return rows
}
