import { withoutPower } from '../attribution.ts'
import { readCell, tagsAt } from '../cell.ts'
import { type MaintenanceWindow, windowsOf } from '../maintenance.ts'
import { declaredOutagesOf } from '../outages-declared.ts'
import type { StateReader } from '../state/view.ts'
import { find } from './find.ts'
import { type Finding, isDown, isUnavailable, type Segment } from './finding.ts'
import { contains, cutAt } from './ranges.ts'

/** How far at once the start of an unavailability is looked for. */
const LOOK_BACK_MS = 3_600_000

/**
 * The five times of one cell over [fromMs, toMs) as a row of segments without holes; what is not in service is `out`.
 * A function of the set of messages and the realm clock, never of their order.
 */
export function classify(
  view: StateReader,
  stationId: string,
  cell: string,
  fromMs: number,
  toMs: number,
  realmMs: number,
): Segment[] {
  const findings = withDeclared(view, stationId, cell, find(view, stationId, cell, fromMs, toMs, realmMs))
  const windows = windowsOf(view, stationId, cell, toMs)
  const { periods } = readCell(view, stationId, cell)
  const cuts = windows.flatMap((w) => [w.from, w.to]).concat(periods.map((p) => p[0]))
  const segments: Segment[] = []
  let runFromMs: number | undefined
  for (const [a, b, finding] of findings) {
    if (!isUnavailable(finding)) runFromMs = undefined
    else if (runFromMs === undefined) {
      const carriesOn = a === fromMs && windows.length > 0
      runFromMs = carriesOn ? startOfRun(view, stationId, cell, a, (windows[0] as MaintenanceWindow).from, realmMs) : a
    }
    const window = lastToEnd(windows, runFromMs)
    for (const [x, y] of cutAt(a, b, cuts)) {
      segments.push({
        fromMs: x,
        toMs: y,
        finding,
        planned: window !== undefined && x < window.to,
        overrun: window !== undefined && x >= window.to && finding !== 'silent',
        ...(window !== undefined && { window: window.id }),
        external: finding === 'transport',
        degraded: false,
        tags: tagsAt(periods, x),
      })
    }
  }
  return withPowerCuts(view, stationId, cell, segments, fromMs, toMs)
}

/** Marks what is down while an alarm of what feeds the station was active. */
function withPowerCuts(
  view: StateReader,
  station: string,
  cell: string,
  segments: Segment[],
  fromMs: number,
  toMs: number,
): Segment[] {
  if (!segments.some((segment) => isDown(segment) && !segment.external)) return segments
  const ranges = withoutPower(view, station, cell, fromMs, toMs)
  if (ranges.length === 0) return segments
  return segments.flatMap((segment) => {
    if (!isDown(segment) || segment.external) return [segment]
    return [...cutAt(segment.fromMs, segment.toMs, ranges.flat())].map(([a, b]) => ({
      ...segment,
      fromMs: a,
      toMs: b,
      external: contains(ranges, a),
    }))
  })
}

/** Of the windows in which an unavailability began the one that lasts longest: it is planned as long as any of them is open. */
function lastToEnd(windows: readonly MaintenanceWindow[], beganMs: number | undefined): MaintenanceWindow | undefined {
  if (beganMs === undefined) return undefined
  let last: MaintenanceWindow | undefined
  for (const w of windows) {
    if (w.from <= beganMs && beganMs < w.to && (last === undefined || w.to > last.to)) last = w
  }
  return last
}

type Found = [fromMs: number, toMs: number, finding: Finding]

/** Silence that the operator declared an outage. */
function withDeclared(view: StateReader, station: string, cell: string, findings: Found[]): Found[] {
  const last = findings.at(-1)
  if (last === undefined || !findings.some((f) => f[2] === 'silent')) return findings
  const declared = declaredOutagesOf(view, station, cell, last[1])
  if (declared.length === 0) return findings
  const cuts = declared.flatMap((d) => [d.from, d.to])
  const out: Found[] = []
  for (const found of findings) {
    const [from, to, finding] = found
    if (finding !== 'silent') out.push(found)
    else {
      for (const [a, b] of cutAt(from, to, cuts)) {
        out.push([a, b, declared.some((d) => d.from <= a && a < d.to) ? 'declared' : 'silent'])
      }
    }
  }
  return out
}

/** Where the unavailability that includes `atMs` began; not looked for before `limitMs`, since earlier is outside any window. */
function startOfRun(
  view: StateReader,
  station: string,
  cell: string,
  atMs: number,
  limitMs: number,
  realmMs: number,
): number {
  let start = atMs
  while (start >= limitMs) {
    const from = Math.max(limitMs - 1000, start - LOOK_BACK_MS)
    if (from >= start) break
    const before = find(view, station, cell, from, start, realmMs).reverse()
    const upto = before.find(([, , finding]) => !isUnavailable(finding))
    if (upto !== undefined) return upto[1]
    start = from
  }
  return start
}
