const WIDTH = 120

const isPlain = (value) => typeof value !== 'object' || value === null

/** JSON as the formatter would have it: objects open, a list of plain values on one line where it fits. */
export function json(value, indent = '', before = 0) {
  if (isPlain(value)) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const line = `[${value.map((each) => JSON.stringify(each)).join(', ')}]`
    // one more for a comma behind it
    if (value.every(isPlain) && before + line.length + 1 <= WIDTH) return line
    return `[\n${value.map((each) => inner + json(each, inner, inner.length)).join(',\n')}\n${indent}]`
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return '{}'
  const lines = entries.map(([key, each]) => {
    const start = `${inner}${JSON.stringify(key)}: `
    return start + json(each, inner, start.length)
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}
