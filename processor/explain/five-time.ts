import type { FiveTimeName } from '../../contract/mod.ts'
import { isDown, isUnknown, isUp, type Segment } from '../timeline/finding.ts'

/** Which of the five times a segment is; `out` where it is not in service. */
export function timeOf(segment: Segment): FiveTimeName {
  if (segment.finding === 'out') return 'out'
  if (segment.planned) return 'planned'
  if (isUp(segment)) return 'up'
  if (isDown(segment)) return 'down'
  return isUnknown(segment) ? 'unknown' : 'es'
}
