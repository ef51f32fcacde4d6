import { StoreUnavailableError } from '../port.ts'
import type { Line } from './line.ts'
import type { Verdict } from './verdict.ts'

/** The optimum of a 2.x server, and what one request may cost to be sent again. */
export const MOST_LINES = 5_000
/**
 * Some 1,500 rows of the whole catalogue. A 1.x server takes 25 MB, but gives up on what it cannot write in 10 s:
 * measured on two busy cores, a request of 7 MB took longer, and 200 lines at once are no slower per line than 5,000.
 */
const MOST_BYTES = 2_000_000
/** More lines of one batch than this refused, or more than half of it, is no fault of lines but of the database. */
const MOST_REFUSED = 100

export interface LinesReport {
  written: number
  expired: number
  refused: { row: string; reason: string }[]
}

/** Sends lines in one request and says what the answer means. */
export type Post = (lines: readonly Line[]) => Promise<Verdict>

/** Lines in order, cut where a request would grow too large; `mostLines` is asked again for each batch. */
export function* batchesOf(lines: readonly Line[], mostLines: () => number = () => MOST_LINES): Generator<Line[]> {
  let batch: Line[] = []
  let bytes = 0
  for (const line of lines) {
    const size = Buffer.byteLength(line.text) + 1
    if (batch.length > 0 && (batch.length >= mostLines() || bytes + size > MOST_BYTES)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(line)
    bytes += size
  }
  if (batch.length > 0) yield batch
}

/**
 * Writes one batch until every line is written, expired or refused by name. One line that can never be stored costs
 * itself alone, and at most 2 · log₂(n) more requests: what a half without a fault does not hold, the other half does.
 *
 * @throws {StoreUnavailableError} keep every line, also those that were written: writing them again changes nothing.
 */
export async function writeBatch(batch: readonly Line[], post: Post): Promise<LinesReport> {
  const report: LinesReport = { written: 0, expired: 0, refused: [] }
  const mostRefused = Math.max(1, Math.min(MOST_REFUSED, Math.floor(batch.length / 2)))

  const refuse = (line: Line, reason: string) => {
    report.refused.push({ row: line.row, reason })
    if (report.refused.length > mostRefused) throw systemic(batch.length, reason)
  }

  /** True where no line of it was refused. */
  const settle = async (lines: readonly Line[]): Promise<boolean> => {
    const first = lines[0]
    if (first === undefined) return true
    const verdict = await post(lines)
    switch (verdict.kind) {
      case 'done':
        report.written += lines.filter((line) => !line.extra).length
        return true
      case 'unavailable':
        throw verdict.error
      case 'expired': {
        if (verdict.dropped < 1) return lines.length === 1 ? settleExpired(lines, 1) : halve(lines)
        return settleExpired(lines, verdict.dropped)
      }
      case 'too-large':
        if (lines.length > 1) return halve(lines)
        refuse(first, `the server takes no body of ${Buffer.byteLength(first.text)} bytes`)
        return false
      case 'line-fault':
        if (lines.length === 1) {
          refuse(first, verdict.reason)
          return false
        }
        if (verdict.dropped !== undefined && verdict.dropped >= batch.length) {
          throw systemic(batch.length, verdict.reason)
        }
        return isolate(lines)
    }
  }

  /** The server has dropped the oldest lines; that may have hidden a fault of the others, which are sent once more. */
  const settleExpired = (lines: readonly Line[], dropped: number): Promise<boolean> => {
    const byAge = lines.toSorted((a, b) => a.atMs - b.atMs)
    report.expired += byAge.slice(0, dropped).filter((line) => !line.extra).length
    const kept = new Set(byAge.slice(dropped))
    return settle(lines.filter((line) => kept.has(line)))
  }

  const halve = async (lines: readonly Line[]): Promise<boolean> => {
    const middle = lines.length >> 1
    const left = await settle(lines.slice(0, middle))
    const right = await settle(lines.slice(middle))
    return left && right
  }

  /** Lines of which at least one is known to be at fault. */
  const isolate = async (lines: readonly Line[]): Promise<boolean> => {
    const middle = lines.length >> 1
    const right = lines.slice(middle)
    const leftIsClean = await settle(lines.slice(0, middle))
    // the fault is in the right half: not sent as a whole to be refused as a whole
    if (leftIsClean && right.length > 1) await isolate(right)
    else await settle(right)
    return false
  }

  await settle(batch)
  return report
}

function systemic(lines: number, reason: string): StoreUnavailableError {
  return new StoreUnavailableError(
    `InfluxDB refuses most of ${lines} lines in the same way, so nothing is given up: repair the database, then it goes on by itself (${reason})`,
  )
}
