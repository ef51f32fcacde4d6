/** Narrower than this a column of sentences is not broken further. */
const LEAST_WIDTH = 24

/**
 * Columns of texts for a terminal: numbers to the right. Where they are wider than the terminal, the widest columns are broken
 * into several lines.
 */
export function textTable(
  head: readonly string[],
  numbers: readonly boolean[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] ?? '').length)))
  for (;;) {
    const over = widths.reduce((sum, each) => sum + each + 2, -2) - width
    const widest = widths.indexOf(Math.max(...widths))
    const most = widths[widest] ?? 0
    if (over <= 0 || most <= LEAST_WIDTH) break
    const next = Math.max(0, ...widths.filter((_, i) => i !== widest))
    widths[widest] = Math.max(LEAST_WIDTH, Math.min(most - 1, Math.max(most - over, next)))
  }
  const line = (cells: readonly string[]) =>
    cells
      .map((text, i) => (numbers[i] === true ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const lines = rows.flatMap((row) => {
    const broken = head.map((_, i) => wrapped(row[i] ?? '', widths[i] ?? 0))
    const height = Math.max(...broken.map((each) => each.length))
    return Array.from({ length: height }, (_, n) => line(broken.map((each) => each[n] ?? '')))
  })
  const names = head.map((name, i) => name.slice(0, widths[i]))
  return [line(names), line(widths.map((w) => '─'.repeat(w))), ...lines].join('\n')
}

/** Broken at blanks where there are some. */
function wrapped(text: string, width: number): string[] {
  if (text.length <= width) return [text]
  const lines: string[] = []
  let rest = text
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width)
    const at = blank > width / 2 ? blank : width
    lines.push(rest.slice(0, at))
    rest = rest.slice(at).trimStart()
  }
  return rest === '' ? lines : [...lines, rest]
}
