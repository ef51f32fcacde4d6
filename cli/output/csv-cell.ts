/** A cell of CSV, in quotes wherever a reader might take something in it for its own. */
export function csvCell(text: string): string {
  return /^#|[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
