import { ConfigError } from '../config/resolve.ts'

const ONE_LINE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u
const ID = /^[A-Za-z0-9_.:-]{1,64}$/

/** A text that stands in the log for ever, as who said what and why. @throws {ConfigError} that names the flag. */
export function checkText(flag: string, text: string): string {
  const trimmed = text.trim()
  if (!ONE_LINE.test(trimmed))
    throw new ConfigError(`${flag}: expected text of 1 to 200 characters on one line, got ${JSON.stringify(text)}.`)
  return trimmed
}

export function checkId(flag: string, id: string): string {
  if (!ID.test(id))
    throw new ConfigError(`${flag}: expected 1 to 64 of A-Z a-z 0-9 _ . : -, got ${JSON.stringify(id)}.`)
  return id
}
