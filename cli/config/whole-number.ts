import { ConfigError } from './resolve.ts'

/** A whole number that a person gave. @throws {ConfigError} that says what it was. */
export function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new ConfigError(`${name}: expected a whole number, got ${JSON.stringify(text)}.`)
  return Number(text)
}
