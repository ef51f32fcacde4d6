import { askOnce } from './child.ts'
import type { LivePaceOrder, LivePaceResult } from './live-pace.ts'
import { CELLS } from './pm-message.ts'
import type { StandOrder, StandResult, Timed } from './stand.ts'
import type { LevelBytes } from './state-bytes.ts'

export interface ScaleOrder {
  /** Fleets of so many cells, smallest first. */
  readonly cells: readonly number[]
  /** Reports measured of each fleet, about. */
  readonly messages: number
  /** How late the late reports come [h]. */
  readonly lateHours: number
}

export interface ScaleResult {
  readonly growth: readonly {
    readonly cells: number
    /** As they come. */
    readonly messages: number
    readonly cpuUsPerMessage: number
    /** Of a backlog, where many reports of a station go into one commit, the more the smaller the fleet. */
    readonly backlogCpuUsPerMessage: number
    readonly stateBytesPerCell: number
    readonly heapBytesPerCell: number
    readonly peakRssBytes: number
  }[]
  /** CPU per message, as they come, of the largest fleet ÷ of the smallest. */
  readonly growthRatio: number
  readonly late: {
    readonly hours: number
    readonly messages: number
    readonly cpuUsPerMessage: number
    /** As many reports on time, started in the same way. */
    readonly onTimeCpuUsPerMessage: number
    readonly ratio: number
    /** Of a fleet that has reported for that long. */
    readonly levels: readonly LevelBytes[]
  }
}

const DEADLINE_MS = 600_000
/** Behind which a fleet is measured; its births and the first windows are in it. */
const PERIODS_BEFORE = 3
const PERIODS_A_MINUTE = 6
const LATE_STATIONS = 2
const LATE_PER_STATION = 60

const perMessage = ({ cpuUs, messages }: Pick<Timed, 'cpuUs' | 'messages'>): number => cpuUs / messages

export async function measureScale(order: ScaleOrder): Promise<ScaleResult> {
  const growth: ScaleResult['growth'][number][] = []
  for (const cells of order.cells) {
    const stations = Math.max(1, Math.round(cells / CELLS))
    const periods = order.messages / stations
    const minutes = Math.max(1, Math.round(periods / PERIODS_A_MINUTE))
    const measured = minutes * PERIODS_A_MINUTE
    const result = await askOnce<LivePaceResult>(
      'live-pace',
      { stations, before: PERIODS_A_MINUTE, measured } satisfies LivePaceOrder,
      DEADLINE_MS,
    )
    const backlog = await stand({
      stations,
      before: PERIODS_BEFORE,
      measured: Math.max(2, Math.round(periods)),
      latePerStation: 0,
    })
    growth.push({
      cells: result.cells,
      messages: result.messages,
      cpuUsPerMessage: perMessage(result),
      backlogCpuUsPerMessage: perMessage(backlog.onTime),
      stateBytesPerCell: result.stateBytes / result.cells,
      heapBytesPerCell: result.heapBytes / result.cells,
      peakRssBytes: result.peakRssBytes,
    })
  }
  const late = await stand({
    stations: LATE_STATIONS,
    before: order.lateHours * 360,
    measured: 2,
    latePerStation: LATE_PER_STATION,
  })
  if (late.late === undefined || late.fewOnTime === undefined) throw new Error('no late reports were measured')
  const first = growth[0]
  const last = growth.at(-1)
  if (first === undefined || last === undefined) throw new Error('no fleet was measured')
  return {
    growth,
    growthRatio: last.cpuUsPerMessage / first.cpuUsPerMessage,
    late: {
      hours: order.lateHours,
      messages: late.late.messages,
      cpuUsPerMessage: perMessage(late.late),
      onTimeCpuUsPerMessage: perMessage(late.fewOnTime),
      ratio: perMessage(late.late) / perMessage(late.fewOnTime),
      levels: late.levels,
    },
  }
}

const stand = (order: StandOrder): Promise<StandResult> => askOnce('stand', order, DEADLINE_MS)
