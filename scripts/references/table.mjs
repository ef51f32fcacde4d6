/** A cell of a Markdown table: no line ends, no bars that would end it. */
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ')

/** A Markdown table with a head. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export const code = (text) => `\`${text}\``

/** First line of every generated page: what made it, so that nobody edits it by hand. */
export const madeBy = (source) =>
  `<!-- Made from ${source} by \`node scripts/write-references.mjs\`. Do not edit: change the source, build, run it again. -->`
