import type { Check, CheckId, Shown } from './reach.ts'

export type Language = 'en' | 'vi'

/** One check in one language: what it is, what was seen of it, and what to do where it is not there. */
export interface CheckWords {
  readonly name: string
  /** After the name, where it was seen; where not, `missing` or `notShown` stands there. */
  readonly seen: (f: Facts) => string
  readonly missing: (f: Facts) => string
  readonly notShown?: string
  /** What the station's side should do. */
  readonly todo: string
}

/** Facts of a check, written as the language has them. */
export interface Facts {
  readonly raw: Check['facts']
  readonly time: (name: string) => string
  readonly span: (name: string) => string
  readonly number: (name: string) => string
}

export interface Words {
  readonly title: (station: string) => string
  readonly levels: Readonly<Record<1 | 2 | 3, string>>
  readonly shown: Readonly<Record<Shown, string>>
  readonly verdict: Readonly<Record<Shown, string>>
  readonly unregistered: string
  readonly neverHeard: string
  readonly silent: (since: string) => string
  readonly refused: (list: string) => string
  readonly alsoTitle: string
  readonly todo: string
  readonly checks: Readonly<Record<CheckId, CheckWords>>
}
