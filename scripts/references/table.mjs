/** A cell of a Markdown table: no line ends, no bars that would end it. */
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')

/** A Markdown table with a head; columns as wide as their widest cell, as the formatter would have them. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map(cell))
  const widths = head.map((_, i) => Math.max(3, ...cells.map((row) => [...(row[i] ?? '')].length)))
  const line = (row) => `| ${row.map((text, i) => text + ' '.repeat(widths[i] - [...text].length)).join(' | ')} |`
  const [first, ...others] = cells
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...others.map(line)].join('\n')
}

export const code = (text) => `\`${text}\``

/** First line of every generated page: what made it, so that nobody edits it by hand. */
export const madeBy = (source) =>
  `<!-- Made from ${source} by \`node scripts/write-references.mjs\`. Do not edit: change the source, build, run it again. -->`
