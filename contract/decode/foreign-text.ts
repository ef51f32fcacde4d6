import { quoted } from '../reject.ts'

/** Longest detail of a reject: it is shown on one line, stored with each dead letter, and may be sent in bulk. */
const LONGEST_DETAIL = 500

// JSON escapes only the first 32 controls; DEL, C1, line separators and marks that turn the direction of text remain
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu

/** Foreign text as it may stand in a detail: quoted, cut, on one line, and with nothing in it that a terminal obeys. */
export function quotedVisibly(text: string): string {
  return quoted(text).replace(INVISIBLE, (mark) => `\\u{${mark.codePointAt(0)?.toString(16) ?? ''}}`)
}

/** A detail of bounded length, however much foreign text came into it. */
export function cutDetail(detail: string): string {
  if (detail.length <= LONGEST_DETAIL) return detail
  // not in the middle of a surrogate pair
  return `${detail.slice(0, LONGEST_DETAIL - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
