import type { PartKind } from '../../contract/mod.ts'
import type { Slot } from './layout.ts'
import type { Parts } from './parts.ts'

/**
 * Greatest and least values beside the sums. Where there is none it is NaN, which is the neutral element: a change (see
 * `difference`) carries the value as it is now, and adding it keeps the greater or the lesser. Only where a value gets worse
 * must a window look at all its finer windows again.
 */

export const isExtreme = (kind: PartKind): boolean => kind !== 'sum'

/** The greater or lesser of two values of a cell; over time `sum-of-max` is a greatest. */
export function extremeOf(kind: PartKind, a: number, b: number): number {
  if (Number.isNaN(a)) return b
  if (Number.isNaN(b)) return a
  return kind === 'min' ? Math.min(a, b) : Math.max(a, b)
}

/** The slots in which `now` no longer reaches what `was` had: what was made of them cannot be mended by adding. */
export function slotsThatGotWorse(was: Parts, now: Parts | undefined): Slot[] {
  if (was.shape.isAdditive) return []
  return was.shape.slots.filter((slot) => {
    if (slot.isAdditive) return false
    const before = was.shape.start(slot)
    const after = now?.shape.start(slot) ?? -1
    return slot.kinds.some((kind, i) => {
      if (!isExtreme(kind)) return false
      const old = was.values[before + i] as number
      if (Number.isNaN(old)) return false
      const current = after < 0 || now === undefined ? Number.NaN : (now.values[after + i] as number)
      return !(kind === 'min' ? current <= old : current >= old)
    })
  })
}

/** `parts` with the extremes of these slots taken from `from`, or none where it is undefined. */
export function withExtremesOf(parts: Parts, slots: readonly Slot[], from: Parts | undefined): Parts {
  const values = parts.values.slice()
  for (const slot of slots) {
    const to = parts.shape.start(slot)
    if (to < 0) continue
    const start = from?.shape.start(slot) ?? -1
    slot.kinds.forEach((kind, i) => {
      if (isExtreme(kind)) values[to + i] = start < 0 ? Number.NaN : (from?.values[start + i] as number)
    })
  }
  return { shape: parts.shape, values }
}
