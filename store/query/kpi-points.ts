import { evaluateKpi, type KpiDefinition, type KpiFigure, LEVEL_MS, type Level } from '../../contract/mod.ts'
import type { KpiPoint } from '../port.ts'
import { takesPart } from './cell-mode.ts'
import { cellSumsOf, type WindowCells } from './cell-sums.ts'
import { addUp, type ModeSums, type SumGroup } from './sum-table.ts'
import type { Stretch } from './tiling.ts'
import { leastFinal, type WindowStatus, windowStatus } from './window-status.ts'

/** What every series of one answer shares. */
export interface KpiFrame {
  readonly level: Level | 'all'
  /** Start of the first window [epoch ms]. */
  readonly from: number
  /** Starts of the windows that have begun [epoch ms]. */
  readonly starts: readonly number[]
  /** What to ask of the store. */
  readonly stretches: readonly Stretch[]
  /** Windows before this are outside retention [epoch ms]. */
  readonly keptFrom: number
  readonly realmClock: number
}

const NO_FIGURE: KpiFigure = {
  value: null,
  lo: null,
  hi: null,
  boundKind: 'none',
  n: 0,
  coverage: null,
  suspectShare: null,
}

/** One point a window, in the KPI's unit. */
export function pointsOf(
  kpi: KpiDefinition,
  frame: KpiFrame,
  group: SumGroup,
  cells: ReadonlyMap<number, WindowCells> | undefined,
): KpiPoint[] {
  const takes = (mode: string) => takesPart(kpi, mode)
  const all = [...group.windows.values()].flat()
  const isForeign = all.length > 0 && !all.some(({ mode }) => takes(mode))
  return frame.starts.map((t) => {
    const modes = group.windows.get(t) ?? []
    const taking = modes.filter(({ mode }) => takes(mode))
    const rev = greatest(taking, ({ rev }) => rev)
    const gpS = greatest(taking, ({ gpS }) => gpS)
    const point = (figure: KpiFigure): KpiPoint => ({ t, ...figure, status: statusAt(frame, t, gpS), rev })
    if (t < frame.keptFrom) return point({ ...NO_FIGURE, na: 'outside-retention' })
    if (isForeign || (modes.length > 0 && taking.length === 0)) return point({ ...NO_FIGURE, na: 'nsa' })
    const sums = addUp(taking.map((part) => part.sums))
    const own = cells?.get(t)
    return point(own === undefined ? evaluateKpi(kpi, sums) : evaluateKpi(kpi, sums, cellSumsOf(own, takes)))
  })
}

function greatest(parts: readonly ModeSums[], of: (part: ModeSums) => number): number {
  return parts.reduce((most, part) => Math.max(most, of(part)), 0)
}

/** A window's own status; for `all` the least final of the last windows that its stretches have begun. */
function statusAt(frame: KpiFrame, t: number, gpS: number): WindowStatus {
  const { level, realmClock } = frame
  if (level !== 'all') return windowStatus(level, t, gpS, realmClock)
  return leastFinal(
    frame.stretches.map((stretch) => {
      const size = LEVEL_MS[stretch.level]
      const begun = Math.max(0, Math.floor((Math.min(stretch.to - 1, realmClock) - stretch.from) / size))
      return windowStatus(stretch.level, stretch.from + begun * size, gpS, realmClock)
    }),
  )
}
