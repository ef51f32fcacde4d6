import {
  type Asked,
  evaluateKpi,
  type KpiDefinition,
  type KpiFigure,
  LEVEL_MS,
  type Level,
} from '../../contract/mod.ts'
import type { KpiPoint } from '../port.ts'
import { addUp } from './add-up.ts'
import { takesPart } from './cell-mode.ts'
import { cellSumsOf, type WindowCells } from './cell-sums.ts'
import { fieldsOfKpi } from './kpi-fields.ts'
import type { ModeSums, SumGroup } from './sum-table.ts'
import type { Stretch } from './tiling.ts'
import { leastFinal, type WindowStatus, windowStatus } from './window-status.ts'

/** What every series of one answer shares. */
export interface KpiFrame {
  readonly level: Level | 'all'
  /** Start of the first window [epoch ms]. */
  readonly from: number
  /** End of the last, exclusive [epoch ms]. */
  readonly to: number
  /** Starts of the windows that have begun [epoch ms]. */
  readonly starts: readonly number[]
  /** What to ask of the store. */
  readonly stretches: readonly Stretch[]
  /** Windows before this are outside retention [epoch ms]. */
  readonly keptFrom: number
  /** `undefined`: nothing is known of time yet. */
  readonly realmClock: number | undefined
}

export const NO_FIGURE: KpiFigure = {
  value: null,
  lo: null,
  hi: null,
  boundKind: 'none',
  n: 0,
  coverage: null,
  suspectShare: null,
}

/** What a series has of its own besides its sums. */
export interface SeriesParts {
  readonly cells?: ReadonlyMap<number, WindowCells> | undefined
  /** Sites licensed at an instant [epoch ms]. */
  readonly licensedSites?: (atMs: number) => number | undefined
}

/** One point a window, in the KPI's unit. */
export function pointsOf(kpi: KpiDefinition, frame: KpiFrame, group: SumGroup, own: SeriesParts = {}): KpiPoint[] {
  const takes = (mode: string) => takesPart(kpi, mode)
  const fields = fieldsOfKpi(kpi)
  // what has nothing of the KPI, as what a probe measured or a row that moved to other tags, says nothing of whom it is for
  const isAlive = ({ sums }: ModeSums) => fields.some((field) => (sums.get(field) ?? 0) !== 0)
  const isForeignTo = (parts: readonly ModeSums[]) => {
    const alive = kpi.modes === 'all' ? [] : parts.filter(isAlive)
    return alive.length > 0 && !alive.some(({ mode }) => takes(mode))
  }
  const isForeign = isForeignTo([...group.windows.values()].flat())
  return frame.starts.map((t) => {
    const modes = group.windows.get(t) ?? []
    const taking = modes.filter(({ mode }) => takes(mode))
    const point = (figure: KpiFigure): KpiPoint => ({ t, ...figure, ...ageOf(frame, t, taking) })
    if (t < frame.keptFrom) return point({ ...NO_FIGURE, na: 'outside-retention' })
    if (isForeign || isForeignTo(modes)) return point({ ...NO_FIGURE, na: 'nsa' })
    const sums = addUp(taking.map((part) => part.sums))
    const cells = own.cells?.get(t)
    return point(
      evaluateKpi(kpi, sums, cells === undefined ? undefined : cellSumsOf(cells, takes), askedOf(frame, t, own)),
    )
  })
}

function askedOf(frame: KpiFrame, t: number, own: SeriesParts): Asked {
  const end = frame.level === 'all' ? frame.to : t + LEVEL_MS[frame.level]
  const reached = Math.min(end, frame.realmClock ?? end)
  // what held when the window ended
  const licensedSites = own.licensedSites?.(reached - 1)
  return { elapsedS: (reached - t) / 1000, ...(licensedSites !== undefined && { licensedSites }) }
}

/** Status and revision of one window, by what is in it. */
export function ageOf(
  frame: KpiFrame,
  t: number,
  parts: readonly Pick<ModeSums, 'rev' | 'gpS'>[],
): Pick<KpiPoint, 'status' | 'rev'> {
  const gpS = parts.reduce((most, part) => Math.max(most, part.gpS), 0)
  return { status: statusAt(frame, t, gpS), rev: parts.reduce((most, part) => Math.max(most, part.rev), 0) }
}

/** A window's own status; for `all` the least final of the last windows that its stretches have begun. */
function statusAt({ level, stretches, realmClock = 0 }: KpiFrame, t: number, gpS: number): WindowStatus {
  if (level !== 'all') return windowStatus(level, t, gpS, realmClock)
  return leastFinal(
    stretches.map((stretch) => {
      const size = LEVEL_MS[stretch.level]
      const begun = Math.max(0, Math.floor((Math.min(stretch.to - 1, realmClock) - stretch.from) / size))
      return windowStatus(stretch.level, stretch.from + begun * size, gpS, realmClock)
    }),
  )
}
