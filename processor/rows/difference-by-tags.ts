import { type ByTags, noTags } from './by-tags.ts'
import { difference, isZero, negated, type Parts } from './parts.ts'

/** What must be added to `before` to come to `after`. */
export function differenceByTags(before: ByTags<Parts>, after: ByTags<Parts>): ByTags<Parts> {
  if (before.size === 0) return after
  let out = noTags<Parts>()
  for (let i = 0; i < after.size; i++) {
    const tags = after.labels[i] as string
    const now = after.values[i] as Parts
    const was = before.get(tags)
    if (was === now) continue
    const delta = was === undefined ? now : difference(now, was)
    if (!isZero(delta)) out = out.with(tags, delta)
  }
  for (const tags of before.labels) {
    const was = before.get(tags) as Parts
    if (!after.has(tags) && !isZero(was)) out = out.with(tags, negated(was))
  }
  return out
}
