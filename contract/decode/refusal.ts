import type { Reject, RejectCode } from '../reject.ts'
import { formatPath, type Path } from './path.ts'

export function refusal(code: RejectCode, path: Path, expected: string, came: string): Reject {
  return { code, detail: `${formatPath(path)}: expected ${expected}, got ${came}` }
}

export function ambiguous(path: Path): Reject {
  return refusal(
    'ambiguous-subcounter',
    path,
    'a typed sub-counter like .5qi9, .bin3, .plmn452-04, .causeFault',
    'a bare number',
  )
}

/** A decoder's outcome is told from a reject by its `code`. */
export function isReject(outcome: object): outcome is Reject {
  return 'code' in outcome && 'detail' in outcome
}
