import type { OperatorsWord, RegistryLine } from '../contract/mod.ts'
import type { RegistryRow } from '../store/mod.ts'
import { registryKey } from './state/keys.ts'
import type { Draft } from './state/view.ts'

/** The line that holds at `atMs` [epoch ms]; before the first one that one, since a station is somewhere before it is registered. */
export function lineAt(lines: readonly RegistryLine[], atMs: number): RegistryLine | undefined {
  return lines.findLast((line) => line.from <= atMs) ?? lines[0]
}

/** Said again word for word: nothing changes, and nothing need be looked at again. */
export function isSameLine(a: RegistryLine, b: RegistryLine): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

const sorted = (line: RegistryLine) => Object.entries(line).sort(([a], [b]) => (a < b ? -1 : 1))

/** Keeps a line with whose word it is for the store; returns its key. */
export function noteLine(draft: Draft, line: RegistryLine, { by, why, at }: OperatorsWord): string {
  const { station, from } = line
  const key = registryKey(station, from)
  draft.put(key, { station, from, line, by, why, at } satisfies RegistryRow)
  return key
}
