import type { Reject, RejectCode } from '../reject.ts'
import { formatPath, type Path } from './path.ts'

export function refusal(code: RejectCode, path: Path, expected: string, came: string): Reject {
  return { code, detail: `${formatPath(path)}: expected ${expected}, got ${came}` }
}

/** A decoder's outcome is told from a reject by its `code`. */
export function isReject(outcome: object): outcome is Reject {
  return 'code' in outcome && 'detail' in outcome
}
