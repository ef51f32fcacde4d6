/** Plain columns for a terminal: texts left, numbers right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cells = rows.map((row) => row.map(shown))
  const widths = header.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]?.length ?? 0)))
  const isNumber = header.map(
    (_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number' || row[i] === null),
  )
  const line = (row: readonly string[]) =>
    row
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(header), line(widths.map((w) => '─'.repeat(w))), ...cells.map(line)].join('\n')
}

function shown(value: string | number | null): string {
  if (value === null) return '—'
  if (typeof value === 'string') return value
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 100 ? 3 : 1)
}
