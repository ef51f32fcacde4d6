import { Recent } from '../recent.ts'
import type { Reject, RejectCode } from '../reject.ts'
import { quotedVisibly } from './foreign-text.ts'
import { formatPath } from './path.ts'
import { areSameNames } from './same-names.ts'

/** What a guarded message was seen to hold: its members, repeated names counted once. */
export interface Structure {
  readonly members: number
}

/** Found deep inside; the way to it is put together only while returning, so that sound messages do not pay for it. */
interface Flaw {
  readonly code: RejectCode
  readonly says: string
  readonly path: (string | number)[]
}

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

const LONGEST_REMEMBERED = 256
/** Names of one object. */
const MOST_REMEMBERED = 256
const lowerCase = new Recent<string>(10_000)

function lowered(key: string): string {
  const known = lowerCase.get(key)
  if (known !== undefined) return known
  const lower = key.toLowerCase()
  if (key.length <= LONGEST_REMEMBERED) lowerCase.set(key, lower)
  return lower
}

/**
 * One walk over what JSON.parse made: no forbidden key however it was escaped, no two names of one object equal without
 * case, no number that is infinite or beyond 2^53. Depth is bounded before (see raw-text), so recursion is safe.
 */
export function guardStructure(message: unknown): Structure | Reject {
  const seen = { members: 0 }
  const flaw = guard(message, seen)
  return flaw === undefined ? seen : { code: flaw.code, detail: `${formatPath(flaw.path)}: ${flaw.says}` }
}

function guard(value: unknown, seen: { members: number }): Flaw | undefined {
  if (typeof value === 'number') return guardNumber(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const flaw = guard(value[i], seen)
      if (flaw !== undefined) return inside(flaw, i)
    }
    return undefined
  }
  return guardObject(value as Record<string, unknown>, seen)
}

function guardObject(object: Record<string, unknown>, seen: { members: number }): Flaw | undefined {
  // JSON.parse makes own, enumerable members only, `__proto__` included; Object.prototype has no enumerable ones
  const names = Object.keys(object)
  seen.members += names.length
  const flaw = namesKnownSound(names) ? undefined : guardNames(names)
  if (flaw !== undefined) return flaw
  for (const key of names) {
    const value = object[key]
    if (typeof value === 'string') continue
    const inner = guard(value, seen)
    if (inner !== undefined) return inside(inner, key)
  }
  return undefined
}

/**
 * Names found sound lately, by the first of them and how many they are: a station says the same ones in the same order each
 * time, and to see that they are the same is quicker than to look through them.
 */
const soundNames = new Recent<readonly string[]>(1_000)
/** The cells of a station mostly have the same. */
let latestSound: readonly string[] = []
const soundKey = (names: readonly string[]): string => `${names.length} ${names[0]}`

function namesKnownSound(names: readonly string[]): boolean {
  if (areSameNames(latestSound, names)) return true
  const known = soundNames.get(soundKey(names))
  if (known === undefined || !areSameNames(known, names)) return false
  latestSound = known
  return true
}

function guardNames(keys: readonly string[]): Flaw | undefined {
  const names = new Set<string>()
  for (const key of keys) {
    if (FORBIDDEN.has(key)) return { code: 'forbidden-key', says: `the key ${quotedVisibly(key)} is refused`, path: [] }
    const lower = lowered(key)
    if (names.has(lower)) {
      return {
        code: 'duplicate-name',
        says: `expected every name once without regard to case, got ${quotedVisibly(key)} again`,
        path: [],
      }
    }
    names.add(lower)
  }
  if (keys.length > 0 && keys.length <= MOST_REMEMBERED && keys.every((key) => key.length <= LONGEST_REMEMBERED)) {
    soundNames.set(soundKey(keys), keys)
  }
  return undefined
}

function guardNumber(value: number): Flaw | undefined {
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return undefined
  const says = Number.isFinite(value)
    ? 'expected a number up to 2^53 − 1, or a greater integer as a string, got a greater number'
    : 'expected a finite number, got one beyond every double'
  return { code: 'bad-number', says, path: [] }
}

function inside(flaw: Flaw, step: string | number): Flaw {
  flaw.path.unshift(step)
  return flaw
}
