import { quotedVisibly } from './foreign-text.ts'

export type Path = readonly PropertyKey[]

/** Where in a message: `cells[0].m["RRU.PrbUsedDl"]`; the message itself is `message`. Foreign keys are quoted and cut. */
export function formatPath(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else {
      const key = String(step)
      const plain = /^[A-Za-z_][A-Za-z0-9_]{0,31}$/.test(key)
      if (!plain) text += `[${quotedVisibly(key)}]`
      else text += text === '' ? key : `.${key}`
    }
  }
  return text === '' ? 'message' : text
}

/** What stands at the path in a parsed message. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}

/** What came, in few words: texts quoted and cut, objects by kind. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return quotedVisibly(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `a list of ${value.length}`
  return 'an object'
}
