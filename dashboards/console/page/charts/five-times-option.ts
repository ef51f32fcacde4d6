import type { EChartsCoreOption } from 'echarts/core'
import { formatDate, formatDuration, formatNumber, formatShare, formatTime } from '../format.ts'
import type { Theme, View } from '../view.ts'
import type { PageData, PanelData, PanelDefinition, TimeDefinition } from '../wire.d.ts'
import { onGround, tint } from './palette.ts'
import { frame, timeAxis, toAxis, valueAxis } from './time-axis.ts'

type TimesPanel = Extract<PanelDefinition, { kind: 'five-times' }>
type TimesData = Extract<PanelData, { kind: 'five-times' }>

/**
 * Stacked seconds of all cells, on an axis of cells: seconds of a window over its length are the cells that were in
 * that time on average. Example: 3 cells up for a minute are 180 s, drawn as 3. Of the open window only what has elapsed
 * counts.
 */
export function fiveTimesOption(panel: TimesPanel, data: TimesData, page: PageData, view: View): EChartsCoreOption {
  const elapsedS = (place: number) => {
    const start = page.from + place * page.stepMs
    return Math.max(1, Math.min(page.stepMs, (page.realmClock ?? page.to) - start) / 1000)
  }
  const base = frame(view) as { tooltip: object }
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: tipOf(panel, data, page, view) },
    xAxis: timeAxis(view, page.from, page.to),
    yAxis: { ...valueAxis(view, view.say('cells'), (value) => formatNumber(value, view.language), {}), minInterval: 1 },
    series: panel.times.map((time) => ({
      type: 'line',
      step: 'end',
      name: time.id,
      stack: 'times',
      symbol: 'none',
      emphasis: { disabled: true },
      lineStyle: { width: 0 },
      color: timeColour(time, view.theme),
      areaStyle: { opacity: 1 },
      data: steps(data.seconds[time.id] ?? [], page, elapsedS),
    })),
  }
}

/** What is as it should be stays in the background. */
export function timeColour(time: TimeDefinition, theme: Theme): string {
  return time.id === 'up' ? tint(time.colour, theme, 0.55) : onGround(time.colour, theme)
}

/** A step a window, and the end of the last one, without which it would have no width. */
function steps(seconds: readonly (number | null)[], page: PageData, elapsedS: (place: number) => number) {
  const cells = seconds.map((value, place) => (value === null ? null : value / elapsedS(place)))
  return [...cells, cells.at(-1) ?? null].map((value, place) => [toAxis(page.from + place * page.stepMs), value])
}

function tipOf(panel: TimesPanel, data: TimesData, page: PageData, view: View) {
  return (params: unknown): string => {
    const list = Array.isArray(params) ? (params as { dataIndex: number; seriesName: string; marker: unknown }[]) : []
    const last = Math.round((page.to - page.from) / page.stepMs) - 1
    const place = Math.min(last, list[0]?.dataIndex ?? -1)
    if (place < 0) return ''
    const atMs = page.from + place * page.stepMs
    const sum = panel.times.reduce((total, time) => total + (data.seconds[time.id]?.[place] ?? 0), 0)
    const rows = panel.times.map((time) => {
      const marker = list.find((param) => param.seriesName === time.id)?.marker
      const seconds = data.seconds[time.id]?.[place] ?? 0
      const share = sum === 0 ? null : seconds / sum
      return `${typeof marker === 'string' ? marker : ''}${view.words(time.title)}: ${formatDuration(seconds, view.language)} (${formatShare(share, view.language)})`
    })
    return [`${formatDate(atMs)} ${formatTime(atMs, page.stepMs < 60_000)}`, ...rows].join('\n')
  }
}
