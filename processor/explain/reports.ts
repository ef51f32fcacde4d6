import {
  type ExplainedReport,
  type ExplainedReports,
  type FieldName,
  type KpiDefinition,
  LEVEL_MS,
  parseBoot,
  type Remark,
  type ReportUse,
} from '../../contract/mod.ts'
import type { TelemetryLogReader } from '../../log/mod.ts'
import type { KpiPoint } from '../../store/mod.ts'
import { readCell, STATION_ROW, tagsAt } from '../cell.ts'
import { readClock } from '../clock.ts'
import type { StateReader } from '../state/view.ts'
import { readStation } from '../station.ts'
import { readTagSet } from '../tag-sets.ts'
import type { Segment } from '../timeline/finding.ts'
import { clockOffsets } from './clock-offsets.ts'
import type { Place } from './found-report.ts'
import { gapsOf } from './gaps.ts'
import type { LoggedMessages } from './logged-messages.ts'
import { aboutLog } from './remarks.ts'
import { findReports } from './report-facts.ts'
import { lineageOf } from './report-lineage.ts'

export interface ReportsAsked {
  readonly view: StateReader
  readonly log: TelemetryLogReader
  readonly partition: number
  readonly messages: LoggedMessages
  readonly kpi: KpiDefinition
  readonly place: Place
  /** Of the place, over the settled part of the window. */
  readonly segments: readonly Segment[]
  readonly point: KpiPoint | undefined
  readonly limit: number
}

export interface ReportsTold {
  readonly reports: ExplainedReports
  readonly again: ReadonlyMap<FieldName, number>
  readonly remarks: readonly Remark[]
}

/** Every report that speaks of a place, what became of it, and the stretches of which none tells. */
export async function reportsOf(asked: ReportsAsked): Promise<ReportsTold> {
  const { view, log, partition, messages, kpi, place, segments, point, limit } = asked
  const { station, t, level } = place
  const { found, lineage } = await messages.run(() => {
    const reports = findReports(view, messages, place)
    return { found: reports, lineage: lineageOf(view, kpi, place, nrbOf(view, place), reports) }
  })
  const listed = lineage.reports.slice(0, limit)
  const list = await messages.run(() => withClocks(view, messages, station, listed))
  const counts: Partial<Record<ReportUse, number>> = {}
  for (const { use } of lineage.reports) counts[use] = (counts[use] ?? 0) + 1
  const at = {
    fromMs: t,
    toMs: t + LEVEL_MS[level],
    realmMs: readClock(view).realmMs,
    isOpen: point === undefined || point.status === 'open',
  }
  const { oldest, newest } = await log.usage(partition)
  const isKnown = found.tooMany === 0 && t >= found.indexedFrom
  return {
    reports: {
      counts,
      list,
      notListed: lineage.reports.length - list.length,
      gaps: isKnown
        ? lineage.slots.flatMap((slot) => gapsOf(slot.stage.id, lineage.reports, segments, at)).slice(0, limit)
        : [],
      log: oldest === undefined || newest === undefined ? null : { oldest, newest },
      clockOffsetMs: readStation(view, station).clockOffsetMs ?? null,
    },
    again: lineage.again ?? new Map(),
    remarks: aboutLog(found, lineage.goneFromLog, t),
  }
}

function nrbOf(view: StateReader, { station, cell, t }: Place): number | null {
  const { periods } = readCell(view, station, cell)
  if (cell === STATION_ROW || periods.length === 0) return null
  return readTagSet(view, tagsAt(periods, t)).nrb ?? null
}

function withClocks(
  view: StateReader,
  messages: LoggedMessages,
  station: string,
  list: readonly ExplainedReport[],
): ExplainedReport[] {
  const made = list.flatMap(({ offset, boot, src, seq }) =>
    seq === null ? [] : [{ offset, id: { boot: parseBoot(boot), src, seq } }],
  )
  const clocks = clockOffsets(view, messages, station, made)
  return list.map((report) => ({ ...report, clockOffsetMs: clocks.get(report.offset) ?? null }))
}
